//! Signing in, the first account, and the person's own page.

mod account;
pub mod api;
mod setup;
mod sign_in;

pub use account::account_page;
pub use setup::setup_page;
pub use sign_in::sign_in_page;
