//! Servers end to end: real clients against the simulators over HTTP, a real database in a temporary folder.

mod abandoned;
mod asked;
mod crash;
mod database;
mod export;
mod facts;
mod faults;
mod kept_nowhere;
mod keys;
mod late;
mod list;
mod lost;
mod marks;
mod once;
mod power;
mod replicas;
mod round;
mod settle;
mod stale;
mod steps;
mod told;
mod trouble;
mod turns;
mod views;
mod world;
