//! What people have chosen for themselves.

use domain::ids::UserId;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::Result;

/// Name of the choice of columns in the server list.
pub(crate) const SERVER_COLUMNS: &str = "servers.columns";

/// What a person chose under a name.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn get<'c>(db: impl AnyExecutor<'c>, user: UserId, name: &str) -> Result<Option<String>> {
    let row = sqlx::query("SELECT value FROM preferences WHERE user_id = $1 AND name = $2")
        .bind(user.to_string())
        .bind(name)
        .fetch_optional(db)
        .await?;
    row.map(|row| row.try_get("value")).transpose()
}

/// Keeps a choice in place of the one there was.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn set(connection: &mut AnyConnection, user: UserId, name: &str, value: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO preferences (user_id, name, value) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
    )
    .bind(user.to_string())
    .bind(name)
    .bind(value)
    .execute(connection)
    .await
    .map(|_| ())
}
