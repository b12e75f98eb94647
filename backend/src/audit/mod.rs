//! What was done, by whom, with what result: an append-only chain (security.md A1–A3). An entry is written in the transaction of what it
//! describes, so that neither exists without the other.

mod chain;
mod record;
mod verify;

pub use chain::start;
pub use record::{Entry, record};
pub use verify::{Head, Problem, Verdict, head, verify};
