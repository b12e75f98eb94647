//! Use cases: one folder a noun, one file a verb. Each is reached through a handle from [`crate::access`].

pub mod activity;
pub mod credentials;
pub mod key_ring;
pub mod preferences;
pub mod servers;
