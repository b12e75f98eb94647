//! What the team keeps for new servers: SSH keys and cloud-init scripts.

pub mod api;
mod list;
mod rows;
mod sheets;

pub use list::keys_page;
