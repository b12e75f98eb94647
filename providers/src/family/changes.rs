//! The one way to change anything: a change as data is described for the plan and sent once.

use async_trait::async_trait;
use domain::change::Change;
use domain::ids::ProviderResourceId;
use domain::server::Server;
use secrecy::SecretString;

use super::Result;
use crate::credential::{Credential, Endpoint};

/// What a change needs and no journal may hold. Handed on, never stored.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// A password for a guest.
    pub password: Option<SecretString>,
    /// A cloud-init configuration, which may hold passwords and keys.
    pub cloud_init: Option<SecretString>,
    /// A payment processor's token for a card.
    pub card_token: Option<SecretString>,
    /// The account holder's personal identity number.
    pub personal_id_number: Option<SecretString>,
}

/// Whether the provider was done when it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It says that it is done.
    Done,
    /// It took the change on and works; reading tells when it is done.
    Working,
}

/// A secret that the provider shows in an answer, and often never again.
#[derive(Clone, Debug)]
pub struct Revealed {
    /// What it is, for people: `API token`, `secret key`, `root password`.
    pub what: &'static str,
    /// Its value.
    pub value: SecretString,
}

/// How a change was received. What it did is for a fresh read to say.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Whether the provider was done.
    pub progress: Progress,
    /// The id of what was made, where the answer names it.
    pub id: Option<ProviderResourceId>,
    /// Secrets in the answer.
    pub revealed: Vec<Revealed>,
    /// The server as it is now, where the answer to a change of one shows it.
    pub server: Option<Box<Server>>,
    /// What else the answer tells, for people: what was charged, what was left. Without secrets.
    pub note: Option<String>,
}

impl Applied {
    /// Done, and nothing more to say.
    #[must_use]
    pub const fn done() -> Self {
        Self { progress: Progress::Done, id: None, revealed: Vec::new(), server: None, note: None }
    }

    /// Done, and made this.
    #[must_use]
    pub fn made(id: Option<String>) -> Self {
        Self { id: id.map(ProviderResourceId), ..Self::done() }
    }

    /// Taken on.
    #[must_use]
    pub fn working() -> Self {
        Self { progress: Progress::Working, ..Self::done() }
    }
}

/// Changes of everything that a platform offers.
#[async_trait]
pub trait Changes: Send + Sync {
    /// The exact request for the plan, secrets hidden, such as `DELETE https://…/user-resource/token  token_id=7`.
    /// Pure: nothing is sent.
    ///
    /// # Errors
    /// `NotSent` with `Unsupported` when the platform has no such change.
    fn describe(&self, endpoint: &Endpoint, location: &str, change: &Change) -> Result<String>;

    /// Sends the change. Once, whatever happens. `location` is the slug it acts in;
    /// [`domain::location::GLOBAL`] for changes of the account.
    async fn apply(
        &self,
        credential: &Credential,
        location: &str,
        change: &Change,
        secrets: &Secrets,
    ) -> Result<Applied>;
}
