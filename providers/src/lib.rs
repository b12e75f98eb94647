#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod capabilities;
pub mod credential;
pub mod endpoint;
pub mod error;
#[cfg(any(test, fuzzing))]
pub mod everything;
pub mod family;
#[cfg(test)]
mod golden;
mod guard;
mod http;
pub mod limits;
pub mod options;
pub mod registry;
mod virtua;
mod warren;
mod wire;

pub use credential::{Credential, Endpoint};
pub use error::ProviderError;
pub use family::Provider;
pub use options::{AllowedTarget, Options};
pub use registry::Registry;
