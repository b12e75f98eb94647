//! Signing in: throttled, equally slow for unknown people, with a new session id.

use std::net::IpAddr;

use domain::error::{DomainError, ErrorKind};
use domain::ids::UserId;
use domain::validate;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tower_sessions::Session;

use super::identity::acting;
use super::throttle::Counters;
use super::token::session_hash;
use super::{SESSIONS_PER_USER, password};
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::users::UserRow;
use crate::db::{memberships, sessions, users};
use crate::error::{BackendError, Result};

/// The same words, status and field for a wrong password, an unknown address and a disabled account (security.md P5).
fn wrong() -> BackendError {
    DomainError::invalid("password", "This e-mail address and password do not match.").into()
}

impl Backend {
    /// Signs a person in: their session gets a new id, and the old id ends at once.
    ///
    /// # Errors
    /// `Invalid` beside `password` when the two do not match; `RateLimited` after too many tries; `Unavailable` when too many
    /// people sign in at once.
    pub async fn sign_in(
        &self,
        session: &Session,
        email: &str,
        password: SecretString,
        ip: IpAddr,
    ) -> Result<()> {
        let email = validate::email(email)?;
        if password.expose_secret().chars().count() > validate::PASSWORD_MAX_CHARS {
            return Err(wrong());
        }
        let user = users::by_email(self.db().read(), &email).await?;
        let counters = self.count_try(user.as_ref(), &email, ip).await?;
        let usable = user.as_ref().filter(|user| user.disabled_at.is_none());
        let stored = usable.map(|user| user.password_hash.clone());
        let checked = match self.0.hasher.check(stored, password.clone()).await {
            Ok(checked) => checked,
            Err(error) => {
                self.return_try(&counters, false).await?;
                return Err(error);
            }
        };
        let Some(user) = user.filter(|_| checked.right) else {
            self.note_failure(&email, ip).await?;
            return Err(wrong());
        };
        self.return_try(&counters, true).await?;
        if checked.outdated {
            self.rehash(user.id, password).await?;
        }
        self.begin_session(session, &user, Some(ip)).await
    }

    async fn count_try(&self, user: Option<&UserRow>, email: &str, ip: IpAddr) -> Result<Counters> {
        // The account is resolved first, so that no spelling of its address has a counter of its own.
        let account = match user {
            Some(user) => format!("account:{}", user.id),
            None => format!("nobody:{}", self.vault().blind(email)?),
        };
        let counters = Counters::of(&account, ip);
        let now = self.now();
        // Kept by itself: what the account refuses still counts for the address.
        let mut tx = self.db().write().await?;
        counters.count_address(&mut tx, now).await??;
        tx.commit().await?;
        let mut tx = self.db().write().await?;
        counters.count_account(&mut tx, now).await??;
        tx.commit().await?;
        Ok(counters)
    }

    async fn return_try(&self, counters: &Counters, right: bool) -> Result<()> {
        let mut tx = self.db().write().await?;
        if right {
            counters.forgive(&mut tx, self.now()).await?;
        } else {
            counters.take_back(&mut tx).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn note_failure(&self, email: &str, ip: IpAddr) -> Result<()> {
        // What was typed as an address may be a password, so it is noted as a keyed hash.
        let target = self.vault().blind(email)?;
        let entry = Entry { ip: Some(ip), actor: "someone", ..Entry::by_skydeck("session.sign_in", target) };
        let mut tx = self.db().write().await?;
        record(&mut tx, self.vault(), self.now(), entry.result("denied")).await?;
        Ok(tx.commit().await?)
    }

    async fn rehash(&self, user: UserId, password: SecretString) -> Result<()> {
        let hash = self.0.hasher.hash(password).await?;
        let mut tx = self.db().write().await?;
        users::set_password_hash(tx.conn(), user, &hash).await?;
        Ok(tx.commit().await?)
    }

    /// Gives the session to the person, under a new id.
    pub(super) async fn begin_session(
        &self,
        session: &Session,
        user: &UserRow,
        ip: Option<IpAddr>,
    ) -> Result<()> {
        let teams = memberships::active(self.db().read(), user.id).await?;
        let team = acting(&teams, user.last_team).ok_or_else(|| {
            DomainError::new(ErrorKind::Forbidden, "Your account is in no team. Ask an owner to add you.")
        })?;
        session.cycle_id().await?;
        // The cookie is set only for a session that holds something.
        session.insert("user", user.id).await?;
        session.save().await?;
        let id = session.id().ok_or_else(|| BackendError::internal("a saved session has no id"))?;
        let hash = session_hash(&id);
        let now = self.now();
        let mut tx = self.db().write().await?;
        sessions::bind(tx.conn(), &hash, user.id, team.id, now).await?;
        let evicted = sessions::evict(tx.conn(), user.id, SESSIONS_PER_USER).await?;
        let entry = Entry {
            actor_id: Some(user.id),
            actor: &user.email,
            ip,
            ..Entry::by_skydeck("session.sign_in", user.id)
        };
        let entry = entry.in_team(team.id).detail(json!({ "evicted": evicted }));
        record(&mut tx, self.vault(), now, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Checks and hashes a new password.
    pub(crate) async fn new_password_hash(
        &self,
        password: SecretString,
        personal: &[&str],
    ) -> Result<String> {
        password::check(password.expose_secret(), personal)?;
        self.0.hasher.hash(password).await
    }
}
