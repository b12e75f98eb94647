//! A floating address: the only place where a VM's public address is found.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::stamp;

#[derive(Debug)]
pub(in crate::warren) struct Address {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) address: String,
    pub(in crate::warren) name: Option<String>,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) billing_account: u64,
    pub(in crate::warren) assigned: Option<Assigned>,
    pub(in crate::warren) unassigned_at: Option<OffsetDateTime>,
    pub(in crate::warren) created_at: OffsetDateTime,
}

#[derive(Debug)]
pub(in crate::warren) struct Assigned {
    pub(in crate::warren) vm_uuid: String,
    pub(in crate::warren) private_ipv4: String,
}

impl Address {
    pub(in crate::warren) fn belongs_to(&self, vm_uuid: &str) -> bool {
        self.assigned.as_ref().is_some_and(|assigned| assigned.vm_uuid == vm_uuid)
    }

    pub(in crate::warren) fn release_from(&mut self, vm_uuid: &str, now: OffsetDateTime) {
        if self.belongs_to(vm_uuid) {
            self.assigned = None;
            self.unassigned_at = Some(now);
        }
    }

    /// As a live service prints it: the `assigned_*` fields are missing, not null, on a free address.
    pub(in crate::warren) fn wire(&self) -> Value {
        let mut row = json!({
            "id": self.id,
            "uuid": self.uuid,
            "address": self.address,
            "user_id": self.user_id,
            "billing_account_id": self.billing_account,
            "type": "public",
            "network_id": null,
            "enabled": true,
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.created_at),
            "is_deleted": false,
            "is_virtual": false,
            "is_ipv6": false,
        });
        let mut add = |name: &str, value: Value| {
            if let Value::Object(fields) = &mut row {
                fields.insert(name.to_owned(), value);
            }
        };
        if let Some(name) = &self.name {
            add("name", Value::from(name.as_str()));
        }
        match &self.assigned {
            Some(assigned) => {
                add("assigned_to", Value::from(assigned.vm_uuid.as_str()));
                add("assigned_to_resource_type", Value::from("virtual_machine"));
                add("assigned_to_private_ip", Value::from(assigned.private_ipv4.as_str()));
            }
            None => {
                if let Some(at) = self.unassigned_at {
                    add("unassigned_at", Value::from(stamp(at)));
                }
            }
        }
        row
    }
}

/// The `number`th public address: those reserved for documentation, then those reserved for benchmarks.
pub(in crate::warren) fn public_ipv4(number: u64) -> String {
    match number {
        0..200 => format!("198.51.100.{}", number + 10),
        _ => format!("198.19.{}.{}", number / 250 % 256, number % 250 + 1),
    }
}
