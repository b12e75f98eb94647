//! Who pays: billing accounts and what they pay for.

use async_trait::async_trait;
use domain::billing::{BilledServer, BillingAccount};
use domain::ids::ProviderResourceId;
use domain::money::Money;

use super::Result;
use crate::credential::Credential;

/// Billing accounts.
#[async_trait]
pub trait Billing: Send + Sync {
    /// Every account that the key may see; deleted ones too when asked for.
    async fn list(&self, credential: &Credential, with_deleted: bool) -> Result<Vec<BillingAccount>>;

    /// One account with everything that a replacement of its details needs.
    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<BillingAccount>;

    /// What the account owes on all its invoices, with VAT.
    async fn unpaid(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Money>;

    /// The servers in `location` that the account pays for.
    async fn servers(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Vec<BilledServer>>;
}
