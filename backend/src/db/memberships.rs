//! Who belongs to which team, as what.

use domain::Timestamp;
use domain::ids::{TeamId, UserId};
use domain::policy::{Membership, Role};
use domain::view::TeamChoice;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id, parsed};

/// Adds a membership, or changes the one there is.
///
/// # Errors
/// When it cannot be written.
pub async fn put(
    connection: &mut AnyConnection,
    user: UserId,
    team: TeamId,
    role: Role,
    status: Membership,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO memberships (user_id, team_id, role, status, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (user_id, team_id) DO UPDATE SET role = excluded.role, status = excluded.status",
    )
    .bind(user.to_string())
    .bind(team.to_string())
    .bind(role.slug())
    .bind(status.slug())
    .bind(now.0)
    .execute(connection)
    .await
    .map(|_| ())
}

/// A row that has `team_id`, `team_name` and `role` as the choice it describes.
pub(super) fn choice(row: &AnyRow) -> Result<TeamChoice> {
    Ok(TeamChoice {
        id: id(row, "team_id")?,
        name: row.try_get("team_name")?,
        role: parsed(row, "role", Role::from_slug)?,
    })
}

/// The teams in which the person may act: shared ones first, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn active<'c>(db: impl AnyExecutor<'c>, user: UserId) -> Result<Vec<TeamChoice>> {
    let rows = sqlx::query(
        "SELECT m.team_id, t.name AS team_name, m.role FROM memberships m JOIN teams t ON t.id = m.team_id \
         WHERE m.user_id = $1 AND m.status = 'active' ORDER BY t.personal_to IS NOT NULL, t.name, t.id",
    )
    .bind(user.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(choice).collect()
}
