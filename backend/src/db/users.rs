//! People's accounts.

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id};

/// One account with its password's hash. Not `Debug`, not serialisable.
pub struct UserRow {
    /// Who.
    pub id: UserId,
    /// Canonical address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// PHC string.
    pub password_hash: String,
    /// Since when they may not sign in.
    pub disabled_at: Option<Timestamp>,
    /// The team in which they acted last.
    pub last_team: Option<TeamId>,
}

fn from_row(row: &AnyRow) -> Result<UserRow> {
    let last_team: Option<String> = row.try_get("last_team_id")?;
    Ok(UserRow {
        id: id(row, "id")?,
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        disabled_at: row.try_get::<Option<i64>, _>("disabled_at")?.map(Timestamp),
        last_team: last_team.and_then(|team| team.parse().ok()),
    })
}

/// The account of a canonical address.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email<'c>(db: impl AnyExecutor<'c>, email: &str) -> Result<Option<UserRow>> {
    let row = sqlx::query(
        "SELECT id, email, name, password_hash, disabled_at, last_team_id FROM users WHERE email = $1",
    )
    .bind(email)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(from_row).transpose()
}

/// Whether there is anyone at all.
///
/// # Errors
/// When the database does not answer.
pub async fn any<'c>(db: impl AnyExecutor<'c>) -> Result<bool> {
    let row =
        sqlx::query("SELECT COUNT(*) AS n FROM (SELECT 1 FROM users LIMIT 1) AS first").fetch_one(db).await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

/// Adds an account.
///
/// # Errors
/// A unique violation when the address is taken.
pub async fn insert(connection: &mut AnyConnection, user: &UserRow, now: Timestamp) -> Result<()> {
    sqlx::query("INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(user.id.to_string())
        .bind(&user.email)
        .bind(&user.name)
        .bind(&user.password_hash)
        .bind(now.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Stores a hash that costs more than the old one.
///
/// # Errors
/// When it cannot be written.
pub async fn set_password_hash(connection: &mut AnyConnection, user: UserId, hash: &str) -> Result<()> {
    sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
        .bind(user.to_string())
        .bind(hash)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Remembers where the person acts, for their next sign-in.
///
/// # Errors
/// When it cannot be written.
pub async fn set_last_team(connection: &mut AnyConnection, user: UserId, team: TeamId) -> Result<()> {
    sqlx::query("UPDATE users SET last_team_id = $2 WHERE id = $1")
        .bind(user.to_string())
        .bind(team.to_string())
        .execute(connection)
        .await
        .map(|_| ())
}
