//! Signing in, the first account, and the person's own page.

mod account;
pub mod api;
mod setup;
mod sign_in;

pub use account::AccountPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
