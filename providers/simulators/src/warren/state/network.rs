//! A private network; it knows its members, they do not know it.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Location;
use crate::clock::stamp;

#[derive(Debug)]
pub(in crate::warren) struct Network {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) subnet: String,
    pub(in crate::warren) default: bool,
    pub(in crate::warren) vm_uuids: Vec<String>,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: OffsetDateTime,
}

impl Network {
    /// As a live service prints it: no `vlan_id`, an empty IPv6 subnet.
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "subnet": self.subnet,
            "subnet_ipv6": "",
            "name": self.name,
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at),
            "uuid": self.uuid,
            "type": "private",
            "is_default": self.default,
            "vm_uuids": self.vm_uuids,
            "resources_count": self.vm_uuids.len(),
        })
    }
}

impl Location {
    /// Where things go that name no network.
    pub(in crate::warren) fn default_network(&self) -> Option<&Network> {
        self.networks.iter().find(|network| network.default)
    }

    /// Takes a VM out of everything that leads to it or guards it, but for addresses.
    pub(in crate::warren) fn detach(&mut self, vm_uuid: &str) {
        for balancer in &mut self.balancers {
            balancer.targets.retain(|target| target.vm_uuid != vm_uuid);
        }
        for firewall in &mut self.firewalls {
            firewall.vm_uuids.retain(|member| member != vm_uuid);
        }
    }
}
