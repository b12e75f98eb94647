//! A public key of the account.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::stamp;

#[derive(Debug)]
pub(in crate::warren) struct SshKey {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) public_key: String,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) created_at: OffsetDateTime,
}

impl SshKey {
    /// Without a fingerprint: the provider makes none.
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "uuid": self.uuid,
            "name": self.name,
            "public_key": self.public_key,
            "user_id": self.user_id,
            "created_at": stamp(self.created_at),
        })
    }
}
