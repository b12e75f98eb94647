//! Every operation with who, what, when and outcome.

pub mod api;
mod list;
mod row;

pub use list::activity_page;
