//! What of ours is read in the browser.

use std::net::IpAddr;

use domain::credential::CredentialHealth;
use domain::freshness::{Freshness, SourceProblem};
use domain::ids::{CredentialId, OperationId, ServerKey, TeamId, UserId};
use domain::operation::OperationState;
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::query::QueryProblem;
use domain::server::{Address, AddressScope, ServerState};
use domain::view::{
    ActionOffer, ActivityPage, CredentialRow, CredentialsPage, CurrencyTotal, DeckView, Facet, KeyCheck,
    OperationRow, OperationStep, PlanCheck, PowerPlan, ServerDetail, ServerList, ServerRow, SessionView,
    SourceBanner, TeamChoice,
};
use domain::{DomainError, ErrorKind, Timestamp};

use super::{FromJson, Json, object};
use crate::error::AppError;
use crate::facts::{Facts, Flash};

object! {
    Facts { session, deck, theme, demo, flash, now }
    Flash { form, error, note, kept }
    SessionView { user, name, email, team, teams }
    TeamChoice { id, name, role }
    DeckView { servers, sources, failing, first_reads, oldest, running, unknown, now }
    DomainError { kind, message, field, correlation_id, retry_after_s }
    SourceProblem { message, status, correlation_id, since, next_try }
    SourceBanner { credential, credential_label, brand, location, taken_at, problem }
    QueryProblem { term, message }
    Address { ip, scope }
    Facet { term, label, count }
    CurrencyTotal { currency, month, servers }
    ServerRow {
        key, name, state, brand, credential_label, location, location_name, plan, vcpus, memory_mib, disk_gib, addresses,
        cost_month, taken_at, stale, pending,
    }
    ServerList {
        rows, total, matched, page, pages, states, brands, locations, totals, unpriced, banners, first_reads, problems,
        has_credentials, now,
    }
    ActionOffer { action, refusal }
    ServerDetail {
        row, image, hostname, created_at, cost_hour, backups, note, actions, freshness, operations, now,
    }
    OperationStep { label, state, sent_at, ended_at }
    OperationRow {
        id, action, server, server_name, brand, actor, state, steps, message, status, correlation_id, created_at,
        ended_at,
    }
    PlanCheck { ok, text }
    PowerPlan {
        operation, action, server, server_name, brand, before, after, effects, cost, irreversible, checks, requests,
    }
    ActivityPage { rows, matched, page, pages, now }
    CredentialRow {
        id, label, brand, base_url, scheme, last_four, fingerprint, account, health, servers, added_by, created_at,
        key_since,
    }
    CredentialsPage { rows, custom_base_urls, now }
    KeyCheck { credential, label, summary }
}

/// Enums without data by their names. One that gets a variant does not compile until it is here.
macro_rules! words {
    ($($name:ident { $($word:literal $variant:ident)* })*) => {
        $(impl FromJson for $name {
            fn from_json(json: Json<'_>) -> Option<Self> {
                const _: fn($name) = |value| match value {
                    $($name::$variant => {})*
                };
                match String::from_json(json)?.as_str() {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        })*
    };
}

words! {
    Role { "owner" Owner "admin" Admin "operator" Operator "billing" Billing "viewer" Viewer }
    Brand { "virtua" Virtua "id_cloud_host" IdCloudHost "elastis" Elastis "warren" Warren }
    PowerAction { "start" Start "stop" Stop "force_stop" ForceStop "restart" Restart }
    AddressScope { "public" Public "private" Private }
    OperationState {
        "intended" Intended "sent" Sent "succeeded" Succeeded "failed" Failed "unknown" Unknown
    }
    ErrorKind {
        "invalid" Invalid "unauthenticated" Unauthenticated "forbidden" Forbidden "not_found" NotFound
        "conflict" Conflict "provider_refused" ProviderRefused "provider_unavailable" ProviderUnavailable
        "too_large" TooLarge "rate_limited" RateLimited "unavailable" Unavailable "internal" Internal
        "network" Network
    }
}

/// What is written as a text that it can be parsed from.
macro_rules! parsed {
    ($($name:ty)*) => {
        $(impl FromJson for $name {
            fn from_json(json: Json<'_>) -> Option<Self> {
                String::from_json(json)?.parse().ok()
            }
        })*
    };
}

parsed! { ServerKey CredentialId OperationId TeamId UserId IpAddr }

impl FromJson for Timestamp {
    fn from_json(json: Json<'_>) -> Option<Self> {
        i64::from_json(json).map(Self)
    }
}

impl FromJson for AppError {
    fn from_json(json: Json<'_>) -> Option<Self> {
        DomainError::from_json(json).map(Self)
    }
}

impl FromJson for ServerState {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (name, value) = json.variant()?;
        let known = [
            Self::Running,
            Self::Stopped,
            Self::Busy,
            Self::Provisioning,
            Self::Suspended,
            Self::Error,
            Self::Deleted,
        ];
        known
            .into_iter()
            .find(|state| state.word() == name)
            .or_else(|| String::from_json(value).map(Self::Other))
    }
}

impl FromJson for Freshness {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (name, mut value) = json.variant()?;
        Some(match name.as_str() {
            "live" => Self::Live { taken_at: value.field("taken_at")? },
            "stale" => Self::Stale { taken_at: value.field("taken_at")?, problem: value.field("problem")? },
            "unknown" => Self::Unknown { problem: value.field("problem")? },
            _ => return None,
        })
    }
}

impl FromJson for CredentialHealth {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (name, mut value) = json.variant()?;
        Some(match name.as_str() {
            "working" => Self::Working { checked_at: value.field("checked_at")? },
            "refused" => Self::Refused { message: value.field("message")?, since: value.field("since")? },
            "unreachable" => {
                Self::Unreachable { message: value.field("message")?, since: value.field("since")? }
            }
            "unchecked" => Self::Unchecked,
            _ => return None,
        })
    }
}
