//! Object storage on Warren.

mod changes;
mod map;
mod wire;

use async_trait::async_trait;
use domain::bucket::{Bucket, ObjectStorage, StorageKey, StorageUser};
use domain::ids::ProviderResourceId;

pub(super) use changes::{applied, call, key_applied, key_call};

use super::money::rows;
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::{Refusal, Unread};
use crate::family::{Buckets, Result, Revealed};
use crate::http::{Call, Reply};
use crate::wire::List;

/// Where a bucket is made, read, changed and deleted.
const BUCKET: &str = "storage/bucket";
/// Where keys are listed, made and deleted.
const KEYS: &str = "storage/user/keys";
/// Reads the S3 user, and makes it where there is none.
const USER: &str = "storage/user";

#[async_trait]
impl Buckets for Warren {
    async fn endpoint(&self, credential: &Credential) -> Result<ObjectStorage<String>> {
        let call = Call::get("buckets.endpoint", "storage/api/s3");
        let reply = client::read(&self.http, credential, &call).await?;
        Ok(map::endpoint(&reply.object("object storage")?))
    }

    async fn list(&self, credential: &Credential, billing_account: Option<u64>) -> Result<Vec<Bucket>> {
        let mut call = Call::get("buckets.list", "storage/bucket/list");
        if let Some(account) = billing_account {
            call = call.query("billing_account_id", &account.to_string());
        }
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Bucket> = reply.json("list of buckets")?;
        Ok(rows(credential, "buckets", &list, map::bucket))
    }

    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Bucket> {
        let call = Call::get("buckets.get", BUCKET).query("name", &id.0).exact();
        bucket(&client::read(&self.http, credential, &call).await?)
    }

    async fn keys(&self, credential: &Credential) -> Result<ObjectStorage<Vec<StorageKey>>> {
        let Some(list) = self.key_rows(credential).await? else { return Ok(ObjectStorage::NotEnabled) };
        Ok(ObjectStorage::Enabled(rows(credential, "keys", &list, map::key)))
    }

    async fn key_secret(
        &self,
        credential: &Credential,
        key: &ProviderResourceId,
    ) -> Result<Option<Revealed>> {
        let list = self.key_rows(credential).await?.unwrap_or_default();
        let row = list.items.iter().find(|row| row.access_key.text() == Some(key.0.as_str()));
        Ok(row.and_then(map::secret))
    }

    async fn user(&self, credential: &Credential) -> Result<Option<StorageUser>> {
        let list = self.key_rows(credential).await?.unwrap_or_default();
        // Without a key there may be no user, and reading it would make one.
        if list.items.is_empty() {
            return Ok(None);
        }
        let call = Call::get("buckets.user", USER).sealed();
        user(&client::read(&self.http, credential, &call).await?).map(Some)
    }
}

impl Warren {
    /// Every key pair, secrets included; `None` where object storage is not enabled, which a 404 means. The
    /// route error is one too and means something else.
    async fn key_rows(&self, credential: &Credential) -> Result<Option<List<wire::Key>>> {
        let call = Call::get("buckets.keys", KEYS).sealed();
        match client::read(&self.http, credential, &call).await {
            Ok(reply) => reply.json("list of keys").map(Some),
            Err(error) if error.status() == Some(404) && error.refusal() != Some(Refusal::UnknownRoute) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn bucket(reply: &Reply) -> Result<Bucket> {
    let row: wire::Bucket = reply.object("bucket")?;
    map::bucket(&row).ok_or_else(|| reply.unreadable(Unread::Shape("bucket")))
}

fn user(reply: &Reply) -> Result<StorageUser> {
    let row: wire::User = reply.object("S3 user")?;
    map::user(&row).ok_or_else(|| reply.unreadable(Unread::Shape("S3 user")))
}

#[cfg(test)]
mod tests;
