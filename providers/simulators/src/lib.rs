#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod clock;
mod control;
mod engine;
mod fault;
mod http;
mod log;
mod options;
mod platform;
mod rate;
mod rng;
mod simulator;
mod virtua;
mod warren;

pub use control::{Control, Effect, ServerView};
pub use fault::{Fault, FaultKind};
pub use log::LogEntry;
pub use options::{SimKind, SimOptions, VirtuaPaths, VirtuaScheme, VirtuaUnknown};
pub use simulator::{Simulator, start};
