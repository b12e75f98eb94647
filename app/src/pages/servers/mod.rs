//! Servers of every provider in one list, and one server.

mod detail;
mod list;

pub use detail::ServerPage;
pub use list::ServersPage;
