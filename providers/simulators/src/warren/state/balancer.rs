//! A load balancer: TCP ports of one private address, forwarded to VMs. A deleted one is kept, because an exact read
//! goes on showing it.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Location;
use crate::clock::stamp;

#[derive(Debug)]
pub(in crate::warren) struct Balancer {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) network_uuid: String,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) billing_account: u64,
    pub(in crate::warren) private_address: String,
    pub(in crate::warren) rules: Vec<Forwarding>,
    pub(in crate::warren) targets: Vec<Target>,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: OffsetDateTime,
    pub(in crate::warren) deleted_at: Option<OffsetDateTime>,
}

/// From a port of the balancer to a port of its targets.
#[derive(Debug)]
pub(in crate::warren) struct Forwarding {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) source_port: u16,
    pub(in crate::warren) target_port: u16,
    pub(in crate::warren) created_at: OffsetDateTime,
}

/// A VM behind a balancer.
#[derive(Debug)]
pub(in crate::warren) struct Target {
    pub(in crate::warren) vm_uuid: String,
    pub(in crate::warren) private_ipv4: String,
    pub(in crate::warren) created_at: OffsetDateTime,
}

impl Balancer {
    pub(in crate::warren) const fn deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// With its name, which the documents print only after changes and a live service always. Whether a public
    /// address was reserved is not told.
    pub(in crate::warren) fn wire(&self) -> Value {
        let mut row = json!({
            "uuid": self.uuid,
            "display_name": self.name,
            "network_uuid": self.network_uuid,
            "user_id": self.user_id,
            "billing_account_id": self.billing_account,
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at),
            "is_deleted": self.deleted(),
            "private_address": self.private_address,
            "forwarding_rules": self.rules.iter().map(Forwarding::wire).collect::<Value>(),
            "targets": self.targets.iter().map(Target::wire).collect::<Value>(),
        });
        if let (Value::Object(fields), Some(at)) = (&mut row, self.deleted_at) {
            fields.insert("deleted_at".to_owned(), Value::from(stamp(at)));
        }
        row
    }
}

impl Forwarding {
    fn wire(&self) -> Value {
        json!({
            "uuid": self.uuid,
            "protocol": "TCP",
            "created_at": stamp(self.created_at),
            "source_port": self.source_port,
            "target_port": self.target_port,
            "settings": {"connection_limit": 10_000, "session_persistence": "SOURCE_IP"},
        })
    }
}

impl Target {
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "created_at": stamp(self.created_at),
            "target_uuid": self.vm_uuid,
            "target_type": "vm",
            "target_ip_address": self.private_ipv4,
        })
    }
}

impl Location {
    /// Deleted ones too.
    pub(in crate::warren) fn balancer(&self, uuid: &str) -> Option<&Balancer> {
        self.balancers.iter().find(|balancer| balancer.uuid == uuid)
    }

    /// Deleted ones too.
    pub(in crate::warren) fn balancer_mut(&mut self, uuid: &str) -> Option<&mut Balancer> {
        self.balancers.iter_mut().find(|balancer| balancer.uuid == uuid)
    }

    /// Marks it as deleted; its address stays, unassigned, as it does at the provider.
    pub(in crate::warren) fn delete_balancer(&mut self, uuid: &str, now: OffsetDateTime) {
        if let Some(balancer) = self.balancer_mut(uuid) {
            balancer.deleted_at = Some(now);
            balancer.updated_at = now;
        }
        for address in &mut self.addresses {
            address.release_from(uuid, now);
        }
    }
}
