//! A team's API keys. A key comes in, is tried, sealed, and never comes out again.

mod add;
mod changed;
mod check;
mod health;
mod open;
mod page;
mod probe;
mod remove;
mod replace;
mod whose;

pub(crate) use health::Witness;

use domain::provider::Brand;
use secrecy::SecretString;

use crate::access::TeamScope;
use crate::actor::Actor;
use crate::backend::Backend;

/// Sees which keys there are and how they fare.
#[derive(Clone, Copy, Debug)]
pub struct CredentialReader<'a> {
    pub(crate) backend: &'a Backend,
    pub(crate) scope: TeamScope,
}

/// Adds, replaces, removes and checks keys.
#[derive(Clone, Copy, Debug)]
pub struct CredentialManager<'a> {
    pub(crate) backend: &'a Backend,
    pub(crate) actor: &'a Actor,
    pub(crate) scope: TeamScope,
}

/// A key as a person gives it. `Debug` redacts the key; there is no `Serialize`.
#[derive(Clone, Debug)]
pub struct NewCredential {
    /// At which provider.
    pub brand: Brand,
    /// What the team calls it.
    pub label: String,
    /// Where it goes; `None` or empty for the brand's own address.
    pub base_url: Option<String>,
    /// The key.
    pub key: SecretString,
}
