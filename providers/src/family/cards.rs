//! Cards and other ways to pay.

use async_trait::async_trait;
use domain::card::Card;
use domain::ids::ProviderResourceId;

use super::Result;
use crate::credential::Credential;

/// Ways to pay that are attached to billing accounts.
#[async_trait]
pub trait Cards: Send + Sync {
    /// Every way to pay of a billing account.
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<Card>>;

    /// One way to pay.
    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Card>;
}
