//! One folder a noun: what a person can open by address.

pub mod activity;
pub mod acts;
pub mod credentials;
pub mod keys;
mod not_found;
mod rest;
pub mod servers;
pub mod session;

pub use not_found::NotFound;
pub use rest::RestPage;
