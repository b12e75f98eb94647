//! Every provider against every simulator, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test says where"
)]

mod billing;
mod buckets;
mod cards;
mod changes;
mod common;
mod conformance;
mod credit;
mod databases;
mod invoices;
mod pricing;
mod reads;
mod servers;
mod tokens;
mod usage;
mod writes;
