//! The use cases over a real database file and, where providers are asked, real simulators. One module a noun.

mod support;

mod audit;
mod credentials;
mod demo;
mod passwords;
mod rotation;
mod sessions;
mod setup;
mod storage;
mod teams;
mod throttling;
mod vault;
