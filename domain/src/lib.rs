#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod account;
pub mod act;
pub mod allowance;
pub mod balancer;
pub mod billing;
pub mod bucket;
pub mod capability;
pub mod card;
pub mod catalogue;
pub mod change;
pub mod credential;
pub mod credit;
pub mod database;
pub mod disk;
pub mod error;
pub mod event;
pub mod floating_ip;
pub mod freshness;
pub mod ids;
pub mod invoice;
pub mod location;
pub mod money;
pub mod network;
pub mod operation;
pub mod plan;
pub mod policy;
pub mod power;
pub mod pricing;
pub mod project;
pub mod provider;
pub mod query;
pub mod replica;
pub mod rules;
pub mod server;
pub mod server_details;
pub mod server_password;
pub mod timestamp;
pub mod token;
pub mod usage;
pub mod validate;
pub mod view;

pub use error::{DomainError, ErrorKind};
pub use timestamp::Timestamp;
