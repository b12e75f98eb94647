//! What the running month has used.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::usage::UsageRow;

use super::Result;
use crate::credential::Credential;

/// What the running month has used.
#[async_trait]
pub trait Usage: Send + Sync {
    /// What a billing account has used since the month began, with its cost.
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<UsageRow>>;
}
