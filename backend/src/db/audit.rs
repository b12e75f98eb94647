//! The audit log's rows. They are added here and changed nowhere.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::Result;

/// One entry as stored. Every field but `mac` is covered by `mac`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// 1, 2, 3, … without gaps.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Who, by id.
    pub actor_id: Option<String>,
    /// Who, as people call them.
    pub actor: String,
    /// In which team.
    pub team_id: Option<String>,
    /// From where.
    pub ip: Option<String>,
    /// In which request.
    pub request_id: String,
    /// What.
    pub action: String,
    /// To what.
    pub target: String,
    /// Old and new values, JSON, no secrets.
    pub detail: String,
    /// How it went.
    pub result: String,
    /// The provider's id of the call.
    pub provider_request_id: Option<String>,
    /// Seals this row and all before it.
    pub mac: Vec<u8>,
}

const COLUMNS: &str = "seq, at, actor_id, actor, team_id, ip, request_id, action, target, detail, result, \
                       provider_request_id, mac";

fn from_row(row: &AnyRow) -> Result<AuditRow> {
    Ok(AuditRow {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        actor_id: row.try_get("actor_id")?,
        actor: row.try_get("actor")?,
        team_id: row.try_get("team_id")?,
        ip: row.try_get("ip")?,
        request_id: row.try_get("request_id")?,
        action: row.try_get("action")?,
        target: row.try_get("target")?,
        detail: row.try_get("detail")?,
        result: row.try_get("result")?,
        provider_request_id: row.try_get("provider_request_id")?,
        mac: row.try_get("mac")?,
    })
}

/// Number and seal of the last entry.
///
/// # Errors
/// When the database does not answer.
pub async fn last(connection: &mut AnyConnection) -> Result<Option<(i64, Vec<u8>)>> {
    let row = sqlx::query("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.try_get("seq")?, row.try_get("mac")?))).transpose()
}

/// Adds an entry.
///
/// # Errors
/// When it cannot be written.
pub async fn insert(connection: &mut AnyConnection, row: &AuditRow) -> Result<()> {
    let sql = format!(
        "INSERT INTO audit ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    sqlx::query(&sql)
        .bind(row.seq)
        .bind(row.at)
        .bind(row.actor_id.as_deref())
        .bind(&row.actor)
        .bind(row.team_id.as_deref())
        .bind(row.ip.as_deref())
        .bind(&row.request_id)
        .bind(&row.action)
        .bind(&row.target)
        .bind(&row.detail)
        .bind(&row.result)
        .bind(row.provider_request_id.as_deref())
        .bind(row.mac.as_slice())
        .execute(connection)
        .await
        .map(|_| ())
}

/// Up to `limit` entries after number `seq`, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn after(connection: &mut AnyConnection, seq: i64, limit: i64) -> Result<Vec<AuditRow>> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2");
    sqlx::query(&sql).bind(seq).bind(limit).fetch_all(connection).await?.iter().map(from_row).collect()
}
