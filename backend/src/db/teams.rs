//! Teams, personal ones included.

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id};

/// Adds a team; a person's own when `personal_to` names them.
///
/// # Errors
/// A unique violation when the person already has one.
pub async fn insert(
    connection: &mut AnyConnection,
    team: TeamId,
    name: &str,
    personal_to: Option<UserId>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("INSERT INTO teams (id, name, personal_to, created_at) VALUES ($1, $2, $3, $4)")
        .bind(team.to_string())
        .bind(name)
        .bind(personal_to.map(|user| user.to_string()))
        .bind(now.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// A shared team of this name.
///
/// # Errors
/// When the database does not answer.
pub async fn shared_by_name<'c>(db: impl AnyExecutor<'c>, name: &str) -> Result<Option<TeamId>> {
    let row = sqlx::query(
        "SELECT id FROM teams WHERE name = $1 AND personal_to IS NULL ORDER BY created_at LIMIT 1",
    )
    .bind(name)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(|row| id(row, "id")).transpose()
}

/// How many teams there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count<'c>(db: impl AnyExecutor<'c>) -> Result<i64> {
    sqlx::query("SELECT COUNT(*) AS n FROM teams").fetch_one(db).await?.try_get("n")
}
