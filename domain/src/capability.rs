//! What a platform's API offers, as data: the interface shows what is missing with its reason.

use serde::{Deserialize, Serialize};

use crate::power::PowerAction;
use crate::provider::Brand;

/// A group of calls that a platform has or lacks as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Who the key belongs to, balance and limits.
    Account,
    /// Where things can be.
    Locations,
    /// Servers.
    Compute,
    /// What a server can be installed with.
    Images,
    /// Plans (Virtua) or resource pools (Warren).
    Plans,
    /// What new servers must obey.
    Parameters,
    /// Passwords inside servers, to be read.
    Passwords,
    /// What servers are ordered into.
    Projects,
    /// What the account may have and has.
    Allowance,
    /// A price list that needs no key.
    Catalogue,
    /// Disks.
    Disks,
    /// Snapshots and automatic backups.
    Replicas,
    /// Private networks.
    Networks,
    /// Floating IPs.
    Addresses,
    /// Load balancers.
    Balancers,
    /// Price list.
    Pricing,
    /// Billing accounts: who pays.
    Billing,
    /// Cards and other ways to pay.
    Cards,
    /// Credit of billing accounts.
    Credit,
    /// Invoices and their payment.
    Invoices,
    /// What the running month has used.
    Usage,
    /// Object storage: buckets and the keys of S3 clients.
    Buckets,
    /// Managed databases.
    Databases,
    /// The provider's own API tokens.
    Tokens,
}

impl Family {
    /// Every family.
    pub const ALL: &[Self] = &[
        Self::Account,
        Self::Locations,
        Self::Compute,
        Self::Images,
        Self::Plans,
        Self::Parameters,
        Self::Passwords,
        Self::Projects,
        Self::Allowance,
        Self::Catalogue,
        Self::Disks,
        Self::Replicas,
        Self::Networks,
        Self::Addresses,
        Self::Balancers,
        Self::Pricing,
        Self::Billing,
        Self::Cards,
        Self::Credit,
        Self::Invoices,
        Self::Usage,
        Self::Buckets,
        Self::Databases,
        Self::Tokens,
    ];

    /// As stored and in log fields.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Locations => "locations",
            Self::Compute => "compute",
            Self::Images => "images",
            Self::Plans => "plans",
            Self::Parameters => "parameters",
            Self::Passwords => "passwords",
            Self::Projects => "projects",
            Self::Allowance => "allowance",
            Self::Catalogue => "catalogue",
            Self::Disks => "disks",
            Self::Replicas => "replicas",
            Self::Networks => "networks",
            Self::Addresses => "addresses",
            Self::Balancers => "balancers",
            Self::Pricing => "pricing",
            Self::Billing => "billing",
            Self::Cards => "cards",
            Self::Credit => "credit",
            Self::Invoices => "invoices",
            Self::Usage => "usage",
            Self::Buckets => "buckets",
            Self::Databases => "databases",
            Self::Tokens => "tokens",
        }
    }

    /// The family that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|family| family.slug() == slug)
    }
}

/// Offered, or not with the reason that people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offer {
    /// The API has it.
    Yes,
    /// The API lacks it; one sentence says so.
    No(String),
}

impl Offer {
    /// Whether the API has it.
    #[must_use]
    pub const fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }
}

/// What one brand's API offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Whose API.
    pub brand: Brand,
    /// One row a family.
    pub families: Vec<(Family, Offer)>,
    /// One row a power action.
    pub power: Vec<(PowerAction, Offer)>,
    /// One row a kind of change ([`crate::change::Change::KINDS`]).
    pub changes: Vec<(String, Offer)>,
}

impl Capabilities {
    /// Whether the family is offered. A family without a row is not.
    #[must_use]
    pub fn family(&self, family: Family) -> Offer {
        self.families.iter().find(|(f, _)| *f == family).map_or_else(
            || Offer::No(format!("{}'s API offers no {}.", self.brand.name(), family.slug())),
            |(_, offer)| offer.clone(),
        )
    }

    /// Whether the power action is offered. An action without a row is not.
    #[must_use]
    pub fn power(&self, action: PowerAction) -> Offer {
        self.power.iter().find(|(a, _)| *a == action).map_or_else(
            || Offer::No(format!("{}'s API offers no {}.", self.brand.name(), action.noun())),
            |(_, offer)| offer.clone(),
        )
    }

    /// Whether a kind of change is offered. A kind without a row is not.
    #[must_use]
    pub fn change(&self, kind: &str) -> Offer {
        self.changes.iter().find(|(known, _)| known == kind).map_or_else(
            || Offer::No(format!("{}'s API offers no such change.", self.brand.name())),
            |(_, offer)| offer.clone(),
        )
    }
}
