//! The team's provider keys: which there are, how they fare, adding, replacing, removing.

mod add;
pub mod api;
mod list;
mod remove;
mod replace;
mod row;
mod sheets;

pub use list::credentials_page;
