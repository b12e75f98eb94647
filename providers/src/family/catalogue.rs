//! What can be ordered, and by which rules.

use async_trait::async_trait;
use domain::catalogue::Catalogue;
use domain::plan::{Image, ImageKind, Plan};
use domain::project::Project;
use domain::rules::parameters::VmParameters;

use super::Result;
use crate::credential::{Credential, Endpoint};

/// What a server can be installed with.
#[async_trait]
pub trait Images: Send + Sync {
    /// Every image of a kind, in the provider's order.
    async fn list(&self, credential: &Credential, kind: ImageKind) -> Result<Vec<Image>>;
}

/// Plans (Virtua) or resource pools (Warren).
#[async_trait]
pub trait Plans: Send + Sync {
    /// Every plan or pool in `location`, in the provider's order.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Plan>>;
}

/// What new servers must obey.
#[async_trait]
pub trait Parameters: Send + Sync {
    /// The rules as they are now. What the provider leaves out, the limits of a pool say, and else the document.
    async fn read(&self, credential: &Credential) -> Result<VmParameters>;
}

/// What servers are ordered into.
#[async_trait]
pub trait Projects: Send + Sync {
    /// Every project.
    async fn list(&self, credential: &Credential) -> Result<Vec<Project>>;
}

/// A price list that needs no key.
#[async_trait]
pub trait Catalogues: Send + Sync {
    /// The list. Useful before there is any key, so none is asked for and none is sent.
    async fn read(&self, endpoint: &Endpoint) -> Result<Catalogue>;
}
