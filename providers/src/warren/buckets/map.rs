//! From Warren's object storage to the neutral one. Pure.

use domain::bucket::{Bucket, ObjectStorage, StorageKey, StorageUser};
use domain::ids::ProviderResourceId;
use secrecy::SecretString;

use super::wire;
use crate::family::Revealed;

/// Where S3 clients connect. An address without a host, such as `/`, stands for storage that is not enabled
/// (`facts.md`, "Payload oddities").
pub(super) fn endpoint(row: &wire::Endpoint) -> ObjectStorage<String> {
    let address = row.url.owned().filter(|url| url.chars().any(|c| c != '/'));
    address.map_or(ObjectStorage::NotEnabled, ObjectStorage::Enabled)
}

/// `None` without a name.
pub(super) fn bucket(row: &wire::Bucket) -> Option<Bucket> {
    Some(Bucket {
        id: ProviderResourceId(row.name.owned()?),
        size_bytes: row.size_bytes.number(),
        objects: row.num_objects.number(),
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        is_suspended: row.is_suspended.flag(),
        created_at: row.created_at.timestamp(),
        modified_at: row.modified_at.timestamp(),
    })
}

/// `None` without an access key.
pub(super) fn key(row: &wire::Key) -> Option<StorageKey> {
    Some(StorageKey { id: ProviderResourceId(row.access_key.owned()?), user: row.user_id.owned() })
}

/// The secret half.
pub(super) fn secret(row: &wire::Key) -> Option<Revealed> {
    row.secret_key.text()?;
    let value = SecretString::from(row.secret_key.raw()?);
    Some(Revealed { what: "secret key", value })
}

/// `None` without an id.
pub(super) fn user(row: &wire::User) -> Option<StorageUser> {
    Some(StorageUser {
        id: ProviderResourceId(row.user_id.owned()?),
        max_buckets: row.max_buckets.number(),
        is_suspended: row.suspended.flag(),
    })
}
