//! Skydeck's pages, rendered on the server and taken over by the browser.

// The view macro expands into deeply nested generic types.
#![recursion_limit = "256"]

mod root;

pub mod pages;

pub use root::{App, shell};
