//! A private network; it knows its members, they do not know it.

use serde_json::{Value, json};
use time::OffsetDateTime;

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
