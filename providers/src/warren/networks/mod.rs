//! Private networks on Warren.

mod wire;

use async_trait::async_trait;
use domain::change::NetworkChange;
use domain::ids::ProviderResourceId;
use domain::network::Network;
use serde_json::json;

use super::Warren;
use super::money::rows;
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Applied, Networks, Result};
use crate::http::{Call, Reply};
use crate::wire::List;

const ONE: &str = "network/network";

#[async_trait]
impl Networks for Warren {
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Network>> {
        let call = Call::get("networks.list", "network/networks").located();
        let reply = self.read_at(credential, location, call).await?;
        let list: List<wire::Network> = reply.json("list of networks")?;
        Ok(rows(credential, "networks", &list, network))
    }

    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Network> {
        let call = Call::get("networks.get", ONE).part(&id.0).exact().located();
        one(&self.read_at(credential, location, call).await?)
    }
}

fn one(reply: &Reply) -> Result<Network> {
    let row: wire::Network = reply.object("network")?;
    network(&row).ok_or_else(|| reply.unreadable(Unread::Shape("network")))
}

/// The request that makes the change. Only the rename has a body.
pub(super) fn call(change: &NetworkChange) -> Call {
    match change {
        NetworkChange::Create { name } => {
            let call = Call::post("networks.create", ONE);
            match name {
                Some(name) => call.query("name", name),
                None => call,
            }
        }
        NetworkChange::Rename { id, name } => {
            Call::patch("networks.rename", ONE).part(&id.0).json(json!({"name": name})).exact()
        }
        NetworkChange::SetDefault { id } => {
            Call::put("networks.set_default", ONE).part(&id.0).part("default").exact()
        }
        NetworkChange::Delete { id } => Call::delete("networks.delete", ONE).part(&id.0).exact(),
    }
    .located()
}

/// A create answers with the network, the default one if no name was given.
pub(super) fn applied(change: &NetworkChange, reply: &Reply) -> Applied {
    match change {
        NetworkChange::Create { .. } => Applied::made(
            reply.object::<wire::Network>("network").ok().and_then(|network| network.uuid.owned()),
        ),
        _ => Applied::done(),
    }
}

/// `None` without an id.
fn network(row: &wire::Network) -> Option<Network> {
    let id = row.uuid.owned()?;
    let members = row.vm_uuids.as_ref();
    let listed = members.and_then(|members| u32::try_from(members.0.len()).ok());
    Some(Network {
        name: row.name.owned().unwrap_or_else(|| id.clone()),
        id: ProviderResourceId(id),
        is_default: row.is_default.flag() == Some(true),
        kind: row.kind.owned(),
        subnet: row.subnet.owned(),
        subnet_ipv6: row.subnet_ipv6.owned(),
        vlan: row.vlan_id.whole(),
        servers: members
            .map(|members| members.owned().into_iter().map(ProviderResourceId).collect())
            .unwrap_or_default(),
        // Whatever is listed is inside, even if the count says otherwise.
        resources: row.resources_count.whole().max(listed),
        created_at: row.created_at.timestamp(),
        updated_at: row.updated_at.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    fn id() -> ProviderResourceId {
        ProviderResourceId("4e5eadd3".to_owned())
    }

    #[test]
    fn the_documented_answers() {
        golden::list("warren/networks/list.json", network);
        for file in ["get", "create", "make-default", "rename-reply"] {
            let file = format!("warren/networks/{file}.json");
            golden::check(&file, &one(&golden::reply(&file)).unwrap());
        }
        let create = NetworkChange::Create { name: None };
        let made = applied(&create, &golden::reply("warren/networks/create.json")).id.unwrap();
        assert_eq!(made.0, "2e8cd389-27fe-45ce-a63d-d536068659e5");
    }

    #[test]
    fn the_documented_requests() {
        let base = "https://api.example.net/v1".parse().unwrap();
        let sent = |change| call(&change).describe(&base);
        let name = || "My new network name".to_owned();
        let rename = sent(NetworkChange::Rename { id: id(), name: name() });
        let body: serde_json::Value =
            serde_json::from_str(&golden::sample("warren/networks/rename-request.json")).unwrap();
        assert_eq!(rename, format!("PATCH {base}/network/network/4e5eadd3  {body}"));
        let create = sent(NetworkChange::Create { name: Some(name()) });
        assert_eq!(create, format!("POST {base}/network/network?name=My%20new%20network%20name"));
        assert_eq!(sent(NetworkChange::Create { name: None }), format!("POST {base}/network/network"));
        let default = sent(NetworkChange::SetDefault { id: id() });
        assert_eq!(default, format!("PUT {base}/network/network/4e5eadd3/default"));
    }

    #[test]
    fn how_many_are_inside_is_told_or_unknown() {
        let resources = |text: &str| one(&Reply::test(200, text)).unwrap().resources;
        assert_eq!(resources(r#"{"uuid":"a"}"#), None);
        assert_eq!(resources(r#"{"uuid":"a","vm_uuids":[]}"#), Some(0));
        assert_eq!(resources(r#"{"uuid":"a","vm_uuids":["b","c"],"resources_count":"1"}"#), Some(2));
        assert_eq!(resources(r#"{"uuid":"a","vm_uuids":["b"],"resources_count":3}"#), Some(3));
        assert!(one(&Reply::test(200, r#"{"name":"a"}"#)).is_err());
    }

    proptest! {
        #[test]
        fn no_json_panics(text in crate::wire::json(), field in 0_usize..5) {
            let name = ["name", "vm_uuids", "resources_count", "created_at", "vlan_id"][field];
            for text in [text.clone(), format!(r#"{{"uuid":1,"{name}":{text}}}"#)] {
                let reply = Reply::test(200, &text);
                let _network = one(&reply);
                let _applied = applied(&NetworkChange::Create { name: None }, &reply);
            }
        }
    }
}
