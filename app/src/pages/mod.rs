//! One folder a noun: what a person can open by address.

pub mod activity;
pub mod credentials;
mod not_found;
mod rest;
pub mod servers;
pub mod session;

pub use not_found::NotFound;
pub use rest::RestPage;
