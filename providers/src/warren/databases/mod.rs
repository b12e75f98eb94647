//! Managed databases on Warren, which calls them service packages. Of the documents only IDCloudHost's has
//! them.

mod changes;
mod map;
mod wire;

use async_trait::async_trait;
use domain::database::Database;
use domain::ids::ProviderResourceId;

pub(super) use changes::{applied, call};

use super::money::rows;
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{DatabaseSecret, Databases, Result};
use crate::http::{Call, Reply};
use crate::wire::{List, Scalar};

/// Where a package is made, read, changed and deleted.
const PACKAGE: &str = "user-resource/service/package";
/// Below a package: who may connect.
const ALLOWED: &str = "whitelist_addresses";

#[async_trait]
impl Databases for Warren {
    async fn list(&self, credential: &Credential) -> Result<Vec<Database>> {
        let call = Call::get("databases.list", "user-resource/service/packages");
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Package> = reply.json("list of databases")?;
        Ok(rows(credential, "databases", &list, map::database))
    }

    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Database> {
        let call = Call::get("databases.get", PACKAGE).part(&id.0).exact();
        database(&client::read(&self.http, credential, &call).await?)
    }

    async fn allow_list(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Vec<String>> {
        let call = Call::get("databases.allow_list", PACKAGE).part(&id.0).part(ALLOWED).exact();
        allowed(&client::read(&self.http, credential, &call).await?)
    }

    async fn secrets(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Vec<DatabaseSecret>> {
        let call = Call::get("databases.secrets", PACKAGE).part(&id.0).part("secrets").exact().sealed();
        let reply = client::read(&self.http, credential, &call).await?;
        Ok(map::secrets(&reply.object("database secrets")?))
    }
}

fn database(reply: &Reply) -> Result<Database> {
    let row: wire::Package = reply.object("database")?;
    map::database(&row).ok_or_else(|| reply.unreadable(Unread::Shape("database")))
}

/// An empty list lets everyone connect, so nothing but an empty list is read as one: not even null, and a
/// list with an entry that cannot be read is an error.
fn allowed(reply: &Reply) -> Result<Vec<String>> {
    let rows: Vec<Scalar> = reply.json("allow-list")?;
    let entries: Option<Vec<String>> = rows.iter().map(Scalar::owned).collect();
    entries.ok_or_else(|| reply.unreadable(Unread::Shape("allow-list")))
}

#[cfg(test)]
mod tests;
