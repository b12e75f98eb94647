//! A virtual machine.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Storage;
use crate::clock::stamp;
use crate::control::ServerView;

#[derive(Debug)]
pub(in crate::warren) struct Vm {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) description: String,
    pub(in crate::warren) os_name: String,
    pub(in crate::warren) os_version: String,
    pub(in crate::warren) vcpu: u32,
    pub(in crate::warren) memory_mb: u32,
    pub(in crate::warren) storage: Vec<Storage>,
    pub(in crate::warren) status: String,
    pub(in crate::warren) backup: bool,
    pub(in crate::warren) billing_account: u64,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) username: String,
    pub(in crate::warren) mac: String,
    pub(in crate::warren) private_ipv4: String,
    pub(in crate::warren) pool_uuid: String,
    pub(in crate::warren) pool_name: String,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: Option<OffsetDateTime>,
}

impl Vm {
    pub(in crate::warren) fn running(&self) -> bool {
        self.status == "running"
    }

    /// `busy` says whether a write holds the VM.
    pub(in crate::warren) fn view(&self, slug: &str, busy: bool) -> ServerView {
        ServerView {
            id: self.uuid.clone(),
            name: self.name.clone(),
            location: slug.to_owned(),
            status: self.status.clone(),
            busy,
        }
    }

    /// As a live service prints it: without `id`, `tags`, public addresses and network, unlike the documents.
    pub(in crate::warren) fn wire(&self) -> Value {
        let storage: Vec<Value> = self.storage.iter().map(Storage::wire).collect();
        let mut vm = json!({
            "backup": self.backup,
            "billing_account": self.billing_account,
            "created_at": stamp(self.created_at),
            "description": self.description,
            "designated_pool_name": self.pool_name,
            "designated_pool_uuid": self.pool_uuid,
            "hostname": self.name.to_ascii_lowercase(),
            "mac": self.mac,
            "memory": self.memory_mb,
            "name": self.name,
            "os_name": self.os_name,
            "os_version": self.os_version,
            "private_ipv4": self.private_ipv4,
            "status": self.status,
            "storage": storage,
            "updated_at": self.updated_at.map(stamp),
            "user_id": self.user_id,
            "username": self.username,
            "uuid": self.uuid,
            "vcpu": self.vcpu,
        });
        if let (Value::Object(fields), "windows") = (&mut vm, self.os_name.as_str()) {
            fields.insert("license_type".to_owned(), Value::from("WINDOWS"));
        }
        vm
    }
}
