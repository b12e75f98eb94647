//! Servers, read. What is done to them goes through [`super::Changes`].

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::Result;
use crate::credential::Credential;

/// Servers.
#[async_trait]
pub trait Compute: Send + Sync {
    /// Every server in `location`, complete: addresses and prices included where any read call gives them.
    /// For platforms whose calls take no location, `location` is [`domain::location::GLOBAL`].
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Server>>;
    /// One server as it is now.
    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Server>;
    /// Whether a restart is one call. Otherwise a stop and a start follow each other.
    fn has_restart_call(&self) -> bool;
    /// Whether servers are listed location by location. Otherwise one list with [`domain::location::GLOBAL`] holds
    /// them all, each with its own location, and every call takes that word.
    fn takes_location(&self) -> bool;
}
