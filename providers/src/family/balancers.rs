//! Load balancers.

use async_trait::async_trait;
use domain::balancer::Balancer;
use domain::ids::ProviderResourceId;

use super::Result;
use crate::credential::Credential;

/// Load balancers of a location. Their public addresses come from another call; when that fails, they are missing
/// and nothing else is.
#[async_trait]
pub trait Balancers: Send + Sync {
    /// Every load balancer of the location.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Balancer>>;

    /// One load balancer. A deleted one may be shown, marked as such.
    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId)
    -> Result<Balancer>;
}
