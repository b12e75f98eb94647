//! Object storage: buckets, and the user of the S3 servers behind them with its keys. It lies in no location.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::stamp_millis;
use crate::rng::Rng;

#[derive(Default)]
pub(in crate::warren) struct ObjectStorage {
    pub(in crate::warren) buckets: Vec<Bucket>,
    /// None while object storage is not enabled on the account.
    pub(in crate::warren) user: Option<StorageUser>,
}

#[derive(Debug)]
pub(in crate::warren) struct Bucket {
    pub(in crate::warren) name: String,
    pub(in crate::warren) billing_account: u64,
    pub(in crate::warren) size_bytes: u64,
    pub(in crate::warren) objects: u64,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) modified_at: OffsetDateTime,
}

/// No `Debug`: its keys are secrets.
pub(in crate::warren) struct StorageUser {
    pub(in crate::warren) id: String,
    /// In the order of their access keys, as the documents print them.
    pub(in crate::warren) keys: Vec<StorageKey>,
}

pub(in crate::warren) struct StorageKey {
    pub(in crate::warren) access: String,
    pub(in crate::warren) secret: String,
}

impl ObjectStorage {
    /// How many buckets a user may have, as documented.
    pub(in crate::warren) const MOST: usize = 1_000;

    pub(in crate::warren) fn bucket(&self, name: &str) -> Option<&Bucket> {
        self.buckets.iter().find(|bucket| bucket.name == name)
    }

    pub(in crate::warren) fn bucket_mut(&mut self, name: &str) -> Option<&mut Bucket> {
        self.buckets.iter_mut().find(|bucket| bucket.name == name)
    }

    /// The user, made without keys where there is none.
    pub(in crate::warren) fn open(&mut self, email: &str) -> &mut StorageUser {
        self.user.get_or_insert_with(|| StorageUser { id: email.to_owned(), keys: Vec::new() })
    }
}

impl Bucket {
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "name": self.name,
            "size_bytes": self.size_bytes,
            "billing_account_id": self.billing_account,
            "num_objects": self.objects,
            "created_at": stamp_millis(self.created_at),
            "modified_at": stamp_millis(self.modified_at),
            "is_suspended": false,
        })
    }
}

impl StorageUser {
    /// A new pair; its secret holds what has to be escaped in many places.
    pub(in crate::warren) fn add_key(&mut self, rng: &mut Rng) {
        const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        const ALL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut draw = |letters: &[u8], length: usize| -> String {
            let mut letter = || {
                let at = usize::try_from(rng.below(u64::try_from(letters.len()).unwrap_or(1))).unwrap_or(0);
                letters.get(at).copied().map_or('A', char::from)
            };
            (0..length).map(|_| letter()).collect()
        };
        let (access, secret) = (draw(UPPER, 20), draw(ALL, 40));
        self.keys.push(StorageKey { access, secret });
        self.keys.sort_by(|one, other| one.access.cmp(&other.access));
    }

    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "caps": [],
            "displayName": self.id,
            "email": "",
            "maxBuckets": ObjectStorage::MOST,
            "s3Credentials": self.wire_keys(),
            "subusers": [],
            "suspended": 0,
            "swiftCredentials": [],
            "userId": self.id,
        })
    }

    pub(in crate::warren) fn wire_keys(&self) -> Value {
        let key =
            |key: &StorageKey| json!({"accessKey": key.access, "secretKey": key.secret, "userId": self.id});
        self.keys.iter().map(key).collect()
    }
}
