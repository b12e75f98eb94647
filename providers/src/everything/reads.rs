//! The list of them. A family that is not in it fails a test.

use std::sync::LazyLock;

use domain::capability::Family;
use domain::ids::ProviderResourceId;
use domain::plan::ImageKind;
use domain::rules::replica::ReplicaKind;
use domain::server_password::ServerPassword;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::family::{AddressFilter, Result};
use crate::{Credential, Provider};

/// One read that has not begun.
pub(super) struct Read<'a> {
    pub(super) family: Family,
    /// Such as `list`.
    pub(super) what: &'static str,
    pub(super) outcome: BoxFuture<'a, Result<()>>,
}

/// Of something that may not exist.
static ID: LazyLock<ProviderResourceId> = LazyLock::new(|| ProviderResourceId("7".to_owned()));
const SLUG: &str = "jkt01";
static ALL: LazyLock<AddressFilter> = LazyLock::new(AddressFilter::default);

/// Every read that the provider has.
pub(super) fn reads<'a>(provider: &'a dyn Provider, key: &'a Credential) -> Vec<Read<'a>> {
    let mut all = Vec::new();
    let mut add = |family, what, outcome| all.push(Read { family, what, outcome });
    if let Some(it) = provider.account() {
        add(Family::Account, "account", told(it.account(key)));
        add(Family::Account, "probe", told(it.probe(key)));
    }
    if let Some(it) = provider.locations() {
        add(Family::Locations, "list", told(it.list(key)));
    }
    if let Some(it) = provider.compute() {
        add(Family::Compute, "list", told(it.list(key, SLUG)));
        add(Family::Compute, "get", told(it.get(key, SLUG, &ID)));
    }
    if let Some(it) = provider.images() {
        for kind in [ImageKind::All, ImageKind::Plain, ImageKind::App] {
            add(Family::Images, "list", told(it.list(key, kind)));
        }
    }
    if let Some(it) = provider.plans() {
        add(Family::Plans, "list", told(it.list(key, SLUG)));
    }
    if let Some(it) = provider.parameters() {
        add(Family::Parameters, "read", told(it.read(key)));
    }
    if let Some(it) = provider.passwords() {
        add(Family::Passwords, "read", told(it.read(key, SLUG, &ID, ServerPassword::Root)));
    }
    if let Some(it) = provider.projects() {
        add(Family::Projects, "list", told(it.list(key)));
    }
    if let Some(it) = provider.allowance() {
        add(Family::Allowance, "read", told(it.read(key)));
    }
    if let Some(it) = provider.catalogue() {
        add(Family::Catalogue, "read", told(it.read(&key.endpoint)));
    }
    if let Some(it) = provider.disks() {
        add(Family::Disks, "list", told(it.list(key, SLUG)));
        add(Family::Disks, "get", told(it.get(key, SLUG, &ID)));
    }
    if let Some(it) = provider.replicas() {
        for kind in [ReplicaKind::Snapshot, ReplicaKind::Backup] {
            add(Family::Replicas, "list", told(it.list(key, SLUG, &ID, kind)));
        }
    }
    if let Some(it) = provider.networks() {
        add(Family::Networks, "list", told(it.list(key, SLUG)));
        add(Family::Networks, "get", told(it.get(key, SLUG, &ID)));
    }
    if let Some(it) = provider.addresses() {
        add(Family::Addresses, "list", told(it.list(key, SLUG, &ALL)));
        add(Family::Addresses, "get", told(it.get(key, SLUG, &ID)));
    }
    if let Some(it) = provider.balancers() {
        add(Family::Balancers, "list", told(it.list(key, SLUG)));
        add(Family::Balancers, "get", told(it.get(key, SLUG, &ID)));
    }
    if let Some(it) = provider.buckets() {
        add(Family::Buckets, "endpoint", told(it.endpoint(key)));
        add(Family::Buckets, "list", told(it.list(key, None)));
        add(Family::Buckets, "get", told(it.get(key, &ID)));
        add(Family::Buckets, "keys", told(it.keys(key)));
        add(Family::Buckets, "key_secret", told(it.key_secret(key, &ID)));
        add(Family::Buckets, "user", told(it.user(key)));
    }
    if let Some(it) = provider.databases() {
        add(Family::Databases, "list", told(it.list(key)));
        add(Family::Databases, "get", told(it.get(key, &ID)));
        add(Family::Databases, "allow_list", told(it.allow_list(key, &ID)));
        add(Family::Databases, "secrets", told(it.secrets(key, &ID)));
    }
    if let Some(it) = provider.pricing() {
        add(Family::Pricing, "list", told(it.list(key)));
    }
    if let Some(it) = provider.billing() {
        add(Family::Billing, "list", told(it.list(key, true)));
        add(Family::Billing, "get", told(it.get(key, &ID)));
        add(Family::Billing, "unpaid", told(it.unpaid(key, &ID)));
        add(Family::Billing, "servers", told(it.servers(key, SLUG, &ID)));
    }
    if let Some(it) = provider.cards() {
        add(Family::Cards, "list", told(it.list(key, &ID)));
        add(Family::Cards, "get", told(it.get(key, &ID)));
    }
    if let Some(it) = provider.credit() {
        add(Family::Credit, "list", told(it.list(key, &ID)));
        add(Family::Credit, "has_campaigns", told(it.has_campaigns(key)));
    }
    if let Some(it) = provider.invoices() {
        add(Family::Invoices, "list", told(it.list(key, &ID)));
        add(Family::Invoices, "get", told(it.get(key, &ID)));
    }
    if let Some(it) = provider.usage() {
        add(Family::Usage, "list", told(it.list(key, &ID)));
    }
    if let Some(it) = provider.tokens() {
        add(Family::Tokens, "list", told(it.list(key)));
    }
    all
}

/// Only whether it worked.
fn told<'a, T>(call: impl Future<Output = Result<T>> + Send + 'a) -> BoxFuture<'a, Result<()>> {
    call.map(|outcome| outcome.map(drop)).boxed()
}
