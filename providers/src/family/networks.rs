//! Private networks.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::network::Network;

use super::Result;
use crate::credential::Credential;

/// Private networks of a location.
#[async_trait]
pub trait Networks: Send + Sync {
    /// Every network of the location, with the servers inside.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Network>>;

    /// One network.
    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Network>;
}
