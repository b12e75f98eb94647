//! Which columns of the server list a person wants to see, in which order.

use domain::ids::UserId;
use domain::query::Column;

use super::Preferences;
use crate::backend::Backend;
use crate::db::preferences::{self, SERVER_COLUMNS};
use crate::error::Result;

/// What the person chose, or the usual ones.
pub(in crate::services) async fn columns_of(backend: &Backend, user: UserId) -> Result<Vec<Column>> {
    let stored = preferences::get(backend.db().read(), user, SERVER_COLUMNS).await?.unwrap_or_default();
    // A column that a newer Skydeck knew is left out.
    let columns = each_once(stored.split(',').filter_map(Column::from_slug));
    Ok(if columns.is_empty() { Column::USUAL.to_vec() } else { columns })
}

impl Preferences<'_> {
    /// The person's columns.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn columns(&self) -> Result<Vec<Column>> {
        columns_of(self.access.backend, self.access.actor.user()).await
    }

    /// Keeps these columns in this order; none brings back the usual ones.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn set_columns(&self, columns: &[Column]) -> Result<()> {
        let slugs: Vec<_> = each_once(columns.iter().copied()).into_iter().map(Column::slug).collect();
        let mut tx = self.access.backend.db().write().await?;
        preferences::set(tx.conn(), self.access.actor.user(), SERVER_COLUMNS, &slugs.join(",")).await?;
        Ok(tx.commit().await?)
    }
}

fn each_once(columns: impl Iterator<Item = Column>) -> Vec<Column> {
    let mut once = Vec::new();
    for column in columns {
        if !once.contains(&column) {
            once.push(column);
        }
    }
    once
}
