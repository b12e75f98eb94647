//! The data centres of the simulated Virtua.

use serde_json::{Value, json};

/// One data centre.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Zone {
    pub(super) code: &'static str,
    pub(super) country_code: &'static str,
    pub(super) country: &'static str,
    pub(super) city: &'static str,
    pub(super) datacenter: &'static str,
    pub(super) timezone: &'static str,
    /// Sold out in the public catalogue; its offers cannot be ordered, its servers run on.
    pub(super) sold_out: bool,
}

pub(super) static PARIS: Zone = Zone {
    code: "par01fr",
    country_code: "FR",
    country: "France",
    city: "Paris",
    datacenter: "Iliad DC2",
    timezone: "Europe/Paris",
    sold_out: false,
};

pub(super) static FRANKFURT: Zone = Zone {
    code: "fra01de",
    country_code: "DE",
    country: "Germany",
    city: "Frankfurt",
    datacenter: "Equinix FR5",
    timezone: "Europe/Berlin",
    sold_out: false,
};

pub(super) static LILLE: Zone = Zone {
    code: "lil01fr",
    country_code: "FR",
    country: "France",
    city: "Lille",
    datacenter: "CIV1",
    timezone: "Europe/Paris",
    sold_out: true,
};

pub(super) static ALL: [&Zone; 3] = [&PARIS, &FRANKFURT, &LILLE];

impl Zone {
    /// As it appears inside servers and offers. The code is not part of it.
    pub(super) fn wire(&self) -> Value {
        json!({
            "country_code": self.country_code,
            "country_name": self.country,
            "city_name": self.city,
            "datacenter_name": self.datacenter,
            "timezone": self.timezone,
        })
    }
}
