//! What can be ordered.

use async_trait::async_trait;
use domain::plan::{Image, Plan};

use super::Result;
use crate::credential::Credential;

/// What a server can be installed with.
#[async_trait]
pub trait Images: Send + Sync {
    /// Every image.
    async fn list(&self, credential: &Credential) -> Result<Vec<Image>>;
}

/// Plans (Virtua) or resource pools (Warren).
#[async_trait]
pub trait Plans: Send + Sync {
    /// Every plan or pool in `location`.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Plan>>;
}
