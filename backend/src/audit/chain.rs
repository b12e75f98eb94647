//! How entries are tied together, and the sealed head that shows when the end was cut off.

use sqlx::AnyConnection;

use crate::db::audit::AuditRow;
use crate::db::meta;
use crate::error::{BackendError, Result};
use crate::vault::{Vault, VaultError, from_hex, to_hex};

/// Number and seal of the newest entry; zero and empty before the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tip {
    pub(super) seq: i64,
    pub(super) mac: Vec<u8>,
}

/// The bytes of a row that its seal covers: each field behind its length, absent ones marked.
fn canonical(row: &AuditRow) -> Vec<u8> {
    let (seq, at) = (row.seq.to_string(), row.at.to_string());
    let fields = [
        Some(seq.as_str()),
        Some(at.as_str()),
        row.actor_id.as_deref(),
        Some(&row.actor),
        row.team_id.as_deref(),
        row.ip.as_deref(),
        Some(&row.request_id),
        Some(&row.action),
        Some(&row.target),
        Some(&row.detail),
        Some(&row.result),
        row.provider_request_id.as_deref(),
    ];
    let mut bytes = Vec::new();
    for field in fields {
        bytes.push(u8::from(field.is_some()));
        let text = field.unwrap_or_default();
        bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// The seal of `row` on top of the seal before it.
pub(super) fn seal(vault: &Vault, before: &[u8], row: &AuditRow) -> std::result::Result<Vec<u8>, VaultError> {
    vault.audit_mac(before, &canonical(row))
}

fn head_seal(vault: &Vault, tip: &Tip) -> std::result::Result<String, VaultError> {
    vault.audit_mac(b"head", &[tip.seq.to_string().as_bytes(), b":", &tip.mac].concat()).map(to_hex)
}

/// Reads the head; `None` when it is missing or was changed by other hands.
pub(super) async fn tip(connection: &mut AnyConnection, vault: &Vault) -> Result<Option<Tip>> {
    let Some(text) = meta::get(connection, meta::AUDIT_HEAD).await? else { return Ok(None) };
    let mut parts = text.split(':');
    let (Some(seq), Some(mac), Some(sealed)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(seq), Some(mac)) = (seq.parse(), from_hex(mac)) else { return Ok(None) };
    let tip = Tip { seq, mac };
    Ok((head_seal(vault, &tip)? == sealed).then_some(tip))
}

/// Writes the head.
pub(super) async fn set_tip(connection: &mut AnyConnection, vault: &Vault, tip: &Tip) -> Result<()> {
    let text = format!("{}:{}:{}", tip.seq, to_hex(&tip.mac), head_seal(vault, tip)?);
    Ok(meta::set(connection, meta::AUDIT_HEAD, &text).await?)
}

/// Begins the chain of a new database.
///
/// # Errors
/// When it cannot be written.
pub async fn start(connection: &mut AnyConnection, vault: &Vault) -> Result<()> {
    set_tip(connection, vault, &Tip { seq: 0, mac: Vec::new() }).await
}

/// The head, or the refusal to write on top of a broken one.
pub(super) async fn intact_tip(connection: &mut AnyConnection, vault: &Vault) -> Result<Tip> {
    tip(connection, vault).await?.ok_or_else(|| {
        BackendError::internal(
            "the audit log's head is missing or was changed; nothing is done without a log",
        )
    })
}
