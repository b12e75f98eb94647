//! Floating IPs.

use async_trait::async_trait;
use domain::floating_ip::FloatingIp;
use domain::ids::ProviderResourceId;

use super::Result;
use crate::credential::Credential;

/// Which floating IPs are wanted. What is `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressFilter {
    /// Those that this account pays for.
    pub billing_account: Option<u64>,
    /// Those that lead to this server.
    pub server: Option<ProviderResourceId>,
}

/// Floating IPs of a location.
#[async_trait]
pub trait Addresses: Send + Sync {
    /// The wanted floating IPs of the location.
    async fn list(
        &self,
        credential: &Credential,
        location: &str,
        filter: &AddressFilter,
    ) -> Result<Vec<FloatingIp>>;

    /// One floating IP; `id` is the address itself.
    async fn get(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<FloatingIp>;
}
