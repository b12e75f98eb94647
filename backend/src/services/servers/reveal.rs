//! A password that the provider keeps, shown once to who asked. Written down before it is read; kept nowhere.

use domain::DomainError;
use domain::capability::{Family, Offer};
use domain::error::ErrorKind;
use domain::ids::ServerKey;
use domain::policy::Verb;
use secrecy::SecretString;
use serde_json::json;

use super::get::REVEALED;
use crate::access::{Access, TeamScope};
use crate::actor::Actor;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::error::{BackendError, Result};

/// Shows passwords that a provider keeps.
#[derive(Clone, Copy, Debug)]
pub struct Revealer<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    scope: TeamScope,
}

/// A password on its way to who asked. Its `Debug` redacts it.
#[derive(Clone, Debug)]
pub struct RevealedPassword {
    /// What it is: `root password`.
    pub what: &'static str,
    /// Whose it is inside the server, where the provider says.
    pub username: Option<String>,
    /// The password.
    pub password: SecretString,
}

impl<'a> Access<'a> {
    /// Shows passwords that a provider keeps.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn reveal(&self) -> Result<Revealer<'a>> {
        Ok(Revealer { backend: self.backend, actor: self.actor, scope: self.require(Verb::Reveal)? })
    }
}

impl Revealer<'_> {
    /// Reads a server's password at its provider, now and once: `which` is `root` or `rescue`.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server; `Conflict` when the provider gives out none, or refuses the key; the
    /// provider's own error. When it cannot be written down that it was asked for, it is not read.
    pub async fn password(&self, server: &ServerKey, which: &str) -> Result<RevealedPassword> {
        let inventory = self.backend.inventory();
        let view = inventory.team(self.scope.team());
        let entry = view.get(server).ok_or_else(|| DomainError::not_found("server"))?;
        let known = REVEALED.into_iter().find(|(name, _)| *name == which);
        let (_, wanted) = known.ok_or_else(|| DomainError::not_found("password"))?;
        let conflict = |why: String| BackendError::from(DomainError::new(ErrorKind::Conflict, why));
        let provider = self.backend.registry().provider(entry.brand);
        if let Offer::No(why) = provider.capabilities().family(Family::Passwords) {
            return Err(conflict(why));
        }
        let passwords = provider
            .passwords()
            .ok_or_else(|| conflict("The provider gives out no passwords.".to_owned()))?;
        if let Some(why) = inventory.refusal(server.credential) {
            return Err(conflict(why));
        }
        let name = entry.server.name.as_str();
        self.note(server, name, which, "intended").await?;
        let opened = inventory.open_key(server.credential).await?;
        let (_, credential) = opened.ok_or_else(|| conflict("The credential was removed.".to_owned()))?;
        let counted = inventory.count_critical(server.credential);
        let read = passwords.read(&credential, &server.location, &server.id, wanted).await;
        drop(counted);
        if let Err(error) = &read {
            inventory.heed(server.credential, error);
        }
        let outcome = if read.is_ok() { "ok" } else { "failed" };
        if let Err(error) = self.note(server, name, which, outcome).await {
            let request_id = &self.actor.request_id;
            tracing::error!(
                request_id,
                cause = error.cause(),
                "that a password was read could not be written down"
            );
        }
        let read = read?;
        Ok(RevealedPassword {
            what: read.password.what,
            username: read.username,
            password: read.password.value,
        })
    }

    async fn note(&self, server: &ServerKey, name: &str, which: &str, result: &str) -> Result<()> {
        let entry = Entry::by(self.actor, "server.reveal", server)
            .detail(json!({ "name": name, "which": which }))
            .result(result);
        let mut tx = self.backend.db().write().await?;
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        Ok(tx.commit().await?)
    }
}
