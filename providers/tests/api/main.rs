//! Every provider against every simulator, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test says where"
)]

mod changes;
mod common;
mod conformance;
mod reads;
mod tokens;
mod writes;
