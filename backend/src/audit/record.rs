//! Writes an entry.

use std::net::IpAddr;

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use serde_json::{Value, json};

use super::chain::{self, Tip};
use crate::actor::Actor;
use crate::db::audit::AuditRow;
use crate::db::{WriteTx, audit};
use crate::error::Result;
use crate::vault::{Vault, to_hex};

/// How many entries pass between two notes of the head in the server's log, which is kept elsewhere than the database.
const ANCHOR_EVERY: i64 = 1000;

/// What happened. Holds no secrets.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who, by id; `None` for Skydeck itself and for people who are not known.
    pub actor_id: Option<UserId>,
    /// Who, as people call them.
    pub actor: &'a str,
    /// In which team.
    pub team: Option<TeamId>,
    /// From where.
    pub ip: Option<IpAddr>,
    /// In which request.
    pub request_id: &'a str,
    /// What, such as `credential.add`.
    pub action: &'a str,
    /// To what, by id.
    pub target: String,
    /// Old and new values.
    pub detail: Value,
    /// How it went: `ok`, `failed`, `intended`, `denied`, …
    pub result: &'a str,
    /// The provider's id of the call.
    pub provider_request_id: Option<String>,
}

impl<'a> Entry<'a> {
    /// Something that `actor` did, with result `ok`.
    #[must_use]
    pub fn by(actor: &'a Actor, action: &'a str, target: impl ToString) -> Self {
        Self {
            actor_id: Some(actor.user()),
            actor: &actor.session.email,
            team: Some(actor.team()),
            ip: Some(actor.ip),
            request_id: &actor.request_id,
            ..Self::by_skydeck(action, target)
        }
    }

    /// Something that nobody asked for just now, with result `ok`.
    #[must_use]
    pub fn by_skydeck(action: &'a str, target: impl ToString) -> Self {
        Self {
            actor_id: None,
            actor: "skydeck",
            team: None,
            ip: None,
            request_id: "",
            action,
            target: target.to_string(),
            detail: json!({}),
            result: "ok",
            provider_request_id: None,
        }
    }

    /// With old and new values.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// With another result than `ok`.
    #[must_use]
    pub const fn result(mut self, result: &'a str) -> Self {
        self.result = result;
        self
    }

    /// In this team.
    #[must_use]
    pub const fn in_team(mut self, team: TeamId) -> Self {
        self.team = Some(team);
        self
    }

    /// With the provider's id of the call.
    #[must_use]
    pub fn provider_request(mut self, id: Option<String>) -> Self {
        self.provider_request_id = id;
        self
    }
}

/// Adds the entry to the chain, in the transaction of what it describes. When this fails, what it describes must not happen.
///
/// # Errors
/// When it cannot be written, or the chain's head was changed by other hands.
pub async fn record(tx: &mut WriteTx, vault: &Vault, now: Timestamp, entry: Entry<'_>) -> Result<()> {
    let connection = tx.conn();
    let before = chain::intact_tip(connection, vault).await?;
    let mut row = AuditRow {
        seq: before.seq + 1,
        at: now.0,
        actor_id: entry.actor_id.map(|id| id.to_string()),
        actor: entry.actor.to_owned(),
        team_id: entry.team.map(|id| id.to_string()),
        ip: entry.ip.map(|ip| ip.to_string()),
        request_id: entry.request_id.to_owned(),
        action: entry.action.to_owned(),
        target: entry.target,
        detail: entry.detail.to_string(),
        result: entry.result.to_owned(),
        provider_request_id: entry.provider_request_id,
        mac: Vec::new(),
    };
    row.mac = chain::seal(vault, &before.mac, &row)?;
    audit::insert(connection, &row).await?;
    if row.seq % ANCHOR_EVERY == 0 {
        tracing::info!(audit.seq = row.seq, audit.mac = to_hex(&row.mac), "audit head");
    }
    chain::set_tip(connection, vault, &Tip { seq: row.seq, mac: row.mac }).await
}
