//! Typed handles: code receives a handle that has only the methods its actor may call. A missing right never reaches a service.

use domain::error::{DomainError, ErrorKind};
use domain::ids::TeamId;
use domain::policy::{Decision, Membership, Verb, Whose, decide};

use crate::actor::Actor;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::error::{BackendError, Result};
use crate::services::credentials::{CredentialManager, CredentialReader};

/// A team whose things may be touched. Made only by an access check, and wanted by every query for a team's things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamScope(TeamId);

impl TeamScope {
    /// The team.
    #[must_use]
    pub const fn team(self) -> TeamId {
        self.0
    }

    /// For work that no person asked for: refreshing, recovery. The team comes from our own rows.
    #[must_use]
    pub const fn of_own_row(team: TeamId) -> Self {
        Self(team)
    }
}

/// What a person is told whose role lacks a right, on a control that is off as in the answer to pressing it.
pub(crate) fn lacks(actor: &Actor) -> String {
    format!(
        "Your role in {} is {}, which does not include this. An owner or admin of the team can do it.",
        actor.session.team.name,
        actor.role().slug()
    )
}

/// What an actor may do, asked for one handle at a time.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// Whose handles.
    pub backend: &'a Backend,
    /// For whom.
    pub actor: &'a Actor,
}

impl<'a> Access<'a> {
    /// The actor's team, when they may do `verb` in it. Every handle begins with this.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn require(&self, verb: Verb) -> Result<TeamScope> {
        match decide(self.actor.role(), Membership::Active, verb, Whose::OwnTeam) {
            Decision::Allow => Ok(TeamScope(self.actor.team())),
            Decision::Forbid => {
                self.note_denied(verb);
                Err(DomainError::new(ErrorKind::Forbidden, lacks(self.actor)).into())
            }
            Decision::Hide => Err(DomainError::not_found("page").into()),
        }
    }

    /// Writes the refusal down, beside the answer: refusing must not wait for a disk.
    fn note_denied(&self, verb: Verb) {
        let (backend, actor) = (self.backend.clone(), self.actor.clone());
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            let entry = Entry::by(&actor, "access.denied", verb.slug()).result("denied");
            let noted = async {
                let mut tx = backend.db().write().await?;
                record(&mut tx, backend.vault(), backend.now(), entry).await?;
                tx.commit().await.map_err(BackendError::from)
            };
            if let Err(error) = noted.await {
                let request_id = &actor.request_id;
                tracing::error!(request_id, cause = error.cause(), "a refusal could not be written down");
            }
        });
    }

    /// Sees which keys there are and how they fare.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn credentials(&self) -> Result<CredentialReader<'a>> {
        Ok(CredentialReader { backend: self.backend, scope: self.require(Verb::CredentialView)? })
    }

    /// Adds, replaces, removes and checks keys.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn manage_credentials(&self) -> Result<CredentialManager<'a>> {
        Ok(CredentialManager {
            backend: self.backend,
            actor: self.actor,
            scope: self.require(Verb::CredentialManage)?,
        })
    }
}

impl Backend {
    /// What `actor` may do.
    #[must_use]
    pub const fn access<'a>(&'a self, actor: &'a Actor) -> Access<'a> {
        Access { backend: self, actor }
    }
}
