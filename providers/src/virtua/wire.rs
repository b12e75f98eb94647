//! Bodies exactly as Virtua's API spells them; every field may be missing or of another type.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::wire::{Lenient, List, Scalar, object};

/// What lies around every answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Envelope {
    pub(super) success: Scalar,
    pub(super) error: Scalar,
    pub(super) message: Scalar,
    pub(super) messages: Messages,
    pub(super) errors: Messages,
}

/// Messages as objects, as plain strings, or mixed.
#[derive(Debug, Default)]
pub(super) struct Messages(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Messages {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let members: Vec<&RawValue> = match raw.as_bytes().first() {
            Some(b'[') => serde_json::from_str(raw).unwrap_or_default(),
            Some(b'{') => serde_json::from_str::<BTreeMap<String, &RawValue>>(raw)
                .map(|members| members.into_values().collect())
                .unwrap_or_default(),
            Some(b'"') => serde_json::from_str(raw).map(|one| vec![one]).unwrap_or_default(),
            _ => Vec::new(),
        };
        Ok(Self(members.into_iter().filter_map(|member| Message::read(member.get())).collect()))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    content: Scalar,
    message: Scalar,
}

impl Message {
    fn read(raw: &str) -> Option<String> {
        if raw.starts_with('{') {
            let message: Self = object(raw)?;
            return message.content.owned().or_else(|| message.message.owned());
        }
        serde_json::from_str::<Scalar>(raw).ok()?.owned()
    }
}

/// `GET /account`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Account {
    pub(super) balance: Scalar,
    pub(super) currency: Scalar,
    pub(super) email: Scalar,
    pub(super) outstanding_balance: Scalar,
    pub(super) today_cloud_usage: Scalar,
    pub(super) monthly_cloud_usage: Scalar,
    pub(super) monthly_cloud_usage_estimate: Scalar,
    pub(super) timezone: Scalar,
    pub(super) cloud_servers_limit: Scalar,
}

/// The answer to an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Made {
    pub(super) uuid: Scalar,
}

/// `GET /cloud-server`.
#[derive(Debug, Deserialize)]
pub(super) struct Servers<'a> {
    /// An answer without it says nothing of servers; derived, it would count as an empty list.
    #[serde(borrow, deserialize_with = "Deserialize::deserialize")]
    pub(super) cloud_servers: List<&'a RawValue>,
}

/// `GET /cloud-server/{uuid}` with the fields below `cloud_server`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Nested<'a> {
    #[serde(borrow)]
    pub(super) cloud_server: Option<&'a RawValue>,
}

/// One server.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Server {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    pub(super) label: Scalar,
    pub(super) hostname: Scalar,
    pub(super) offer: Lenient<Offer>,
    pub(super) cloud_zone: Lenient<Zone>,
    pub(super) system: Lenient<System>,
    pub(super) vcpus: Scalar,
    pub(super) memory_size: Scalar,
    pub(super) root_space: Scalar,
    pub(super) status: Scalar,
    pub(super) is_error: Scalar,
    pub(super) is_setup: Scalar,
    pub(super) is_processing: Scalar,
    pub(super) is_suspended: Scalar,
    pub(super) suspension_reason: Scalar,
    pub(super) setup_step: Scalar,
    pub(super) short_description: Scalar,
    pub(super) start_time: Scalar,
    pub(super) is_setup_at: Scalar,
}

/// An offer inside a server, and a row of `GET /cloud/offers`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Offer {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    pub(super) price_month: Scalar,
    pub(super) price_hour: Scalar,
    pub(super) vcpus: Scalar,
    pub(super) memory_size: Scalar,
    pub(super) root_space: Scalar,
    pub(super) category: Scalar,
    pub(super) cpu_family: Scalar,
    pub(super) root_disk_type: Scalar,
    pub(super) bandwidth: Scalar,
    pub(super) is_windows_included: Scalar,
    pub(super) additional_ipv4_addresses_max: Scalar,
    pub(super) additional_ipv4_addresses_price_hour: Scalar,
    pub(super) additional_ipv4_addresses_price_month: Scalar,
    pub(super) additional_root_space_price_hour: Scalar,
    pub(super) additional_root_space_price_month: Scalar,
    pub(super) cloud_zone: Lenient<Zone>,
}

/// A data centre. The code that calls take is not in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Zone {
    pub(super) country_code: Scalar,
    pub(super) country_name: Scalar,
    pub(super) city_name: Scalar,
    pub(super) datacenter_name: Scalar,
}

/// `GET /cloud/offers`.
#[derive(Debug, Deserialize)]
pub(super) struct Offers {
    pub(super) offers: List<Offer>,
}

/// `GET /cloud/systems`.
#[derive(Debug, Deserialize)]
pub(super) struct Systems {
    pub(super) systems: List<System>,
}

/// An operating system.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct System {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    pub(super) category: Scalar,
    pub(super) is_windows: Scalar,
}
