//! Which master keys are held by whoever works on the database (security.md K7). Noted at every start, so that neither a rotation nor a
//! start can leave a running Skydeck with secrets that it cannot open.

use sqlx::AnyConnection;

use crate::db::{Result, meta, wrapped};
use crate::vault::master_key::KeyId;

/// The keys that the last start held, first the one that seals.
pub async fn recorded(connection: &mut AnyConnection) -> Result<Vec<KeyId>> {
    let text = meta::get(connection, meta::MASTER_KEYS).await?.unwrap_or_default();
    Ok(text.split_ascii_whitespace().filter_map(KeyId::from_text).collect())
}

/// Notes what this start holds.
pub async fn record(connection: &mut AnyConnection, held: &[KeyId]) -> Result<()> {
    let text = held.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    meta::set(connection, meta::MASTER_KEYS, &text).await
}

/// A key that some secret needs and that is not held. An id that no start ever noted is damage to one row, which that row's use will tell;
/// it keeps nobody from starting.
pub async fn missing(connection: &mut AnyConnection, held: &[KeyId]) -> Result<Option<KeyId>> {
    let recorded = recorded(connection).await?;
    let used = wrapped::key_ids(connection).await?;
    let mut used = used.iter().filter_map(|id| KeyId::from_slice(id));
    Ok(used.find(|id| recorded.contains(id) && !held.contains(id)))
}
