//! The first run: a link that works once and makes the first owner (security.md P6).

use domain::Timestamp;
use domain::error::DomainError;
use domain::ids::{TeamId, UserId};
use domain::policy::{Membership, Role};
use domain::validate;
use secrecy::SecretString;
use tower_sessions::Session;

use super::SETUP_MS;
use super::token::{new_token, token_hash};
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::users::UserRow;
use crate::db::{WriteTx, memberships, setup, teams, users};
use crate::error::Result;

/// Adds an account with its personal team.
pub(crate) async fn add_person(
    tx: &mut WriteTx,
    name: &str,
    email: &str,
    password_hash: String,
    now: Timestamp,
) -> crate::db::Result<UserRow> {
    let user = UserRow {
        id: UserId(uuid::Uuid::new_v4()),
        email: email.to_owned(),
        name: name.to_owned(),
        password_hash,
        disabled_at: None,
        last_team: None,
    };
    let team = TeamId(uuid::Uuid::new_v4());
    users::insert(tx.conn(), &user, now).await?;
    teams::insert(tx.conn(), team, &format!("{name}'s team"), Some(user.id), now).await?;
    memberships::put(tx.conn(), user.id, team, Role::Owner, Membership::Active, now).await?;
    Ok(user)
}

/// The same for a wrong, used or old link and for a finished set-up: nothing is there.
fn gone() -> DomainError {
    DomainError::not_found("page")
}

impl Backend {
    /// A token for a new set-up link while there is no account; the one before stops working.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn setup_link(&self) -> Result<Option<String>> {
        let now = self.now();
        let mut tx = self.db().write().await?;
        if users::any(tx.conn()).await? {
            return Ok(None);
        }
        let token = new_token()?;
        setup::replace(tx.conn(), &token_hash(&token), now, Timestamp(now.0 + SETUP_MS)).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// Whether the link's page should be shown.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn setup_valid(&self, token: &str) -> Result<bool> {
        let db = self.db().read();
        Ok(setup::valid(db, &token_hash(token), self.now()).await? && !users::any(db).await?)
    }

    /// Makes the first account, the owner of its own team, and signs it in. Of two at the same time one wins.
    ///
    /// # Errors
    /// `Invalid` beside a field; `NotFound` once the link does not work any more.
    pub async fn complete_setup(
        &self,
        session: &Session,
        token: &str,
        name: &str,
        email: &str,
        password: SecretString,
    ) -> Result<()> {
        if !self.setup_valid(token).await? {
            return Err(gone().into());
        }
        let name = validate::person_name(name)?;
        let email = validate::email(email)?;
        let hash = self.new_password_hash(password, &[&name, &email]).await?;
        let now = self.now();
        let mut tx = self.db().write().await?;
        if users::any(tx.conn()).await? || !setup::take(tx.conn(), &token_hash(token), now).await? {
            return Err(gone().into());
        }
        let user = add_person(&mut tx, &name, &email, hash, now).await?;
        let entry = Entry {
            actor_id: Some(user.id),
            actor: &user.email,
            ..Entry::by_skydeck("setup.complete", user.id)
        };
        record(&mut tx, self.vault(), now, entry).await?;
        tx.commit().await?;
        self.begin_session(session, &user, None).await
    }
}
