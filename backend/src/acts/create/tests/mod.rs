//! The form of a new server at each provider: limits, choices, errors beside their fields, what is kept.

mod any;
mod common;
mod given;
mod troubles;
mod usual;
mod virtua;
mod warren;
