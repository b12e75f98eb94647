//! Changes of buckets and of the keys to them.

use domain::change::{BucketChange, StorageKeyChange};
use domain::ids::ProviderResourceId;

use super::{BUCKET, KEYS, USER, map, wire};
use crate::family::Applied;
use crate::http::{Call, Reply};
use crate::wire::List;

/// The request that makes the change.
pub(in crate::warren) fn call(change: &BucketChange) -> Call {
    match change {
        BucketChange::Create { name, billing_account } => Call::put("buckets.create", BUCKET)
            .field("name", name)
            .maybe("billing_account_id", *billing_account),
        // Not exact: the account may be what does not exist.
        BucketChange::SetPayer { id, billing_account } => Call::patch("buckets.set_payer", BUCKET)
            .field("name", &id.0)
            .field("billing_account_id", *billing_account),
        // The document's table says query and its example sends a form; both were seen to work (`facts.md`).
        BucketChange::Delete { id } => Call::delete("buckets.delete", BUCKET).query("name", &id.0).exact(),
    }
}

/// A bucket's name is its id.
pub(in crate::warren) fn applied(change: &BucketChange) -> Applied {
    match change {
        BucketChange::Create { name, .. } => Applied::made(Some(name.clone())),
        BucketChange::SetPayer { .. } | BucketChange::Delete { .. } => Applied::done(),
    }
}

/// The request that makes the change.
pub(in crate::warren) fn key_call(change: &StorageKeyChange) -> Call {
    match change {
        StorageKeyChange::Open => Call::get("buckets.open", USER).sealed(),
        StorageKeyChange::Create { .. } => Call::post("buckets.create_key", KEYS).sealed(),
        StorageKeyChange::Delete { id } => {
            Call::delete("buckets.delete_key", KEYS).field("access_key", &id.0).exact()
        }
    }
}

/// What became of the keys. Both calls that make one answer with all of them.
pub(in crate::warren) fn key_applied(change: &StorageKeyChange, reply: &Reply) -> Applied {
    match change {
        StorageKeyChange::Open => {
            let row: wire::User = reply.object("S3 user").unwrap_or_default();
            shown(&row.credentials.unwrap_or_default(), &[])
        }
        StorageKeyChange::Create { existing } => {
            shown(&reply.json::<List<wire::Key>>("list of keys").unwrap_or_default(), existing)
        }
        StorageKeyChange::Delete { .. } => Applied::done(),
    }
}

/// The one pair that was not there before, with its secret. Of several, nobody could say whose secret is
/// shown: they are left to the list.
fn shown(keys: &List<wire::Key>, existing: &[ProviderResourceId]) -> Applied {
    let known = |row: &wire::Key| existing.iter().any(|id| row.access_key.text() == Some(id.0.as_str()));
    let mut new = keys.items.iter().filter(|row| !known(row)).filter_map(|row| Some((map::key(row)?, row)));
    let (Some((key, row)), None) = (new.next(), new.next()) else { return Applied::done() };
    Applied { revealed: map::secret(row).into_iter().collect(), ..Applied::made(Some(key.id.0)) }
}
