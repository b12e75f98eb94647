//! Searches with a name: a person's own in one team, and those that the whole team sees.

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, parsed};
use crate::access::TeamScope;

/// One saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredView {
    pub(crate) id: String,
    pub(crate) team: TeamId,
    /// Whose it is; `None` for one that the whole team sees.
    pub(crate) owner: Option<UserId>,
    pub(crate) name: String,
    pub(crate) search: String,
    pub(crate) sort: String,
    pub(crate) grouped_by: String,
    /// Name of who saved it.
    pub(crate) made_by: String,
    pub(crate) created_at: Timestamp,
}

const COLUMNS: &str = "id, team_id, owner, name, search, sort, grouped_by, made_by, created_at";

fn from_row(row: &AnyRow) -> Result<StoredView> {
    Ok(StoredView {
        id: row.try_get("id")?,
        team: super::id(row, "team_id")?,
        owner: parsed(
            row,
            "owner",
            |text| {
                if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
            },
        )?,
        name: row.try_get("name")?,
        search: row.try_get("search")?,
        sort: row.try_get("sort")?,
        grouped_by: row.try_get("grouped_by")?,
        made_by: row.try_get("made_by")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

fn owner_text(owner: Option<UserId>) -> String {
    owner.map(|user| user.to_string()).unwrap_or_default()
}

/// What a person sees in a team: their own and the team's, by name.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn seen<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    user: UserId,
) -> Result<Vec<StoredView>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM views WHERE team_id = $1 AND owner IN ('', $2) ORDER BY LOWER(name), owner, id"
    );
    let query = sqlx::query(&sql).bind(scope.team().to_string()).bind(user.to_string());
    query.fetch_all(db).await?.iter().map(from_row).collect()
}

/// One view of the team, whosever it is.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn get<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    id: &str,
) -> Result<Option<StoredView>> {
    let sql = format!("SELECT {COLUMNS} FROM views WHERE team_id = $1 AND id = $2");
    let row = sqlx::query(&sql).bind(scope.team().to_string()).bind(id).fetch_optional(db).await?;
    row.as_ref().map(from_row).transpose()
}

/// How many someone has, or the team.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn count(
    connection: &mut AnyConnection,
    scope: TeamScope,
    owner: Option<UserId>,
) -> Result<i64> {
    sqlx::query("SELECT COUNT(*) AS n FROM views WHERE team_id = $1 AND owner = $2")
        .bind(scope.team().to_string())
        .bind(owner_text(owner))
        .fetch_one(connection)
        .await?
        .try_get("n")
}

/// The id of the view of this name among someone's, or among the team's.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn named(
    connection: &mut AnyConnection,
    scope: TeamScope,
    owner: Option<UserId>,
    name: &str,
) -> Result<Option<String>> {
    let row = sqlx::query("SELECT id FROM views WHERE team_id = $1 AND owner = $2 AND name = $3")
        .bind(scope.team().to_string())
        .bind(owner_text(owner))
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get("id")).transpose()
}

/// Stores a view, or other contents under the id of one there is.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn put(connection: &mut AnyConnection, view: &StoredView) -> Result<()> {
    let sql = format!(
        "INSERT INTO views ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
         search = excluded.search, sort = excluded.sort, grouped_by = excluded.grouped_by, made_by = excluded.made_by"
    );
    sqlx::query(&sql)
        .bind(&view.id)
        .bind(view.team.to_string())
        .bind(owner_text(view.owner))
        .bind(&view.name)
        .bind(&view.search)
        .bind(&view.sort)
        .bind(&view.grouped_by)
        .bind(&view.made_by)
        .bind(view.created_at.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Removes one; false when the team has none of this id.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn delete(connection: &mut AnyConnection, scope: TeamScope, id: &str) -> Result<bool> {
    let gone = sqlx::query("DELETE FROM views WHERE team_id = $1 AND id = $2")
        .bind(scope.team().to_string())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}
