//! Servers of every provider in one list, and one server.

mod address;
pub mod api;
mod banners;
mod bulk;
mod cells;
mod columns;
mod complete;
mod create;
mod detail;
mod draft;
mod export;
mod facets;
mod facts;
mod history;
mod list;
pub mod list_api;
mod menus;
mod over;
mod power;
mod reveal;
mod row;
mod search;
mod table;
mod views;

pub use create::create_page;
pub use detail::server_page;
pub use list::ServerListPage;
#[cfg(feature = "hydrate")]
pub use over::{is_asked_for as asks_for_sheet, preload as preload_sheets};
pub use table::{servers as count_of_servers, span_of};
