//! Where things can be.

use async_trait::async_trait;
use domain::location::Location;

use super::Result;
use crate::credential::Credential;

/// Where things can be.
#[async_trait]
pub trait Locations: Send + Sync {
    /// Every location that the key sees.
    async fn list(&self, credential: &Credential) -> Result<Vec<Location>>;
}
