//! A floating address: the only place where a VM's public address is found.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::State;
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
    pub(in crate::warren) updated_at: OffsetDateTime,
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::warren) struct Assigned {
    pub(in crate::warren) uuid: String,
    /// `virtual_machine`, `load_balancer` or `service`.
    pub(in crate::warren) kind: &'static str,
    pub(in crate::warren) private_ipv4: String,
}

impl Assigned {
    pub(in crate::warren) fn vm(uuid: &str, private_ipv4: &str) -> Self {
        Self { uuid: uuid.to_owned(), kind: "virtual_machine", private_ipv4: private_ipv4.to_owned() }
    }

    pub(in crate::warren) fn service(uuid: &str, private_ipv4: &str) -> Self {
        Self { uuid: uuid.to_owned(), kind: "service", private_ipv4: private_ipv4.to_owned() }
    }

    pub(in crate::warren) fn balancer(uuid: &str, private_ipv4: &str) -> Self {
        Self { uuid: uuid.to_owned(), kind: "load_balancer", private_ipv4: private_ipv4.to_owned() }
    }
}

impl Address {
    /// Whether it leads to this resource, of whatever kind.
    pub(in crate::warren) fn belongs_to(&self, uuid: &str) -> bool {
        self.assigned.as_ref().is_some_and(|assigned| assigned.uuid == uuid)
    }

    pub(in crate::warren) fn release_from(&mut self, uuid: &str, now: OffsetDateTime) {
        if self.belongs_to(uuid) {
            self.assigned = None;
            self.unassigned_at = Some(now);
            self.updated_at = now;
        }
    }

    /// As the documents print the answer to a write: on a free address `assigned_to` is null, not missing.
    pub(in crate::warren) fn answer(&self) -> Value {
        let mut row = self.wire();
        if let (Value::Object(fields), None) = (&mut row, &self.assigned) {
            fields.insert("assigned_to".to_owned(), Value::Null);
        }
        row
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
            "updated_at": stamp(self.updated_at),
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
                add("assigned_to", Value::from(assigned.uuid.as_str()));
                add("assigned_to_resource_type", Value::from(assigned.kind));
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

impl State {
    /// A new public address in the location, which leads to `assigned` from the beginning. Nobody had it before.
    pub(in crate::warren) fn reserve_address(
        &mut self,
        slug: &str,
        name: String,
        billing_account: u64,
        assigned: Option<Assigned>,
    ) -> Option<&Address> {
        let address = Address {
            id: self.next_id(),
            uuid: self.rng.uuid().to_string(),
            address: self.next_public_ipv4(),
            name: Some(name),
            user_id: self.user.id,
            billing_account,
            assigned,
            unassigned_at: None,
            created_at: self.now,
            updated_at: self.now,
        };
        let location = self.location_mut(slug)?;
        location.addresses.push(address);
        location.addresses.last()
    }
}

/// The `number`th public address: those reserved for documentation, then those reserved for benchmarks.
pub(in crate::warren) fn public_ipv4(number: u64) -> String {
    match number {
        0..200 => format!("198.51.100.{}", number + 10),
        _ => format!("198.19.{}.{}", number / 250 % 256, number % 250 + 1),
    }
}
