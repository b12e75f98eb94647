//! Skydeck's pages, rendered on the server and taken over by the browser.

// The view macro expands into deeply nested generic types.
#![recursion_limit = "256"]

mod document;
mod error;
mod facts;
mod json;
mod root;

pub mod components;
pub mod live;
pub mod pages;
pub mod routes;
#[cfg(any(feature = "hydrate", test))]
mod take_over;
pub mod ui;
mod wire;

#[cfg(feature = "ssr")]
pub mod permissions;
#[cfg(feature = "ssr")]
mod refusal;
#[cfg(feature = "ssr")]
mod secret;
#[cfg(feature = "ssr")]
pub mod ssr;
#[cfg(feature = "ssr")]
pub mod state;

pub use document::shell;
pub use error::AppError;
pub use facts::{Facts, Flash};
#[cfg(feature = "ssr")]
pub use refusal::refusal_page;
pub use root::App;
#[cfg(feature = "hydrate")]
pub use take_over::take_over;
pub use wire::UNATTENDED;
