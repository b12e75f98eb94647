//! Who makes this request, read anew on every request: a right that is taken away is gone with the next click (security.md S4, S5).

use std::net::IpAddr;

use domain::policy::Role;
use domain::view::{SessionView, TeamChoice};
use tower_sessions::Session;

use super::token::session_hash;
use super::{ABSOLUTE_ADMIN_MS, ABSOLUTE_MS, IDLE_MS, LAST_SEEN_MS};
use crate::actor::Actor;
use crate::backend::Backend;
use crate::db::sessions;
use crate::error::Result;

/// Whether someone did something, or only a page is still open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    Request,
    Recheck,
}

/// Longest time since sign-in for someone acting as `role`.
const fn absolute_ms(role: Role) -> i64 {
    match role {
        Role::Owner | Role::Admin => ABSOLUTE_ADMIN_MS,
        Role::Operator | Role::Billing | Role::Viewer => ABSOLUTE_MS,
    }
}

/// The team that the session acts in, or the first one when that is no longer theirs.
pub(super) fn acting(teams: &[TeamChoice], wanted: Option<domain::ids::TeamId>) -> Option<TeamChoice> {
    teams.iter().find(|team| Some(team.id) == wanted).or_else(|| teams.first()).cloned()
}

impl Backend {
    /// Who makes this request; `None` when nobody is signed in or the session has ended. One query; the session's own data is not read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn actor(&self, session: &Session, request_id: String, ip: IpAddr) -> Result<Option<Actor>> {
        self.identify(session, request_id, ip, Usage::Request).await
    }

    /// The same for a connection that stays open, such as an event stream: looking again does not count as use, so that a forgotten
    /// page does not keep its session alive.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn actor_again(
        &self,
        session: &Session,
        request_id: String,
        ip: IpAddr,
    ) -> Result<Option<Actor>> {
        self.identify(session, request_id, ip, Usage::Recheck).await
    }

    async fn identify(
        &self,
        session: &Session,
        request_id: String,
        ip: IpAddr,
        usage: Usage,
    ) -> Result<Option<Actor>> {
        let Some(id) = session.id() else { return Ok(None) };
        let (hash, now) = (session_hash(&id), self.now());
        let live = sessions::identity(self.db().read(), &hash).await?.and_then(|identity| {
            let team = acting(&identity.teams, identity.team)?;
            let fresh = now.since_ms(identity.last_seen) < IDLE_MS
                && now.since_ms(identity.auth_time) < absolute_ms(team.role)
                && now < identity.expires_at;
            fresh.then_some((identity, team))
        });
        // A dead cookie stays in the browser: its removal could arrive after a new sign-in's cookie, and take that one away.
        let Some((identity, team)) = live else { return Ok(None) };
        if usage == Usage::Request && now.since_ms(identity.last_seen) >= LAST_SEEN_MS {
            let mut tx = self.db().write().await?;
            sessions::touch(tx.conn(), &hash, now).await?;
            tx.commit().await?;
        }
        let session = SessionView {
            user: identity.user,
            name: identity.name,
            email: identity.email,
            team,
            teams: identity.teams,
        };
        Ok(Some(Actor { session, request_id, ip }))
    }
}
