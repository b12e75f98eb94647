//! Servers: reading them, and their power.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::Result;
use crate::credential::{Credential, Endpoint};

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
        credential: &Endpoint,
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
