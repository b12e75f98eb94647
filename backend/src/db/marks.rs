//! Tags, notes and locks that Skydeck keeps beside servers. A server without any has no row.

use domain::Timestamp;
use domain::ids::{CredentialId, ProviderResourceId, ServerKey, TeamId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id, parsed};
use crate::marks::{Lock, Mark};

const COLUMNS: &str =
    "credential_id, location, server_id, team_id, tags, note, locked_by, locked_at, lock_reason";

fn from_row(row: &AnyRow) -> Result<(TeamId, ServerKey, Mark)> {
    let key = ServerKey {
        credential: id(row, "credential_id")?,
        location: row.try_get("location")?,
        id: ProviderResourceId(row.try_get("server_id")?),
    };
    let by: Option<String> = row.try_get("locked_by")?;
    let lock = match by {
        Some(by) => Some(Lock {
            by,
            at: Timestamp(row.try_get::<Option<i64>, _>("locked_at")?.unwrap_or_default()),
            reason: row.try_get::<Option<String>, _>("lock_reason")?.unwrap_or_default(),
            of_another_team: false,
        }),
        None => None,
    };
    let mark = Mark {
        tags: parsed(row, "tags", |text| serde_json::from_str(text).ok())?,
        note: row.try_get("note")?,
        lock,
    };
    Ok((id(row, "team_id")?, key, mark))
}

/// Every mark of every team, for the start.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn all<'c>(db: impl AnyExecutor<'c>) -> Result<Vec<(TeamId, ServerKey, Mark)>> {
    let sql = format!("SELECT {COLUMNS} FROM marks ORDER BY team_id, credential_id, location, server_id");
    sqlx::query(&sql).fetch_all(db).await?.iter().map(from_row).collect()
}

/// What is kept beside one server; the default where nothing is.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn get(connection: &mut AnyConnection, server: &ServerKey) -> Result<Mark> {
    let sql =
        format!("SELECT {COLUMNS} FROM marks WHERE credential_id = $1 AND location = $2 AND server_id = $3");
    let row = sqlx::query(&sql)
        .bind(server.credential.to_string())
        .bind(&server.location)
        .bind(&server.id.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.as_ref().map(from_row).transpose()?.map(|(_, _, mark)| mark).unwrap_or_default())
}

/// Everything that is kept beside whatever has this server's id and location, by whichever key and team.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn by_any_key(
    connection: &mut AnyConnection,
    server: &ServerKey,
) -> Result<Vec<(TeamId, ServerKey, Mark)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM marks WHERE server_id = $1 AND location = $2 ORDER BY team_id, credential_id"
    );
    sqlx::query(&sql)
        .bind(&server.id.0)
        .bind(&server.location)
        .fetch_all(connection)
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// Keeps `mark` beside a server in place of what was there.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    team: TeamId,
    server: &ServerKey,
    mark: &Mark,
) -> Result<()> {
    let tags = serde_json::to_string(&mark.tags).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = format!(
        "INSERT INTO marks ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (credential_id, location, server_id) DO UPDATE SET tags = excluded.tags, note = excluded.note, \
         locked_by = excluded.locked_by, locked_at = excluded.locked_at, lock_reason = excluded.lock_reason"
    );
    sqlx::query(&sql)
        .bind(server.credential.to_string())
        .bind(&server.location)
        .bind(&server.id.0)
        .bind(team.to_string())
        .bind(tags)
        .bind(&mark.note)
        .bind(mark.lock.as_ref().map(|lock| lock.by.as_str()))
        .bind(mark.lock.as_ref().map(|lock| lock.at.0))
        .bind(mark.lock.as_ref().map(|lock| lock.reason.as_str()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Forgets what is kept beside a server.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn delete(connection: &mut AnyConnection, server: &ServerKey) -> Result<()> {
    sqlx::query("DELETE FROM marks WHERE credential_id = $1 AND location = $2 AND server_id = $3")
        .bind(server.credential.to_string())
        .bind(&server.location)
        .bind(&server.id.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Whether a credential is the team's.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn is_of_team(
    connection: &mut AnyConnection,
    team: TeamId,
    credential: CredentialId,
) -> Result<bool> {
    let found = sqlx::query("SELECT id FROM credentials WHERE id = $1 AND team_id = $2")
        .bind(credential.to_string())
        .bind(team.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}
