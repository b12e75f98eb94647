//! The facts of a server as a list of names and values.

use domain::server::AddressScope;
use domain::view::ServerDetail;
use leptos::prelude::*;

use super::row::memory;
use crate::components::Age;
use crate::ui::{CopyText, Mono, Num, Properties, Property};

/// The facts. What the provider does not tell says so.
#[component]
pub fn Facts(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    // Ages and operations change without the facts: they are drawn elsewhere.
    let facts = Memo::new(move |_| {
        found.with(|found| {
            let mut facts = found.clone()?;
            facts.operations.clear();
            facts.row.taken_at = None;
            facts.freshness = domain::freshness::Freshness::Unknown { problem: None };
            facts.now = domain::Timestamp(0);
            Some(facts)
        })
    });
    let now = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(domain::Timestamp(0), |found| found.now))
    });
    move || facts.get().map(|facts| list(facts, now))
}

fn list(facts: ServerDetail, now: Signal<domain::Timestamp>) -> impl IntoView {
    let row = facts.row;
    let (memory, unit) = memory(row.memory_mib);
    let addresses = row
        .addresses
        .iter()
        .map(|address| {
            let scope = match address.scope {
                AddressScope::Public => "public",
                AddressScope::Private => "private",
            };
            view! { <div><CopyText text=address.ip.to_string() label="address"/> " " <span class="dim">{scope}</span></div> }
        })
        .collect_view();
    let no_address = row.addresses.is_empty().then(|| said(None));
    let backups = facts.backups.map(|on| if on { "On".to_owned() } else { "Off".to_owned() });
    let size = [
        row.vcpus.map(|vcpus| view! { <Num value=vcpus.to_string() unit="vCPU"/> " " }.into_any()),
        row.memory_mib.map(|_| view! { <Num value=memory unit/> " " }.into_any()),
        row.disk_gib.map(|gib| view! { <Num value=gib.to_string() unit="GiB disk"/> }.into_any()),
    ];
    view! {
        <Properties>
            <Property label="Addresses">{addresses} {no_address}</Property>
            <Property label="Plan">{said(row.plan)}</Property>
            <Property label="Size">{size.into_iter().flatten().collect_view()}</Property>
            <Property label="Image">{said(facts.image)}</Property>
            <Property label="Cost per month">{said(row.cost_month)}</Property>
            <Property label="Cost per hour">{said(facts.cost_hour)}</Property>
            <Property label="Host name">{said(facts.hostname)}</Property>
            <Property label="Automatic backups">{said(backups)}</Property>
            <Property label="Location">{row.location_name} " " <Mono text=row.location/></Property>
            <Property label="Provider's id"><CopyText text=row.key.id.to_string() label="id"/></Property>
            <Property label="Made">
                {match facts.created_at {
                    Some(at) => view! { <Age at=Some(at) now/> }.into_any(),
                    None => said(None),
                }}
            </Property>
            <Property label="Read with the key">{row.credential_label}</Property>
        </Properties>
    }
}

/// A fact, or that the provider does not tell it.
fn said(fact: Option<String>) -> AnyView {
    match fact {
        Some(fact) => fact.into_any(),
        None => view! { <span class="dim">"the provider does not tell"</span> }.into_any(),
    }
}
