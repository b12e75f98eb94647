//! Invoices of billing accounts.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::invoice::Invoice;

use super::Result;
use crate::credential::Credential;

/// Invoices of billing accounts.
#[async_trait]
pub trait Invoices: Send + Sync {
    /// Every invoice of an account with its lines, the newest first.
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<Invoice>>;

    /// One invoice.
    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Invoice>;
}
