//! A managed service package: servers of the provider's own that run a database, and what it costs.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::clock::stamp;

/// No `Debug`: it knows its password.
pub(in crate::warren) struct Package {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) service: Service,
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) billing_account: u64,
    /// Slug of the location that it stands in.
    pub(in crate::warren) location: &'static str,
    /// Where clients connect.
    pub(in crate::warren) service_ip: String,
    pub(in crate::warren) password: String,
    /// Who may connect; everyone while it is empty.
    pub(in crate::warren) allowed: Vec<String>,
    pub(in crate::warren) nodes: Vec<Node>,
    /// The address of a multi-node package, which is a resource of its own.
    pub(in crate::warren) virtual_ip: Option<String>,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: OffsetDateTime,
    pub(in crate::warren) deleted_at: Option<OffsetDateTime>,
}

/// A server of a package. Customers' own lists do not show it.
#[derive(Debug)]
pub(in crate::warren) struct Node {
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) disk_uuid: String,
    pub(in crate::warren) vcpu: u32,
    pub(in crate::warren) memory_mb: u32,
    pub(in crate::warren) disk_gb: u32,
}

/// What is offered. No call lists it; these are in the document, and one of them was seen to be all that a
/// brand has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::warren) enum Service {
    Postgresql,
    Mariadb,
}

impl Service {
    pub(in crate::warren) const ALL: [Self; 2] = [Self::Postgresql, Self::Mariadb];

    pub(in crate::warren) const fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "postgresql",
            Self::Mariadb => "mariadb",
        }
    }

    /// The one version, to the letter: `14` is none.
    pub(in crate::warren) const fn version(self) -> &'static str {
        match self {
            Self::Postgresql => "14.0",
            Self::Mariadb => "10.5",
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::Postgresql => 5432,
            Self::Mariadb => 3306,
        }
    }

    /// "Availability depends on the service type"; which has it is a guess from the samples.
    pub(in crate::warren) const fn multi_node(self) -> bool {
        matches!(self, Self::Postgresql)
    }
}

impl Package {
    /// How many times the price of a server its servers cost, as in every sample.
    pub(in crate::warren) const MULTIPLIER: u8 = 3;

    /// A tombstone keeps the names of its resources and nothing else of them.
    pub(in crate::warren) fn wire(&self) -> Value {
        let deleted = self.deleted_at.is_some();
        let resource = |kind: &str, id: &str, allocation: Value| {
            json!({
                "resource_allocation": if deleted { Value::Object(Map::new()) } else { allocation },
                "resource_id": id,
                "resource_location": self.location,
                "resource_type": kind,
            })
        };
        let address =
            self.virtual_ip.iter().map(|id| resource("virtual_ip", id, json!({"address": self.service_ip})));
        let nodes = self.nodes.iter().map(|node| resource("vm", &node.uuid, node.wire()));
        let mut package = json!({
            "billing_account_id": self.billing_account,
            "created_at": stamp(self.created_at),
            "display_name": self.name,
            "is_deleted": deleted,
            "is_multi_node": self.virtual_ip.is_some(),
            "prices": prices(),
            "properties": {
                "service_ip": self.service_ip,
                "location": self.location,
                "sql_user": "wadmin",
                "port": self.service.port(),
            },
            "resources": address.chain(nodes).collect::<Value>(),
            "service": self.service.name(),
            "status": if deleted { "deleted" } else { "active" },
            "updated_at": stamp(self.updated_at),
            "user_id": self.user_id,
            "uuid": self.uuid,
            "version": self.service.version(),
        });
        if let (Value::Object(fields), Some(at)) = (&mut package, self.deleted_at) {
            fields.insert("deleted_at".to_owned(), Value::from(stamp(at)));
        }
        package
    }
}

impl Node {
    fn wire(&self) -> Value {
        json!({
            "memory": self.memory_mb,
            "vcpu": self.vcpu,
            "status": "running",
            "storage": [{"primary": true, "size": self.disk_gb, "uuid": self.disk_uuid, "replica": []}],
        })
    }
}

fn prices() -> Value {
    let times = f64::from(Package::MULTIPLIER);
    let price = |times: f64, kind: &str, service: Option<&str>| {
        let mut price = json!({"priceMultiplier": times, "resourceType": kind});
        if let (Value::Object(fields), Some(service)) = (&mut price, service) {
            fields.insert("serviceNameInUptime".to_owned(), Value::from(service));
        }
        price
    };
    json!([
        price(times, "CPU", None),
        price(times, "RAM", None),
        price(times, "STORAGE", Some("main")),
        price(times, "STORAGE", Some("block")),
        price(0.0, "STORAGE", Some("snapshot")),
        price(0.0, "STORAGE", Some("backup")),
        price(0.0, "OBJECT_STORAGE", None),
        price(0.0, "LICENSE", Some("windows")),
        price(0.0, "UNASSIGNED_FLOATING_IP", None),
    ])
}
