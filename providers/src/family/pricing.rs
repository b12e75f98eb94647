//! The price list.

use async_trait::async_trait;
use domain::pricing::PriceList;

use super::Result;
use crate::credential::Credential;

/// The price list.
#[async_trait]
pub trait Pricing: Send + Sync {
    /// What everything costs, as of now.
    async fn list(&self, credential: &Credential) -> Result<PriceList>;
}
