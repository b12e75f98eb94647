//! Servers end to end: real clients against the simulators over HTTP, a real database in a temporary folder.

mod abandoned;
mod crash;
mod database;
mod facts;
mod faults;
mod keys;
mod late;
mod list;
mod once;
mod power;
mod replicas;
mod round;
mod settle;
mod stale;
mod told;
mod trouble;
mod world;
