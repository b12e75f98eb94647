//! A firewall: what may reach the VMs that it is attached to, and be reached by them.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::stamp;

#[derive(Debug)]
pub(in crate::warren) struct Firewall {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) description: String,
    pub(in crate::warren) billing_account: u64,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) rules: Vec<FirewallRule>,
    pub(in crate::warren) vm_uuids: Vec<String>,
    pub(in crate::warren) created_at: OffsetDateTime,
}

#[derive(Debug)]
pub(in crate::warren) struct FirewallRule {
    pub(in crate::warren) uuid: String,
    /// `tcp`, `udp` or `icmp`.
    pub(in crate::warren) protocol: String,
    /// `inbound` or `outbound`.
    pub(in crate::warren) direction: String,
    /// First and last port; none means all.
    pub(in crate::warren) ports: Option<(u16, u16)>,
    /// Addresses and prefixes; none means any.
    pub(in crate::warren) endpoints: Option<Vec<String>>,
}

impl Firewall {
    /// The rules come in another order than they were sent in, as they do on a live service.
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "uuid": self.uuid,
            "name": self.name,
            "display_name": self.name,
            "description": self.description,
            "billing_account_id": self.billing_account,
            "user_id": self.user_id,
            "rules": self.rules.iter().rev().map(FirewallRule::wire).collect::<Value>(),
            "resources_assigned": self.assigned(),
            "created_at": stamp(self.created_at),
        })
    }

    /// The VMs that it is attached to.
    pub(in crate::warren) fn assigned(&self) -> Value {
        let row = |uuid: &String| json!({"resource_type": "vm", "resource_uuid": uuid});
        self.vm_uuids.iter().map(row).collect()
    }
}

impl FirewallRule {
    fn wire(&self) -> Value {
        json!({
            "uuid": self.uuid,
            "protocol": self.protocol,
            "direction": self.direction,
            "port_start": self.ports.map(|(first, _)| first),
            "port_end": self.ports.map(|(_, last)| last),
            "endpoint_spec_type": if self.endpoints.is_some() { "ip_prefixes" } else { "any" },
            "endpoint_spec": self.endpoints,
        })
    }
}
