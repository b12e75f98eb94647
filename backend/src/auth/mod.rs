//! Who someone is: passwords, sessions, throttling, the first run, and the team in which a person acts.

pub mod hasher;
mod identity;
mod password;
pub mod session_store;
mod setup;
mod sign_in;
mod sign_out;
mod team;
mod throttle;
mod token;

pub(crate) use setup::add_person;

/// Longest time without a request (security.md S4).
pub const IDLE_MS: i64 = 30 * 60 * 1000;
/// Longest time since sign-in.
pub const ABSOLUTE_MS: i64 = 12 * 60 * 60 * 1000;
/// Longest time since sign-in while acting as owner or admin.
pub const ABSOLUTE_ADMIN_MS: i64 = 8 * 60 * 60 * 1000;
/// How exactly the last use is kept: a write on every page would cost more than the page.
pub const LAST_SEEN_MS: i64 = 60 * 1000;
/// Live sessions of one person; the least recent one gives way.
pub const SESSIONS_PER_USER: i64 = 20;
/// How long a set-up link lasts (security.md P6).
pub const SETUP_MS: i64 = 30 * 60 * 1000;
