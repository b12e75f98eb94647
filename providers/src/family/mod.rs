//! What a platform can do, one trait a family. All object-safe; credentials are an argument of each call.

mod account;
mod catalogue;
mod changes;
mod compute;
mod locations;
mod tokens;

use domain::capability::Capabilities;

use crate::error::ProviderError;

pub use account::{AccountInfo, Accounts};
pub use catalogue::{Images, Plans};
pub use changes::{Applied, Changes, Progress, Revealed, Secrets};
pub use compute::{Accepted, Compute, PowerCall};
pub use locations::Locations;
pub use tokens::Tokens;

/// What a call gives, or why not.
pub type Result<T> = std::result::Result<T, ProviderError>;

/// One platform as one brand sells it. A family that it lacks is `None`, unless it says otherwise.
pub trait Provider: Send + Sync {
    /// What it offers. A conformance test holds that this agrees with the accessors.
    fn capabilities(&self) -> &Capabilities;
    /// Changes of all families; which ones, the capabilities say.
    fn changes(&self) -> &dyn Changes;
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
    /// The provider's own API tokens.
    fn tokens(&self) -> Option<&dyn Tokens> {
        None
    }
}
