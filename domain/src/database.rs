//! Managed databases: a service that the provider runs on servers of its own making, as one package.

use std::net::IpAddr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::{Money, Price};
use crate::pricing::{PriceList, PricedItem};
use crate::server::ServerState;
use crate::timestamp::Timestamp;

/// What a database is doing, as far as the provider says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseState {
    /// It answers.
    Active,
    /// A tombstone that the provider still shows.
    Deleted,
    /// A word that no rule knows, shown as it is. The documents name none for a database that is being made.
    Other(String),
}

impl DatabaseState {
    /// The word that people read and search for.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Deleted => "deleted",
            Self::Other(word) => word,
        }
    }
}

/// One managed database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// The provider's id.
    pub id: ProviderResourceId,
    /// The name that people gave it; its id where they gave none.
    pub name: String,
    /// The service, as requests spell it: `postgresql`, `mariadb`.
    pub service: Option<String>,
    /// The service's version, such as `14.0`.
    pub version: Option<String>,
    /// What it is doing.
    pub state: DatabaseState,
    /// Whether it runs on more than one server.
    pub is_multi_node: Option<bool>,
    /// Where it stands, as a location's slug.
    pub location: Option<String>,
    /// Where clients connect: an address inside the location's private network.
    pub address: Option<String>,
    /// The port there.
    pub port: Option<u16>,
    /// The name to log in with; the password is read on a person's word alone.
    pub username: Option<String>,
    /// Who pays.
    pub billing_account: Option<u64>,
    /// What it is made of. A tombstone's parts have lost what they had.
    pub parts: Vec<DatabasePart>,
    /// How many times the price list's price each thing costs here.
    pub multipliers: Vec<Multiplier>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// One part of a database, such as a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabasePart {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// What it is.
    pub kind: PartKind,
    /// Where it stands, as a location's slug.
    pub location: Option<String>,
    /// Its address, where it is one.
    pub address: Option<IpAddr>,
    /// What it is doing, where it is a server.
    pub state: Option<ServerState>,
    /// Virtual processors, where it is a server.
    pub vcpus: Option<u32>,
    /// Memory in MiB, where it is a server.
    pub memory_mib: Option<u32>,
    /// All its disks together in GiB, where it is a server.
    pub disk_gib: Option<u32>,
}

/// What a part of a database is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A server.
    Server,
    /// An address that moves to whichever server answers.
    VirtualIp,
    /// A word that no rule knows, shown as it is.
    Other(String),
}

/// How many times the price list's price something costs in a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multiplier {
    /// What is priced.
    pub item: PricedItem,
    /// How many times its price; 0 means that it costs nothing here.
    #[serde(with = "rust_decimal::serde::str")]
    pub times: Decimal,
}

impl Database {
    /// What it costs by the price list: each server's processors, memory and disks at their multiplier.
    /// `None` when any of them, a multiplier, a price or the currency is not known, and for tombstones.
    #[must_use]
    pub fn price(&self, prices: &PriceList) -> Option<Price> {
        if self.state == DatabaseState::Deleted {
            return None;
        }
        let mut servers = self.parts.iter().filter(|part| part.kind == PartKind::Server).peekable();
        servers.peek()?;
        let hour = servers.try_fold(None, |sum: Option<Money>, part| {
            let hour = self.part_hour(part, prices)?;
            Some(Some(match sum {
                Some(sum) => sum.checked_add(&hour)?,
                None => hour,
            }))
        })??;
        if !hour.has_currency() {
            return None;
        }
        let month = hour.hourly_to_monthly()?;
        Some(Price { hour, month })
    }

    fn part_hour(&self, part: &DatabasePart, prices: &PriceList) -> Option<Money> {
        let cost = |item: PricedItem, units: u32| {
            let times = self.multipliers.iter().find(|row| row.item == item)?.times;
            let hour = prices.hour(&item, units)?;
            Some(Money::new(hour.amount.checked_mul(times)?, hour.currency))
        };
        cost(PricedItem::Cpu, part.vcpus?)?
            .checked_add(&cost(PricedItem::Memory, part.memory_mib?)?)?
            .checked_add(&cost(PricedItem::MainStorage, part.disk_gib?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::PriceRow;

    fn prices(currency: &str) -> PriceList {
        let row = |item, step, price: &str| PriceRow {
            id: None,
            item,
            label: None,
            step,
            hour: Money::new(price.parse().unwrap(), currency),
        };
        PriceList {
            rows: vec![
                row(PricedItem::Cpu, 1, "40"),
                row(PricedItem::Memory, 1024, "20"),
                row(PricedItem::MainStorage, 1, "0.5"),
            ],
        }
    }

    fn database() -> Database {
        let part = |kind, size: Option<(u32, u32, u32)>| DatabasePart {
            id: ProviderResourceId("part".to_owned()),
            kind,
            location: None,
            address: None,
            state: None,
            vcpus: size.map(|size| size.0),
            memory_mib: size.map(|size| size.1),
            disk_gib: size.map(|size| size.2),
        };
        let times = |item, times: u32| Multiplier { item, times: times.into() };
        Database {
            id: ProviderResourceId("package".to_owned()),
            name: "orders".to_owned(),
            service: None,
            version: None,
            state: DatabaseState::Active,
            is_multi_node: Some(true),
            location: None,
            address: None,
            port: None,
            username: None,
            billing_account: None,
            parts: vec![
                part(PartKind::VirtualIp, None),
                part(PartKind::Server, Some((1, 1024, 30))),
                part(PartKind::Server, Some((1, 1024, 30))),
            ],
            multipliers: vec![
                times(PricedItem::Cpu, 3),
                times(PricedItem::Memory, 3),
                times(PricedItem::MainStorage, 3),
                times(PricedItem::Backup, 0),
            ],
            created_at: None,
            updated_at: None,
            deleted_at: None,
        }
    }

    #[test]
    fn every_server_costs_a_multiple_of_its_price() {
        // Two of (1 × 40 + 1 × 20 + 30 × 0.5) × 3.
        let price = database().price(&prices("IDR")).unwrap();
        assert_eq!(price.hour.amount.normalize().to_string(), "450");
        assert_eq!(price.month.amount.normalize().to_string(), "328500");
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        assert_eq!(database().price(&prices(Money::UNKNOWN)), None);
        assert_eq!(database().price(&PriceList::default()), None);
        let without = |take: fn(&mut Database)| {
            let mut database = database();
            take(&mut database);
            database.price(&prices("IDR"))
        };
        assert_eq!(without(|database| database.state = DatabaseState::Deleted), None);
        assert_eq!(without(|database| database.parts.clear()), None);
        assert_eq!(without(|database| database.parts[2].disk_gib = None), None);
        assert_eq!(without(|database| database.multipliers.truncate(2)), None);
        assert!(without(|database| database.multipliers.truncate(3)).is_some());
    }
}
