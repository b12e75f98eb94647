//! What the providers' documents say about each thing: names, sizes, states, texts. One file a noun.
//!
//! Forms show these before anything is sent, plans and the worker apply them again, and the provider has the
//! last word. Rules take plain values, read no clock and draw no random numbers, so that browser and server
//! say the same. Where a document is silent the doc comment says what was chosen: rather too open than
//! wrongly shut.

pub mod address;
pub mod allow_list;
pub mod balancer;
mod base64;
pub mod billing;
pub mod bucket;
pub mod cidr;
pub mod cloud_init;
pub mod credit;
pub mod database;
pub mod disk;
mod json;
pub mod label;
pub mod name;
pub mod network;
pub mod new_server;
pub mod numbered;
pub mod parameters;
pub mod password;
pub mod pattern;
pub mod profile;
pub mod replica;
pub mod resize;
pub mod server;
pub mod size;
pub mod ssh_key;
pub mod tag;
pub mod token;
pub mod user;
pub mod warnings;

#[cfg(test)]
mod properties;

use crate::error::{DomainError, ErrorKind};

/// Something that cannot be done as things stand, with the sentence that says why.
fn conflict(why: impl Into<String>) -> DomainError {
    DomainError::new(ErrorKind::Conflict, why)
}
