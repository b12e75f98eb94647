//! The server as its users and its enemies meet it: real router, real database, simulated providers.

mod access;
mod binary;
mod changes;
mod csrf;
mod events;
mod export;
mod harness;
mod headers;
mod health;
mod hostile;
mod limits;
mod pages;
mod rotation;
mod session;
