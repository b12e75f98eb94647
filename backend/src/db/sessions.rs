//! Live sessions, by the hash of their id. The rights of a request are read here in one query.

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use domain::view::TeamChoice;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::memberships::choice;
use super::{Result, id};

/// A session's own data, as its cookie's owner stored it.
#[derive(Clone, Debug)]
pub struct SessionData {
    /// JSON.
    pub data: String,
    /// End at the latest.
    pub expires_at: Timestamp,
    /// Sign-in; `None` while nobody is signed in.
    pub auth_time: Option<Timestamp>,
    /// Last use.
    pub last_seen: Timestamp,
}

/// Adds a session; false when the id is taken.
///
/// # Errors
/// When it cannot be written.
pub async fn insert(
    connection: &mut AnyConnection,
    hash: &str,
    data: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let added = sqlx::query(
        "INSERT INTO sessions (id, data, expires_at, created_at, last_seen) VALUES ($1, $2, $3, $4, $4) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(hash)
    .bind(data)
    .bind(expires_at.0)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Changes a session's data. One that has ended stays ended.
///
/// # Errors
/// When it cannot be written.
pub async fn update(
    connection: &mut AnyConnection,
    hash: &str,
    data: &str,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query("UPDATE sessions SET data = $2, expires_at = $3 WHERE id = $1")
        .bind(hash)
        .bind(data)
        .bind(expires_at.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// A session's own data.
///
/// # Errors
/// When the database does not answer.
pub async fn load<'c>(db: impl AnyExecutor<'c>, hash: &str) -> Result<Option<SessionData>> {
    let row = sqlx::query("SELECT data, expires_at, auth_time, last_seen FROM sessions WHERE id = $1")
        .bind(hash)
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(SessionData {
            data: row.try_get("data")?,
            expires_at: Timestamp(row.try_get("expires_at")?),
            auth_time: row.try_get::<Option<i64>, _>("auth_time")?.map(Timestamp),
            last_seen: Timestamp(row.try_get("last_seen")?),
        })
    })
    .transpose()
}

/// Ends a session.
///
/// # Errors
/// When it cannot be written.
pub async fn delete(connection: &mut AnyConnection, hash: &str) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE id = $1").bind(hash).execute(connection).await.map(|_| ())
}

/// Gives a session to a person who just proved who they are.
///
/// # Errors
/// When it cannot be written.
pub async fn bind(
    connection: &mut AnyConnection,
    hash: &str,
    user: UserId,
    team: TeamId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "UPDATE sessions SET user_id = $2, team_id = $3, auth_time = $4, last_seen = $4 WHERE id = $1",
    )
    .bind(hash)
    .bind(user.to_string())
    .bind(team.to_string())
    .bind(now.0)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Ends the person's oldest sessions, so that `keep` remain.
///
/// # Errors
/// When it cannot be written.
pub async fn evict(connection: &mut AnyConnection, user: UserId, keep: i64) -> Result<u64> {
    let gone = sqlx::query(
        "DELETE FROM sessions WHERE user_id = $1 AND id NOT IN \
         (SELECT id FROM sessions WHERE user_id = $1 ORDER BY auth_time DESC, last_seen DESC, id LIMIT $2)",
    )
    .bind(user.to_string())
    .bind(keep)
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}

/// Lets the session act in another team.
///
/// # Errors
/// When it cannot be written.
pub async fn set_team(connection: &mut AnyConnection, hash: &str, team: TeamId) -> Result<()> {
    sqlx::query("UPDATE sessions SET team_id = $2 WHERE id = $1")
        .bind(hash)
        .bind(team.to_string())
        .execute(connection)
        .await
        .map(|_| ())
}

/// Notes that the session was used.
///
/// # Errors
/// When it cannot be written.
pub async fn touch(connection: &mut AnyConnection, hash: &str, now: Timestamp) -> Result<()> {
    sqlx::query("UPDATE sessions SET last_seen = $2 WHERE id = $1 AND last_seen < $2")
        .bind(hash)
        .bind(now.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Removes sessions that nobody can use any more.
///
/// # Errors
/// When it cannot be written.
pub async fn purge(
    connection: &mut AnyConnection,
    now: Timestamp,
    idle_since: Timestamp,
    signed_in_before: Timestamp,
) -> Result<u64> {
    let gone =
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen <= $2 OR auth_time <= $3")
            .bind(now.0)
            .bind(idle_since.0)
            .bind(signed_in_before.0)
            .execute(connection)
            .await?;
    Ok(gone.rows_affected())
}

/// Who a session belongs to, and every team in which they may act now.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The team that the session acts in; perhaps no longer theirs.
    pub team: Option<TeamId>,
    /// Sign-in.
    pub auth_time: Timestamp,
    /// Last use, to the minute.
    pub last_seen: Timestamp,
    /// End at the latest.
    pub expires_at: Timestamp,
    /// Their teams: shared ones first, by name.
    pub teams: Vec<TeamChoice>,
}

/// Reads everything that a request's rights depend on, in one query. `None` for a session that is nobody's, that has ended, or
/// whose person is disabled or in no team.
///
/// # Errors
/// When the database does not answer.
pub async fn identity<'c>(db: impl AnyExecutor<'c>, hash: &str) -> Result<Option<Identity>> {
    let rows = sqlx::query(
        "SELECT u.id AS user_id, u.name AS user_name, u.email, s.team_id AS acting, s.auth_time, s.last_seen, \
         s.expires_at, m.team_id, t.name AS team_name, m.role \
         FROM sessions s JOIN users u ON u.id = s.user_id JOIN memberships m ON m.user_id = u.id \
         JOIN teams t ON t.id = m.team_id \
         WHERE s.id = $1 AND s.auth_time IS NOT NULL AND u.disabled_at IS NULL AND m.status = 'active' \
         ORDER BY t.personal_to IS NOT NULL, t.name, t.id",
    )
    .bind(hash)
    .fetch_all(db)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let acting: Option<String> = first.try_get("acting")?;
    Ok(Some(Identity {
        user: id(first, "user_id")?,
        name: first.try_get("user_name")?,
        email: first.try_get("email")?,
        team: acting.and_then(|team| team.parse().ok()),
        auth_time: Timestamp(first.try_get("auth_time")?),
        last_seen: Timestamp(first.try_get("last_seen")?),
        expires_at: Timestamp(first.try_get("expires_at")?),
        teams: rows.iter().map(choice).collect::<Result<_>>()?,
    }))
}
