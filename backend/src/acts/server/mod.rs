//! What is done to a whole server, besides its power.

mod backups;
mod billing;
mod clone;
mod delete;
mod password;
mod rebuild;
mod reinstall;
mod rename;
mod rescue;
mod resize;

pub(crate) use backups::Backups;
pub(crate) use billing::{Billing, title};
pub(crate) use clone::Clone;
pub(crate) use delete::Delete;
pub(crate) use password::Password;
pub(crate) use rebuild::Rebuild;
pub(crate) use reinstall::Reinstall;
pub(crate) use rename::Rename;
pub(crate) use rescue::Rescue;
pub(crate) use resize::Resize;
