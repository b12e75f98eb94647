#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod cli;
pub mod config;
pub mod demo;
pub mod events;
pub mod export;
pub mod hardening;
pub mod health;
pub mod listen;
pub mod log;
pub mod middleware;
pub mod pages;
pub mod reply;
pub mod report;
pub mod router;
pub mod runtime;
pub mod shared;
pub mod site;

#[cfg(test)]
mod testing;
