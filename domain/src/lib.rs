#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod capability;
pub mod change;
pub mod credential;
pub mod error;
pub mod event;
pub mod freshness;
pub mod ids;
pub mod location;
pub mod money;
pub mod operation;
pub mod plan;
pub mod policy;
pub mod power;
pub mod provider;
pub mod query;
pub mod rules;
pub mod server;
pub mod timestamp;
pub mod token;
pub mod validate;
pub mod view;

pub use error::{DomainError, ErrorKind};
pub use timestamp::Timestamp;
