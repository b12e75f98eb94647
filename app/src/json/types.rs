//! What of ours is read in the browser.

use std::net::IpAddr;

use domain::act::{
    BatchItem, BatchView, Begun, Choice, Confirm, Field, FieldKind, Fields, Form, FormSection, Plan,
    PlanCheck, PlanItem, PlanLine, PriceLine, Sheet,
};
use domain::credential::CredentialHealth;
use domain::freshness::{Freshness, SourceProblem};
use domain::ids::{CredentialId, OperationId, ServerKey, TeamId, UserId};
use domain::operation::OperationState;
use domain::policy::Role;
use domain::provider::Brand;
use domain::query::{Column, GroupBy, QueryProblem, ServerQuery, Sort, SortBy};
use domain::server::{Address, AddressScope, ServerState};
use domain::view::{
    ActOffer, ActPlace, ActivityPage, Cell, CellKind, Completion, CredentialRow, CredentialsPage,
    CurrencyTotal, DeckView, Facet, Fact, Group, KeyCheck, KeysPage, LockView, OperationRow, OperationStep,
    Part, PartColumn, PartRow, Pending, RevealOffer, SavedView, ScriptRow, ScriptText, ServerDetail,
    ServerList, ServerRow, SessionView, SourceBanner, SshKeyRow, TeamChoice,
};
use domain::{DomainError, ErrorKind, Timestamp};

use super::{FromJson, Json, object};
use crate::error::AppError;
use crate::facts::{Facts, Flash};

object! {
    Facts { session, deck, theme, demo, flash, now }
    Flash { form, error, note, passing, kept }
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
        key, name, state, brand, credential_label, several_keys, location, location_name, plan, vcpus, memory_mib, disk_gib,
        addresses, cost_month, taken_at, stale, pending, image, created_at, cost_hour, backups, hostname, tags, note, locked,
    }
    Pending { doing, state }
    Group { label, term, first, count, totals }
    SavedView { id, name, shared, own, query }
    Completion { search, term, note }
    Sort { by, descending }
    ServerQuery { search, sort, group, page }
    ServerList {
        rows, total, matched, matched_states, page, pages, states, brands, locations, tags, groups, columns, views,
        totals, unpriced, banners, first_reads, problems, has_credentials, now,
    }
    ServerDetail {
        row, facts, provider_note, note, lock, acts, reveals, parts, freshness, operations, now,
    }
    LockView { by, at, reason }
    RevealOffer { which, label, refusal }
    Cell { kind, text, dim, at, href }
    Fact { label, values, acts }
    ActOffer { act, label, place, fields, href, refusal, danger }
    PartColumn { label, numeric }
    PartRow { id, cells, acts }
    Part { id, title, note, columns, rows, acts, empty, refusal, problem, fetching }
    OperationStep { label, state, sent_at, ended_at }
    OperationRow {
        id, act, verb, doing, noun, summary, server, made, server_name, brand, actor, state, steps, message, status,
        correlation_id, check_refusal, settle_refusal, waits, created_at, ended_at,
    }
    Sheet { act, title, lead, on, form, plan, now }
    Form { sections, submit, price, error, refusal, fetching }
    FormSection { id, title, note, fields }
    Field {
        name, label, kind, value, hint, error, required, refusal, choices, least, most, step, unit, placeholder, mono,
        changes_form, generate, generate_chars,
    }
    Choice { value, label, note, price, icon, group, refusal }
    PriceLine { hour, month, month_before, note }
    Plan {
        operation, verb, danger, lines, effects, irreversible, dies, stays, price, cost, checks, items, requests,
        secrets, confirm, fields,
    }
    PlanLine { label, before, after }
    PlanCheck { ok, text }
    PlanItem { server, name, what, refusal }
    Confirm { typed }
    Begun { id, text, href, batch, done }
    BatchView {
        id, title, actor, running, succeeded, failed, unknown, waiting, take_back_refusal, items, created_at, now,
    }
    BatchItem { operation, server, name, state, message }
    ActivityPage { rows, matched, page, pages, now }
    CredentialRow {
        id, label, brand, base_url, scheme, last_four, fingerprint, account, health, servers, kept, added_by,
        created_at, key_since,
    }
    CredentialsPage { rows, custom_base_urls, now }
    KeyCheck { credential, label, summary }
    KeysPage { keys, scripts, now }
    SshKeyRow { id, name, kind, fingerprint, public_key, added_by, created_at }
    ScriptRow { id, name, bytes, saved_by, saved_at }
    ScriptText { id, name, text }
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
    FieldKind {
        "text" Text "lines" Lines "remark" Remark "number" Number "select" Select "cards" Cards "tick" Tick "ticks" Ticks
        "secret" Secret "hidden" Hidden "fact" Fact
    }
    CellKind {
        "text" Text "copy" Copy "number" Number "age" Age "link" Link "ok" Ok "warn" Warn "bad" Bad "unknown" Unknown
        "running" Running "stopped" Stopped "busy" Busy
    }
    ActPlace { "head" Head "menu" Menu "danger" Danger }
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

impl FromJson for Column {
    fn from_json(json: Json<'_>) -> Option<Self> {
        // Named as everywhere but in this one way of writing.
        Self::from_slug(&String::from_json(json)?.replace('_', "-"))
    }
}

impl FromJson for SortBy {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (name, column) = json.variant()?;
        if name == "Name" { Some(Self::Name) } else { Column::from_json(column).map(Self::Column) }
    }
}

impl FromJson for GroupBy {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let name = Option::<String>::from_json(json)?;
        Some(name.and_then(|name| Self::from_slug(&name)).unwrap_or_default())
    }
}

impl FromJson for Fields {
    fn from_json(json: Json<'_>) -> Option<Self> {
        Vec::from_json(json).map(Self)
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
