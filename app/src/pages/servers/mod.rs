//! Servers of every provider in one list, and one server.

mod address;
pub mod api;
mod banners;
mod detail;
mod facets;
mod facts;
mod history;
mod list;
mod power;
mod row;
mod search;
mod table;

pub use detail::server_page;
pub use list::ServerListPage;
pub use table::{servers as count_of_servers, span_of};
