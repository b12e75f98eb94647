//! The journal of changes. Rows are added and moved on, never deleted.

mod page;
#[cfg(test)]
mod tests;

use domain::Timestamp;
use domain::ids::{OperationId, ProviderResourceId, ServerKey, TeamId, UserId};
use domain::operation::OperationState;
use domain::provider::Brand;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

pub(crate) use page::{Filter, count, page};

use super::{Result, id, parsed};
use crate::access::TeamScope;
use crate::operations::machine::Steps;
use crate::operations::task::{Before, Then};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) team: TeamId,
    pub(crate) id: OperationId,
    /// The batch that it belongs to.
    pub(crate) batch: Option<OperationId>,
    pub(crate) actor_id: UserId,
    pub(crate) actor_name: String,
    /// The request in which it was asked for.
    pub(crate) request_id: String,
    pub(crate) server: ServerKey,
    pub(crate) server_name: String,
    pub(crate) brand: Brand,
    /// The act's slug.
    pub(crate) act: String,
    /// What changes, in a line.
    pub(crate) summary: String,
    /// What was known when it was asked for.
    pub(crate) before: Before,
    /// What Skydeck does itself once all requests have succeeded.
    pub(crate) then: Then,
    /// What it made, by the provider's id.
    pub(crate) made: Option<ProviderResourceId>,
    pub(crate) steps: Steps,
    /// The outcome in words; empty while it runs.
    pub(crate) message: String,
    pub(crate) http_status: Option<u16>,
    pub(crate) correlation_id: Option<String>,
    /// Reading cannot settle it: a person has to.
    pub(crate) needs_person: bool,
    /// Grows with every stored change.
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

impl Operation {
    /// Where it stands.
    pub(crate) fn state(&self) -> OperationState {
        self.steps.overall()
    }
}

const COLUMNS: &str = "team_id, id, actor_id, actor_name, request_id, credential_id, location, server_id, \
                       server_name, brand, act, before, state, steps, message, http_status, correlation_id, \
                       needs_person, version, created_at, ended_at, batch_id, summary, afterwards, made_id";

/// What was asked for longer than a week before made nothing that another change could be taken for having made.
const BESIDE_MS: i64 = 7 * 86_400_000;

const OPEN: &str = "state IN ('intended', 'sent', 'unknown')";

