//! Saves, reads and removes scripts. Their text is sealed, for it may hold passwords, and is in no log.

use domain::DomainError;
use domain::error::ErrorKind;
use domain::rules::cloud_init;
use domain::validate;
use domain::view::ScriptRow;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{KeyRingManager, page};
use crate::access::TeamScope;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::scripts::{self, StoredScript};
use crate::error::Result;

/// Scripts that one team may keep.
const MOST: usize = 100;

/// Checks a script's text: cloud-init as JSON, or a script that says with `#!` what runs it. Gives it as it is kept.
fn checked(body: &SecretString) -> Result<SecretString> {
    let text = body.expose_secret().trim();
    let in_body = |error: DomainError| DomainError { field: Some("body".to_owned()), ..error };
    if text.is_empty() {
        return Err(DomainError::invalid(
            "body",
            "Write cloud-init as JSON, or a script that begins with #!.",
        )
        .into());
    }
    cloud_init::written(text).map_err(in_body)?;
    if text.starts_with("#!") {
        // Only whether it can become cloud-init: it is kept as it was written.
        cloud_init::from_script(text).map_err(in_body)?;
    } else {
        cloud_init::cloud_init(text, None).map_err(in_body)?;
    }
    Ok(SecretString::from(text))
}

impl Backend {
    /// A saved script as the provider takes it: cloud-init in JSON.
    ///
    /// # Errors
    /// `NotFound` when the team has no such script; when it does not open.
    pub(crate) async fn cloud_init_of(&self, scope: TeamScope, id: &str) -> Result<SecretString> {
        let row = scripts::get(self.db().read(), scope, id).await?;
        let row = row.ok_or_else(|| DomainError::not_found("script"))?;
        let body = self.vault().open_script(&row)?;
        if body.expose_secret().starts_with("#!") {
            return Ok(SecretString::from(cloud_init::from_script(body.expose_secret())?));
        }
        Ok(body)
    }
}

impl KeyRingManager<'_> {
    /// Saves a script: a new one without `id`, else another name and text for that one.
    ///
    /// # Errors
    /// Beside `name` or `body`; `NotFound`; `Conflict` when there are too many. Nothing is stored then.
    pub async fn save_script(&self, id: Option<&str>, name: &str, body: &SecretString) -> Result<ScriptRow> {
        let name = validate::saved_name(name)?;
        let body = checked(body)?;
        let (now, vault) = (self.backend.now(), self.backend.vault());
        let mut tx = self.backend.db().write().await?;
        let known = scripts::list(tx.conn(), self.scope).await?;
        let former = id.and_then(|id| known.iter().find(|script| script.id == id));
        if former.is_none() && id.is_some() {
            return Err(DomainError::not_found("script").into());
        }
        if known
            .iter()
            .any(|script| script.name == name && Some(&script.id) != former.map(|former| &former.id))
        {
            return Err(DomainError::invalid("name", "Your team already has a script of this name.").into());
        }
        if former.is_none() && known.len() >= MOST {
            let message = format!("A team can keep {MOST} scripts. Remove one first. Nothing was saved.");
            return Err(DomainError::new(ErrorKind::Conflict, message).into());
        }
        let id = former.map_or_else(|| uuid::Uuid::new_v4().to_string(), |former| former.id.clone());
        let version = former.map_or(1, |former| former.version + 1);
        let script = StoredScript {
            sealed_body: vault.seal_script(&id, self.scope.team(), version, &body)?,
            id,
            team: self.scope.team(),
            name,
            version,
            bytes: i64::try_from(body.expose_secret().len()).unwrap_or(i64::MAX),
            saved_by: self.actor.session.name.clone(),
            created_at: former.map_or(now, |former| former.created_at),
            saved_at: now,
        };
        scripts::put(tx.conn(), &script).await?;
        let entry = Entry::by(self.actor, "script.save", &script.id).detail(json!({
            "name": script.name, "before": former.map(|former| &former.name), "bytes": script.bytes,
        }));
        record(&mut tx, vault, now, entry).await?;
        tx.commit().await?;
        Ok(page::script(script))
    }

    /// A script with its text, for changing it. Who read it is written down.
    ///
    /// # Errors
    /// `NotFound`; when it does not open.
    pub async fn script(&self, id: &str) -> Result<(ScriptRow, SecretString)> {
        let row = scripts::get(self.backend.db().read(), self.scope, id).await?;
        let row = row.ok_or_else(|| DomainError::not_found("script"))?;
        let body = self.backend.vault().open_script(&row)?;
        let mut tx = self.backend.db().write().await?;
        let entry = Entry::by(self.actor, "script.open", id).detail(json!({ "name": row.name }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        tx.commit().await?;
        Ok((page::script(row), body))
    }

    /// Removes a script.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove_script(&self, id: &str) -> Result<ScriptRow> {
        let mut tx = self.backend.db().write().await?;
        let row = scripts::get(&mut *tx.conn(), self.scope, id).await?;
        let row = row.ok_or_else(|| DomainError::not_found("script"))?;
        scripts::delete(tx.conn(), self.scope, id).await?;
        let entry = Entry::by(self.actor, "script.remove", id).detail(json!({ "name": row.name }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        tx.commit().await?;
        Ok(page::script(row))
    }
}
