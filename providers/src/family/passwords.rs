//! Passwords that a provider keeps for a server.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server_password::ServerPassword;

use super::{Result, Revealed};
use crate::credential::Credential;

/// A password as the provider gave it out. `Debug` redacts it.
#[derive(Clone, Debug)]
pub struct PasswordRead {
    /// Whose it is inside the server, where the provider says.
    pub username: Option<String>,
    /// The password.
    pub password: Revealed,
}

/// Passwords that a provider keeps for a server.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Reads one, on a person's word alone: answers are never kept.
    async fn read(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
        which: ServerPassword,
    ) -> Result<PasswordRead>;
}
