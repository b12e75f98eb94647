//! What Skydeck itself keeps beside servers: no request is sent for it.

mod lock;
mod note;
mod tag;

pub(crate) use lock::{Lock, Unlock};
pub(crate) use note::Note;
pub(crate) use tag::Tag;

/// What every plan of these says about the bill.
const FREE: &str = "Nothing is sent to the provider, and nothing costs more or less.";
