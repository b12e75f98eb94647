//! What may be known about an API key. The key itself never appears in this crate.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// How a key is put into a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthScheme {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `X-API-Key: KEY`.
    XApiKey,
    /// `Authorization: Basic KEY`, the key raw and not base64: Virtua's older form.
    RawBasic,
    /// `apikey: KEY`: Warren's only form.
    ApiKey,
}

impl AuthScheme {
    /// Every scheme.
    pub const ALL: [Self; 4] = [Self::Bearer, Self::XApiKey, Self::RawBasic, Self::ApiKey];

    /// As stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::XApiKey => "x-api-key",
            Self::RawBasic => "raw-basic",
            Self::ApiKey => "apikey",
        }
    }

    /// The scheme that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.slug() == slug)
    }

    /// For people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Authorization: Bearer",
            Self::XApiKey => "X-API-Key",
            Self::RawBasic => "Authorization: Basic",
            Self::ApiKey => "apikey",
        }
    }
}

/// Whether a key works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialHealth {
    /// The last call with it was accepted.
    Working {
        /// When.
        checked_at: Timestamp,
    },
    /// The provider refused it. Polling has stopped.
    Refused {
        /// The provider's words.
        message: String,
        /// Since when.
        since: Timestamp,
    },
    /// It can't be said: the provider does not answer or makes no sense.
    Unreachable {
        /// What happened.
        message: String,
        /// Since when.
        since: Timestamp,
    },
    /// Not tried yet.
    Unchecked,
}

/// Days after which a key should be replaced (security.md K10).
pub const KEY_AGE_WARNING_DAYS: i64 = 180;
