//! What pages ask about acts, whatever they are done to.

pub mod api;

pub use api::{AskAct, GetBatch};
