//! Load balancers on Warren.

mod changes;
mod map;
#[cfg(test)]
mod tests;
mod wire;

use async_trait::async_trait;
use domain::balancer::Balancer;
use domain::ids::ProviderResourceId;

use super::Warren;
use super::money::rows;
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{AddressFilter, Addresses, Balancers, Result};
use crate::http::{Call, Reply};
use crate::wire::List;

pub(super) use changes::{applied, call};

const ALL: &str = "network/load_balancers";

#[async_trait]
impl Balancers for Warren {
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Balancer>> {
        let call = Call::get("balancers.list", ALL).located();
        let (reply, public) =
            tokio::join!(self.read_at(credential, location, call), self.ways_in(credential, location));
        let list: List<wire::Balancer> = reply?.json("list of load balancers")?;
        Ok(rows(credential, "load balancers", &list, |row| map::balancer(row, &public)))
    }

    async fn get(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Balancer> {
        let call = Call::get("balancers.get", ALL).part(&id.0).exact().located();
        let (reply, public) =
            tokio::join!(self.read_at(credential, location, call), self.ways_in(credential, location));
        one(&reply?, &public)
    }
}

impl Warren {
    /// The public addresses that lead to balancers; none when they could not be read, which is logged.
    async fn ways_in(&self, credential: &Credential, location: &str) -> map::Public {
        match Addresses::list(self, credential, location, &AddressFilter::default()).await {
            Ok(addresses) => map::public(addresses),
            Err(error) => {
                tracing::warn!(credential = %credential.id, %error, "load balancers are listed without public addresses");
                map::Public::new()
            }
        }
    }
}

fn one(reply: &Reply, public: &map::Public) -> Result<Balancer> {
    let row: wire::Balancer = reply.object("load balancer")?;
    map::balancer(&row, public).ok_or_else(|| reply.unreadable(Unread::Shape("load balancer")))
}