fn from_row(row: &AnyRow) -> Result<Operation> {
    let server_id = ProviderResourceId(row.try_get("server_id")?);
    let batch: Option<String> = row.try_get("batch_id")?;
    Ok(Operation {
        team: id(row, "team_id")?,
        id: id(row, "id")?,
        batch: batch.and_then(|id| id.parse().ok()),
        actor_id: id(row, "actor_id")?,
        actor_name: row.try_get("actor_name")?,
        request_id: row.try_get("request_id")?,
        steps: parsed(row, "steps", |text| Steps::read(text, &server_id))?,
        server: ServerKey {
            credential: id(row, "credential_id")?,
            location: row.try_get("location")?,
            id: server_id,
        },
        server_name: row.try_get("server_name")?,
        brand: parsed(row, "brand", Brand::from_slug)?,
        act: row.try_get("act")?,
        summary: row.try_get("summary")?,
        before: parsed(row, "before", Before::read)?,
        then: parsed(row, "afterwards", |text| serde_json::from_str::<Then>(text).ok())?,
        made: row.try_get::<Option<String>, _>("made_id")?.map(ProviderResourceId),
        message: row.try_get("message")?,
        http_status: row
            .try_get::<Option<i64>, _>("http_status")?
            .and_then(|status| u16::try_from(status).ok()),
        correlation_id: row.try_get("correlation_id")?,
        needs_person: row.try_get::<i64, _>("needs_person")? != 0,
        version: row.try_get("version")?,
        created_at: Timestamp(row.try_get("created_at")?),
        ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(Timestamp),
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Adds a change.
///
/// # Errors
/// A unique violation when the id is taken or another change of the server is open.
pub(crate) async fn insert(connection: &mut AnyConnection, operation: &Operation) -> Result<()> {
    let sql = format!(
        "INSERT INTO operations ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
    );
    sqlx::query(&sql)
        .bind(operation.team.to_string())
        .bind(operation.id.to_string())
        .bind(operation.actor_id.to_string())
        .bind(&operation.actor_name)
        .bind(&operation.request_id)
        .bind(operation.server.credential.to_string())
        .bind(&operation.server.location)
        .bind(&operation.server.id.0)
        .bind(&operation.server_name)
        .bind(operation.brand.slug())
        .bind(&operation.act)
        .bind(json(&operation.before)?)
        .bind(operation.state().slug())
        .bind(json(&operation.steps)?)
        .bind(&operation.message)
        .bind(operation.http_status.map(i64::from))
        .bind(operation.correlation_id.as_deref())
        .bind(i64::from(operation.needs_person))
        .bind(operation.version)
        .bind(operation.created_at.0)
        .bind(operation.ended_at.map(|at| at.0))
        .bind(operation.batch.map(|batch| batch.to_string()))
        .bind(&operation.summary)
        .bind(json(&operation.then)?)
        .bind(operation.made.as_ref().map(|made| made.0.as_str()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Stores where a change stands now, if the row is still at `operation.version`; false when someone else moved it on.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn advance(connection: &mut AnyConnection, operation: &Operation) -> Result<bool> {
    let changed = sqlx::query(
        "UPDATE operations SET state = $3, steps = $4, message = $5, http_status = $6, correlation_id = $7, \
         needs_person = $8, ended_at = $9, made_id = $11, version = version + 1 \
         WHERE team_id = $1 AND id = $2 AND version = $10",
    )
    .bind(operation.team.to_string())
    .bind(operation.id.to_string())
    .bind(operation.state().slug())
    .bind(json(&operation.steps)?)
    .bind(&operation.message)
    .bind(operation.http_status.map(i64::from))
    .bind(operation.correlation_id.as_deref())
    .bind(i64::from(operation.needs_person))
    .bind(operation.ended_at.map(|at| at.0))
    .bind(operation.version)
    .bind(operation.made.as_ref().map(|made| made.0.as_str()))
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// The team's change of this id.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn get<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    operation: OperationId,
) -> Result<Option<Operation>> {
    let sql = format!("SELECT {COLUMNS} FROM operations WHERE team_id = $1 AND id = $2");
    let row = sqlx::query(&sql)
        .bind(scope.team().to_string())
        .bind(operation.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// The changes of a batch, in the order of their servers' names.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_batch<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    batch: OperationId,
) -> Result<Vec<Operation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operations WHERE team_id = $1 AND batch_id = $2 ORDER BY server_name, id"
    );
    sqlx::query(&sql)
        .bind(scope.team().to_string())
        .bind(batch.to_string())
        .fetch_all(db)
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// The change that binds this server.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn open_on<'c>(db: impl AnyExecutor<'c>, server: &ServerKey) -> Result<Option<Operation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operations WHERE credential_id = $1 AND location = $2 AND server_id = $3 AND {OPEN}"
    );
    let row = sqlx::query(&sql)
        .bind(server.credential.to_string())
        .bind(&server.location)
        .bind(&server.id.0)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// Every change that is not over.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn all_open<'c>(db: impl AnyExecutor<'c>) -> Result<Vec<Operation>> {
    let sql = format!("SELECT {COLUMNS} FROM operations WHERE {OPEN} ORDER BY created_at, id");
    sqlx::query(&sql).fetch_all(db).await?.iter().map(from_row).collect()
}

/// Every change that is not over of servers of one key and location, and of what is made there.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn open_at<'c>(db: impl AnyExecutor<'c>, place: &ServerKey) -> Result<Vec<Operation>> {
    let sql =
        format!("SELECT {COLUMNS} FROM operations WHERE credential_id = $1 AND location = $2 AND {OPEN}");
    let rows =
        sqlx::query(&sql).bind(place.credential.to_string()).bind(&place.location).fetch_all(db).await?;
    rows.iter().map(from_row).collect()
}

/// Changes through the same key and in the same location that made something or may have: what is new there may be
/// theirs.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn beside<'c>(db: impl AnyExecutor<'c>, operation: &Operation) -> Result<Vec<Operation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operations WHERE team_id = $1 AND credential_id = $2 AND location = $3 AND id <> $4 \
         AND created_at >= $5 AND (made_id IS NOT NULL OR {OPEN})"
    );
    sqlx::query(&sql)
        .bind(operation.team.to_string())
        .bind(operation.server.credential.to_string())
        .bind(&operation.server.location)
        .bind(operation.id.to_string())
        .bind(operation.created_at.0 - BESIDE_MS)
        .fetch_all(db)
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// The latest changes of one server, newest first; the one that made it among them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_server<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    server: &ServerKey,
    limit: i64,
) -> Result<Vec<Operation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operations \
         WHERE team_id = $1 AND credential_id = $2 AND location = $3 AND (server_id = $4 OR made_id = $4) \
         ORDER BY created_at DESC, id LIMIT $5"
    );
    sqlx::query(&sql)
        .bind(scope.team().to_string())
        .bind(server.credential.to_string())
        .bind(&server.location)
        .bind(&server.id.0)
        .bind(limit)
        .fetch_all(db)
        .await?
        .iter()
        .map(from_row)
        .collect()
}
