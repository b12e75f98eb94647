#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod access;
pub mod actor;
pub mod acts;
pub mod audit;
pub mod auth;
pub mod backend;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod events;
mod held_keys;
pub mod inspect;
pub mod inventory;
mod marks;
mod open;
pub mod operations;
mod rotate;
pub mod services;
mod unlock;
pub mod vault;

pub use access::{Access, TeamScope};
pub use actor::Actor;
pub use acts::{Acts, Confirmed, addressable};
pub use auth::session_store::SessionStore;
pub use backend::{Backend, OpenError};
pub use config::{Argon2Config, Config};
pub use demo::{DemoKey, SeededAccount};
pub use error::BackendError;
pub use inspect::Inspection;
pub use inventory::{FamilyPace, Held, KeyFacts, OperationPace, RefreshConfig};
pub use rotate::{RotateError, Rotated, Rotation, Step};
pub use services::activity::ActivityReader;
pub use services::credentials::{CredentialManager, CredentialReader, NewCredential};
pub use services::key_ring::{KeyRing, KeyRingManager};
pub use services::preferences::Preferences;
pub use services::servers::{ExportAs, RevealedPassword, Revealer, ServerPower, ServerReader};
pub use tower_sessions::Session;
pub use vault::master_key::MasterKeySource;
