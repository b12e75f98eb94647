//! Floating IPs on Warren. The address itself stands in the paths.

mod changes;
pub(super) mod map;
#[cfg(test)]
mod tests;
pub(super) mod wire;

use async_trait::async_trait;
use domain::floating_ip::FloatingIp;
use domain::ids::ProviderResourceId;

use super::money::rows;
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{AddressFilter, Addresses, Result};
use crate::http::{Call, Reply};
use crate::wire::List;

pub(super) use changes::{applied, call};

const ALL: &str = "network/ip_addresses";

#[async_trait]
impl Addresses for Warren {
    async fn list(
        &self,
        credential: &Credential,
        location: &str,
        filter: &AddressFilter,
    ) -> Result<Vec<FloatingIp>> {
        let mut call = client::addresses();
        if let Some(account) = filter.billing_account {
            call = call.query("billing_account_id", &account.to_string());
        }
        if let Some(server) = &filter.server {
            call = call.query("vm_uuid", &server.0);
        }
        let reply = self.read_at(credential, location, call).await?;
        let list: List<wire::FloatingIp> = reply.json("list of addresses")?;
        Ok(rows(credential, "addresses", &list, map::floating_ip))
    }

    async fn get(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<FloatingIp> {
        let call = Call::get("addresses.get", ALL).part(&id.0).exact().located();
        one(&self.read_at(credential, location, call).await?)
    }
}

fn one(reply: &Reply) -> Result<FloatingIp> {
    let row: wire::FloatingIp = reply.object("address")?;
    map::floating_ip(&row).ok_or_else(|| reply.unreadable(Unread::Shape("address")))
}
