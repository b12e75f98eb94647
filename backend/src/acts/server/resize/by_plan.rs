//! Virtua: the plans of the server's zone, each with its price and the difference to the present one.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::change::ServerChange;
use domain::ids::ProviderResourceId;
use domain::money::Money;
use domain::plan::Plan;
use domain::rules::resize::{Offer, virtua_resize};

use crate::acts::draft::{Draft, PriceChange};
use crate::acts::field::{cards, hint, read_choice, section, tick};
use crate::acts::measure;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(super) fn form(on: &On<'_>, fields: &Fields) -> Vec<FormSection> {
    let choices = offered(on).map(|plan| choice(on, plan)).collect();
    let mut plan = cards("plan", "Plan", fields, "", choices);
    plan.changes_form = true;
    let mut grow = hint(
        tick("resize_disk", "Grow the disk with the plan", fields, false),
        "A disk that has grown cannot be made smaller again, so there is no way back to a smaller plan's disk. Without \
         this, the disk keeps its size.",
    );
    grow.changes_form = true;
    section(vec![plan, grow])
}

pub(super) fn draft(on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
    let server = on.server();
    let wanted = read_choice(fields, "plan", "Choose a plan.")?;
    let plan = offered(on).find(|plan| plan.id == wanted);
    let plan = plan.ok_or_else(|| {
        DomainError::invalid(
            "plan",
            "This plan is not on sale where the server stands. Choose from the list.",
        )
    })?;
    if let Some(why) = refusal(on, plan) {
        return Err(DomainError::invalid("plan", why));
    }
    let grow_disk = fields.is_on("resize_disk");
    let disk_gib = plan.disk_gib.map(|(_, most)| most);
    let current = server.details.plan.as_ref().map(|plan| plan.0.as_str());
    virtua_resize(&server.state, current, server.disk_gib, Offer { id: &plan.id, disk_gib }, grow_disk)?;
    let (before, after) = (server.plan.clone().unwrap_or_default(), plan.name.clone());
    let change = ServerChange::Resize {
        id: on.key().id.clone(),
        plan: ProviderResourceId(plan.id.clone()),
        grow_disk,
    };
    let keeps = !grow_disk && server.disk_gib != disk_gib;
    let mut draft = Draft {
        steps: vec![change.into()],
        before: Before::of(server),
        summary: format!("{before} → {after}"),
        price: plan.price.clone().map(|after| PriceChange {
            before: server.price.clone(),
            after,
            note: if keeps {
                "The plan's price. The disk keeps its size, and the provider's figures do not tell what that does to \
                 the bill."
                    .to_owned()
            } else {
                String::new()
            },
        }),
        cost: match &plan.price {
            Some(price) => format!("From then on it costs {}, before tax.", price::words(price)),
            None => "What it will cost cannot be told: the provider names no price for this plan.".to_owned(),
        },
        ..Draft::default()
    }
    .line("Plan", before, after);
    if let (Some(now), Some((then, _))) = (server.vcpus, plan.vcpus) {
        draft = draft.line("Processors", format!("{now} vCPU"), format!("{then} vCPU"));
    }
    if let (Some(now), Some((then, _))) = (server.memory_mib, plan.memory_mib) {
        draft = draft.line("Memory", measure::memory(now), measure::memory(then));
    }
    let disk_after = if grow_disk { disk_gib } else { server.disk_gib };
    draft = draft.line("Disk", measure::disk(server.disk_gib), measure::disk(disk_after)).effect(
        "The provider moves the server to the plan's size. It is switched off meanwhile, for some minutes.",
    );
    if grow_disk && disk_gib > server.disk_gib {
        draft = draft.for_good("A disk that has grown cannot be made smaller again.").effect(
            "The disk grows; the file systems on it may have to be enlarged inside the server afterwards.",
        );
    }
    Ok(draft)
}

/// What is on sale where the server stands.
fn offered<'a>(on: &On<'a>) -> impl Iterator<Item = &'a Plan> {
    let here = &on.server().location.slug;
    on.plans().iter().filter(move |plan| plan.location.as_ref().is_none_or(|location| location == here))
}

/// Why a plan cannot be chosen.
fn refusal(on: &On<'_>, plan: &Plan) -> Option<String> {
    let server = on.server();
    let extras = plan.extras.as_ref();
    if extras.is_some_and(|extras| extras.is_sold_out) {
        return Some("It is sold out here.".to_owned());
    }
    let current = server.details.plan.as_ref().and_then(|id| on.plans().iter().find(|plan| plan.id == id.0));
    let licensed = current.and_then(|plan| plan.extras.as_ref()?.is_windows);
    let windows = licensed.unwrap_or_else(|| price::is_windows(server));
    match extras.and_then(|extras| extras.is_windows) {
        Some(true) if !windows => Some("It is for Windows, and this server runs another system.".to_owned()),
        Some(false) if windows => Some("It has no Windows licence, which this server needs.".to_owned()),
        _ => None,
    }
}

fn choice(on: &On<'_>, plan: &Plan) -> Choice {
    let server = on.server();
    let least = |range: Option<(u32, u32)>| range.map(|(least, _)| least);
    let mut note = match (least(plan.vcpus), least(plan.memory_mib)) {
        (Some(vcpus), Some(memory)) => measure::size(vcpus, memory),
        _ => String::new(),
    };
    if let Some(disk) = least(plan.disk_gib) {
        note.push_str(&format!(", {disk} GiB disk"));
    }
    let is_current = server.details.plan.as_ref().is_some_and(|current| current.0 == plan.id);
    if is_current {
        note.push_str(", the present plan");
    }
    let month = plan.price.as_ref().map(|price| &price.month);
    let difference = month.zip(server.price.as_ref()).and_then(|(then, now)| difference(&now.month, then));
    let price = month.map(|month| match &difference {
        Some(difference) if !is_current => format!("{month} a month ({difference})"),
        _ => format!("{month} a month"),
    });
    Choice {
        value: plan.id.clone(),
        label: plan.name.clone(),
        note,
        price: price.unwrap_or_default(),
        group: plan.extras.as_ref().and_then(|extras| extras.category.clone()).unwrap_or_default(),
        refusal: refusal(on, plan),
        ..Choice::default()
    }
}

/// "+€4.00", "−€2.50"; nothing when both cost the same or in different currencies.
fn difference(now: &Money, then: &Money) -> Option<String> {
    let minus = Money::new(-now.amount, now.currency.clone());
    let by = then.checked_add(&minus).filter(|by| !by.amount.is_zero())?;
    let sign = if by.amount.is_sign_negative() { "" } else { "+" };
    Some(format!("{sign}{by}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign() {
        let money = |amount: &str| Money::new(amount.parse().unwrap(), "EUR");
        assert_eq!(difference(&money("5"), &money("9")).as_deref(), Some("+€4.00"));
        assert_eq!(difference(&money("9"), &money("6.5")).as_deref(), Some("−€2.50"));
        assert_eq!(difference(&money("9"), &money("9.0")), None);
        assert_eq!(difference(&money("9"), &Money::new(1.into(), "IDR")), None);
    }
}
