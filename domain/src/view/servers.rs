//! The server list and one server.

use serde::{Deserialize, Serialize};

use super::operations::OperationRow;
use super::parts::{ActOffer, Fact, Part};
use crate::freshness::{Freshness, SourceProblem};
use crate::ids::{CredentialId, ServerKey};
use crate::operation::OperationState;
use crate::provider::Brand;
use crate::query::{Column, QueryProblem, ServerQuery};
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
    /// Whether the team has another key of the brand, so that the label tells something.
    pub several_keys: bool,
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
    /// The change in flight on it.
    pub pending: Option<Pending>,
    /// Operating system or app.
    pub image: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Cost per hour, formatted.
    pub cost_hour: Option<String>,
    /// Whether the provider makes backups by itself.
    pub backups: Option<bool>,
    /// The host name inside the guest.
    pub hostname: Option<String>,
    /// The tags that Skydeck keeps, in their order.
    pub tags: Vec<String>,
    /// The beginning of the note that Skydeck keeps; empty without one.
    pub note: String,
    /// Whether it is locked: nothing is changed until the lock is taken off.
    pub locked: bool,
}

/// A change in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pending {
    /// What is happening: "Stopping", "Resizing".
    pub doing: String,
    /// Where it stands.
    pub state: OperationState,
}

/// A heading between rows, where the list is grouped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// For people; empty for the rows that belong to no group.
    pub label: String,
    /// The search term that narrows to it; empty where there is none.
    pub term: String,
    /// Place of its first row on this page, from 0.
    pub first: u32,
    /// Matching servers in it, on all pages.
    pub count: u32,
    /// What they cost, by currency, formatted.
    pub totals: Vec<String>,
}

/// A search that was given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the whole team sees it.
    pub shared: bool,
    /// Whether the person may change and remove it.
    pub own: bool,
    /// What it asks for.
    pub query: ServerQuery,
}

/// What can stand in place of the word that is being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// The whole search text with it.
    pub search: String,
    /// The term.
    pub term: String,
    /// What it means, or how many servers it finds.
    pub note: String,
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
    /// In which states those are.
    pub matched_states: Vec<Facet>,
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
    /// Narrowings by tag, over the whole list.
    pub tags: Vec<Facet>,
    /// Headings between the rows of this page; empty when the list is not grouped.
    pub groups: Vec<Group>,
    /// The columns that the person chose, in their order.
    pub columns: Vec<Column>,
    /// The person's saved views and the team's.
    pub views: Vec<SavedView>,
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

/// Who locked a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockView {
    /// The person's name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Their words; may be empty.
    pub reason: String,
}

/// A password that the provider keeps and that can be shown on request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealOffer {
    /// Which: `root` or `rescue`.
    pub which: String,
    /// On the button.
    pub label: String,
    /// Why it cannot be shown; `None` when it can.
    pub refusal: Option<String>,
}

/// One server with everything that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDetail {
    /// As in the list.
    pub row: ServerRow,
    /// What is known of it, in groups of the page's order.
    pub facts: Vec<Fact>,
    /// The provider's words on a suspension or a failure.
    pub provider_note: Option<String>,
    /// The whole note that Skydeck keeps.
    pub note: String,
    /// Who locked it; `None` when it is open to changes.
    pub lock: Option<LockView>,
    /// What can be done to it.
    pub acts: Vec<ActOffer>,
    /// Passwords that can be shown.
    pub reveals: Vec<RevealOffer>,
    /// Its disks, snapshots, addresses, network, costs.
    pub parts: Vec<Part>,
    /// How fresh the facts are.
    pub freshness: Freshness,
    /// Its latest operations, newest first.
    pub operations: Vec<OperationRow>,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
