//! What a platform can do, one trait a family. All object-safe; credentials are an argument of each call.

use async_trait::async_trait;
use domain::capability::Capabilities;
use domain::ids::ProviderResourceId;
use domain::location::Location;
use domain::plan::{Image, Plan};
use domain::server::Server;

use crate::credential::Credential;
use crate::error::ProviderError;

/// What a call gives, or why not.
pub type Result<T> = std::result::Result<T, ProviderError>;

/// One platform as one brand sells it.
pub trait Provider: Send + Sync {
    /// What it offers. A conformance test holds that this agrees with the accessors.
    fn capabilities(&self) -> &Capabilities;
    /// Who a key belongs to.
    fn account(&self) -> Option<&dyn Accounts>;
    /// Where things can be.
    fn locations(&self) -> Option<&dyn Locations>;
    /// Servers.
    fn compute(&self) -> Option<&dyn Compute>;
    /// What a server can be installed with.
    fn images(&self) -> Option<&dyn Images>;
    /// Plans or pools.
    fn plans(&self) -> Option<&dyn Plans>;
}

/// What a key turned out to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// Whose account it is, as the provider says; an e-mail address or a name.
    pub holder: Option<String>,
    /// What was found, in one sentence for people.
    pub summary: String,
}

/// Who a key belongs to.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Reads the account that the key opens. One read call; this is how a key is validated.
    async fn account(&self, credential: &Credential) -> Result<AccountInfo>;

    /// Finds the base path and authentication scheme that this key works with (`facts.md`), by reads only.
    /// Returns the credential with both settled.
    async fn probe(&self, credential: &Credential) -> Result<(Credential, AccountInfo)>;
}

/// Where things can be.
#[async_trait]
pub trait Locations: Send + Sync {
    /// Every location that the key sees.
    async fn list(&self, credential: &Credential) -> Result<Vec<Location>>;
}

/// How a write was received. The provider may still be working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The provider says that it is done, and how the server is now where it says so.
    Done(Option<Box<Server>>),
    /// The provider took it on and works; reading tells when it is done.
    InProgress,
}

/// Servers.
#[async_trait]
pub trait Compute: Send + Sync {
    /// Every server in `location`, complete: addresses and prices included where any read call gives them.
    /// For platforms whose calls take no location, `location` is [`domain::location::GLOBAL`].
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Server>>;
    /// One server as it is now.
    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Server>;
    /// Switches it on. Sent once, whatever happens.
    async fn start(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Accepted>;
    /// Switches it off; `force` cuts the power. Sent once, whatever happens.
    async fn stop(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
        force: bool,
    ) -> Result<Accepted>;
    /// Restarts it in one call; platforms without such a call say so in their capabilities, and callers stop and start.
    async fn restart(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Accepted>;
    /// Whether [`Compute::restart`] exists as one call.
    fn has_restart_call(&self) -> bool;
    /// Whether servers are listed location by location. Otherwise one list with [`domain::location::GLOBAL`] holds
    /// them all, each with its own location, and every call takes that word.
    fn takes_location(&self) -> bool;
    /// The exact request of a power call for the plan, secrets redacted, such as `POST https://…/vm/stop  uuid=…`.
    fn describe(
        &self,
        credential: &crate::credential::Endpoint,
        location: &str,
        id: &ProviderResourceId,
        call: PowerCall,
    ) -> String;
}

/// One power request as the platform knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerCall {
    /// Switch on.
    Start,
    /// Ask the guest to shut down.
    Stop,
    /// Cut the power.
    ForceStop,
    /// Restart in one call.
    Restart,
}

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
