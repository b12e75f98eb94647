//! Every provider against every simulator, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test says where"
)]

mod account;
mod addresses;
mod balancers;
mod billing;
mod buckets;
mod cards;
mod changes;
mod common;
mod conformance;
mod coverage;
mod credit;
mod databases;
mod disks;
mod invoices;
mod networks;
mod pricing;
mod reads;
mod replicas;
mod servers;
mod tokens;
mod usage;
mod writes;
