//! One folder a noun: what a person can open by address.

pub mod servers;
