//! The platforms whose APIs Skydeck speaks, and the brands that sell them. A brand is a row of data.

use serde::{Deserialize, Serialize};

/// An API. One driver each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Virtua.cloud's own.
    Virtua,
    /// Warren, sold under many brands.
    Warren,
}

/// Who the customer has a contract with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brand {
    /// Virtua.cloud.
    Virtua,
    /// IDCloudHost, on Warren.
    IdCloudHost,
    /// Elastis, on Warren.
    Elastis,
    /// Any other Warren brand, by its base URL.
    Warren,
}

impl Brand {
    /// Every brand, in the order people choose from.
    pub const ALL: [Self; 4] = [Self::Virtua, Self::IdCloudHost, Self::Elastis, Self::Warren];

    /// As stored, in addresses and in searches.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Virtua => "virtua",
            Self::IdCloudHost => "idcloudhost",
            Self::Elastis => "elastis",
            Self::Warren => "warren",
        }
    }

    /// The brand that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|brand| brand.slug() == slug)
    }

    /// As the brand writes itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Virtua => "Virtua.cloud",
            Self::IdCloudHost => "IDCloudHost",
            Self::Elastis => "Elastis",
            Self::Warren => "Other Warren brand",
        }
    }

    /// Two letters for tight places.
    #[must_use]
    pub const fn monogram(self) -> &'static str {
        match self {
            Self::Virtua => "VI",
            Self::IdCloudHost => "ID",
            Self::Elastis => "EL",
            Self::Warren => "WA",
        }
    }

    /// The API that the brand runs.
    #[must_use]
    pub const fn platform(self) -> Platform {
        match self {
            Self::Virtua => Platform::Virtua,
            Self::IdCloudHost | Self::Elastis | Self::Warren => Platform::Warren,
        }
    }

    /// Where its API answers, version included; `None` where the person must say.
    #[must_use]
    pub const fn base_url(self) -> Option<&'static str> {
        match self {
            Self::Virtua => Some("https://api.virtua.cloud/v1"),
            Self::IdCloudHost => Some("https://api.idcloudhost.com/v1"),
            Self::Elastis => Some("https://api.elastis.id/v1"),
            Self::Warren => None,
        }
    }

    /// The currency of its prices, where the API names none.
    #[must_use]
    pub const fn currency(self) -> Option<&'static str> {
        match self {
            Self::Virtua => Some("EUR"),
            Self::IdCloudHost | Self::Elastis => Some("IDR"),
            Self::Warren => None,
        }
    }

    /// Where in its console a person makes an API key.
    #[must_use]
    pub const fn key_hint(self) -> &'static str {
        match self {
            Self::Virtua => "Virtua manager, under API keys",
            Self::IdCloudHost => "IDCloudHost console, under API access tokens",
            Self::Elastis => "Elastis console, under API access tokens",
            Self::Warren => "The brand's console, under API access tokens",
        }
    }
}
