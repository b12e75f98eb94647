//! The server list and one server.

use serde::{Deserialize, Serialize};

use super::operations::OperationRow;
use crate::freshness::{Freshness, SourceProblem};
use crate::ids::{CredentialId, ServerKey};
use crate::operation::OperationState;
use crate::power::PowerAction;
use crate::provider::Brand;
use crate::query::QueryProblem;
use crate::server::{Address, ServerState};
use crate::timestamp::Timestamp;

/// One server in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerRow {
    /// Its identity and address in the panel.
    pub key: ServerKey,
    /// Its name.
    pub name: String,
    /// What it is doing, as last read.
    pub state: ServerState,
    /// Who sells it.
    pub brand: Brand,
    /// The credential's label: it tells two accounts of one brand apart.
    pub credential_label: String,
    /// Location slug.
    pub location: String,
    /// Location for people.
    pub location_name: String,
    /// Plan or pool.
    pub plan: Option<String>,
    /// Virtual processors.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// All disks in GiB.
    pub disk_gib: Option<u32>,
    /// Addresses, public ones first.
    pub addresses: Vec<Address>,
    /// Cost per month, formatted; `None` where the provider's figures do not tell.
    pub cost_month: Option<String>,
    /// When this row was read.
    pub taken_at: Option<Timestamp>,
    /// Whether reading it anew fails at present.
    pub stale: bool,
    /// The change in flight on it, with what it does.
    pub pending: Option<(PowerAction, OperationState)>,
}

/// A source whose data is not live, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceBanner {
    /// Through which key.
    pub credential: CredentialId,
    /// The credential's label.
    pub credential_label: String,
    /// Who sells it.
    pub brand: Brand,
    /// Location, where the source has one.
    pub location: Option<String>,
    /// When it was last read; `None` when never.
    pub taken_at: Option<Timestamp>,
    /// Why it is not newer.
    pub problem: SourceProblem,
}

/// One value that the list can be narrowed to, and how many rows have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The search term that narrows to it, such as `status:running`.
    pub term: String,
    /// For people.
    pub label: String,
    /// Rows of the whole list that have it.
    pub count: u32,
}

/// What the rows shown cost together, in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyTotal {
    /// ISO 4217 code.
    pub currency: String,
    /// Cost per month, formatted.
    pub month: String,
    /// Servers in this total.
    pub servers: u32,
}

/// One page of the server list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerList {
    /// The rows of this page.
    pub rows: Vec<ServerRow>,
    /// Servers known in all.
    pub total: u32,
    /// Servers that match the search.
    pub matched: u32,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all; at least 1.
    pub pages: u32,
    /// Narrowings by state, over the whole list.
    pub states: Vec<Facet>,
    /// Narrowings by provider, over the whole list.
    pub brands: Vec<Facet>,
    /// Narrowings by location, over the whole list.
    pub locations: Vec<Facet>,
    /// Cost of all matching servers by currency.
    pub totals: Vec<CurrencyTotal>,
    /// Matching servers whose cost is not known, so that totals are not silently short.
    pub unpriced: u32,
    /// Sources that fail. Their last known rows are in the list.
    pub banners: Vec<SourceBanner>,
    /// Sources that have not been read yet: the list may be short.
    pub first_reads: u32,
    /// Search terms that no rule knows.
    pub problems: Vec<QueryProblem>,
    /// Whether the team has any credential at all.
    pub has_credentials: bool,
    /// The server's clock when this was made: ages are counted from it.
    pub now: Timestamp,
}

/// A power action as this server offers it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionOffer {
    /// The action.
    pub action: PowerAction,
    /// Why it can't be used now; `None` when it can.
    pub refusal: Option<String>,
}

/// One server with everything that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDetail {
    /// As in the list.
    pub row: ServerRow,
    /// Operating system or app.
    pub image: Option<String>,
    /// The host name inside the guest.
    pub hostname: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Cost per hour, formatted.
    pub cost_hour: Option<String>,
    /// Whether the provider makes backups by itself.
    pub backups: Option<bool>,
    /// The provider's words on a suspension or a failure.
    pub note: Option<String>,
    /// Power actions.
    pub actions: Vec<ActionOffer>,
    /// How fresh the facts are.
    pub freshness: Freshness,
    /// Its latest operations, newest first.
    pub operations: Vec<OperationRow>,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
