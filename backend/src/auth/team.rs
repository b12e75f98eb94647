//! The team in which a person acts.

use domain::error::DomainError;
use domain::ids::TeamId;
use tower_sessions::Session;

use super::token::session_hash;
use crate::actor::Actor;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::{memberships, sessions, users};
use crate::error::{BackendError, Result};

impl Backend {
    /// Lets the session act in another of the person's teams, also after their next sign-in.
    ///
    /// # Errors
    /// `NotFound` for a team that is not theirs.
    pub async fn switch_team(&self, session: &Session, actor: &Actor, team: TeamId) -> Result<()> {
        let id = session.id().ok_or_else(BackendError::unauthenticated)?;
        let mut tx = self.db().write().await?;
        // Read again inside the transaction: the actor's list is as old as the request.
        let teams = memberships::active(tx.conn(), actor.user()).await?;
        if !teams.iter().any(|choice| choice.id == team) {
            return Err(DomainError::not_found("team").into());
        }
        sessions::set_team(tx.conn(), &session_hash(&id), team).await?;
        users::set_last_team(tx.conn(), actor.user(), team).await?;
        let entry = Entry::by(actor, "session.switch_team", team);
        record(&mut tx, self.vault(), self.now(), entry).await?;
        Ok(tx.commit().await?)
    }
}
