//! The end of a server: what dies with it, what stays and costs on, and what is released along with it.

mod told;

use std::net::Ipv4Addr;

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{AddressChange, Change, ServerChange};
use domain::floating_ip::FloatingIp;
use domain::policy::Verb;
use domain::rules::address::goes_with_server;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, hint, section, ticks};
use crate::acts::on::On;
use crate::operations::task::{Before, StepDraft, Then};
use told::{cost, dies, priced, stays};

pub(crate) struct Delete;

impl Act for Delete {
    fn slug(&self) -> &'static str {
        "server.delete"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn many(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses, Family::Replicas, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.delete")?;
        server::can_delete(&on.server().state).map_err(|error| error.message)
    }

    /// Only addresses leave something to decide.
    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let choices: Vec<Choice> = on
            .iter()
            .flat_map(|on| {
                on.own_addresses().into_iter().map(|address| Choice {
                    group: if on.name().is_empty() { String::new() } else { on.name().to_owned() },
                    ..choice(
                        address.id.0.clone(),
                        address.id.0.clone(),
                        address.name.clone().unwrap_or_default(),
                    )
                })
            })
            .collect();
        if choices.is_empty() {
            return Vec::new();
        }
        let words = "An address that is not released stays yours, leads nowhere and goes on costing money. One that is \
                     released may never come back.";
        section(vec![hint(ticks("release", "Release these addresses as well", fields, choices), words)])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let server = on.server();
        server::can_delete(&server.state)?;
        let own = on.own_addresses();
        let wanted: Vec<&str> = fields.all("release").collect();
        let (released, kept): (Vec<&FloatingIp>, Vec<&FloatingIp>) = own
            .iter()
            .copied()
            .partition(|address| wanted.contains(&address.id.0.as_str()) && is_own(address, &own));
        let mut steps: Vec<StepDraft> = vec![ServerChange::Delete { id: on.key().id.clone() }.into()];
        steps.extend(
            released
                .iter()
                .map(|address| Change::Address(AddressChange::Delete { id: address.id.clone() }).into()),
        );
        let draft = Draft {
            steps,
            before: Before::of(server),
            then: Then { forget: true, ..Then::default() },
            summary: summary(&released),
            what: "deleted for good".to_owned(),
            danger: true,
            typed: Some(on.name().to_owned()),
            dies: dies(on, &released),
            stays: stays(on, &kept),
            cost: cost(on, &kept),
            price: priced(on, own.len(), kept.len()),
            ..Draft::default()
        };
        let draft = draft
            .line("Server", server.state.word(), "deleted")
            .effect("The provider destroys the server at once, whatever runs on it.")
            .effect(
                "Right before, Skydeck reads it once more: if it has another name or another disk by then, nothing \
                 is sent.",
            )
            .effect(
                "Its tags, note and lock in Skydeck are forgotten; what was done to it stays in Activity.",
            )
            .for_good(Warning::DeleteLosesDisks.sentence());
        Ok(if released.is_empty() { draft } else { draft.for_good(Warning::ReleaseLosesAddress.sentence()) })
    }
}

/// Whether an address is among those that lead to this server: others are never released along with it.
fn is_own(address: &FloatingIp, own: &[&FloatingIp]) -> bool {
    let ip = |address: &FloatingIp| address.id.0.parse::<Ipv4Addr>().ok();
    let all: Vec<Ipv4Addr> = own.iter().copied().filter_map(ip).collect();
    ip(address).is_some_and(|address| goes_with_server(address, &all))
}

fn summary(released: &[&FloatingIp]) -> String {
    if released.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = released.iter().map(|address| address.id.0.as_str()).collect();
    format!("With {}", names.join(", "))
}
