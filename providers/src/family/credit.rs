//! Credit of billing accounts.

use async_trait::async_trait;
use domain::credit::CreditEntry;
use domain::ids::ProviderResourceId;

use super::Result;
use crate::credential::Credential;

/// Credit of billing accounts.
#[async_trait]
pub trait Credit: Send + Sync {
    /// Every movement of an account's credit, the newest first.
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<CreditEntry>>;

    /// Whether the provider runs campaigns that give credit.
    async fn has_campaigns(&self, credential: &Credential) -> Result<bool>;
}
