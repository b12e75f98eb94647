//! Warren: processors and memory within the limits of the server's pool. They change only while it is stopped, so a
//! running one is stopped before and started again after, as one operation of three requests.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::change::ServerChange;
use domain::power::PowerCall;
use domain::rules::resize::warren_resize;
use domain::rules::size::{PoolLimits, Range, Sizes, sizes};
use domain::server::ServerState;

use crate::acts::draft::{Draft, PriceChange};
use crate::acts::field::{hint, number, read_number, section, tick};
use crate::acts::measure;
use crate::acts::on::On;
use crate::acts::power::step;
use crate::acts::price;
use crate::acts::troubles::Troubles;
use crate::operations::task::Before;

pub(super) fn form(on: &On<'_>, fields: &Fields) -> Vec<FormSection> {
    let (server, limits) = (on.server(), limits(on));
    let (vcpus, memory) = (server.vcpus.unwrap_or_default(), server.memory_mib.unwrap_or_default());
    let least = |least: u32, now: u32| if now == 0 { least } else { least.min(now) };
    let mut cpu = number(
        ("vcpus", "Processors", "vCPU"),
        fields,
        vcpus,
        (least(limits.vcpus.least, vcpus), Some(limits.vcpus.most.max(vcpus))),
    );
    cpu.changes_form = true;
    let mut ram = number(
        ("memory_mib", "Memory", "MiB"),
        fields,
        memory,
        (least(limits.memory_mib.least, memory), Some(limits.memory_mib.most.max(memory))),
    );
    ram.step = Some(limits.memory_mib.step);
    ram.changes_form = true;
    let range = |least: u32, most: u32, unit: &str| format!("{least} to {most} {unit} in its pool.");
    let mut asked = vec![
        hint(cpu, range(limits.vcpus.least, limits.vcpus.most, "vCPU")),
        hint(ram, range(limits.memory_mib.least, limits.memory_mib.most, "MiB")),
    ];
    if server.state == ServerState::Running {
        asked.push(hint(
            tick("restart", "Stop it, resize, start it again", fields, true),
            "The provider resizes stopped servers only. Without this, stop it first.",
        ));
    }
    section(asked)
}

pub(super) fn draft(on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
    let server = on.server();
    let now = server.vcpus.zip(server.memory_mib).ok_or_else(|| {
        DomainError::invalid(
            "vcpus",
            "The provider does not tell the present size. Read the server again first.",
        )
    })?;
    let then = (read_number(fields, "vcpus")?, read_number(fields, "memory_mib")?);
    let runs = server.state == ServerState::Running;
    let around = runs && fields.is_on("restart");
    if runs && !around {
        let why =
            "The server runs, and its size changes only while it is stopped. Tick this, or stop it first.";
        return Err(DomainError::invalid("restart", why));
    }
    let state = if around { ServerState::Stopped } else { server.state.clone() };
    warren_resize(&state, now, then, &limits(on))?;
    let resize = ServerChange::Modify {
        id: on.key().id.clone(),
        name: None,
        vcpus: (then.0 != now.0).then_some(then.0),
        memory_mib: (then.1 != now.1).then_some(then.1),
    };
    let mut steps = vec![resize.into()];
    if around {
        steps.insert(0, step(on, PowerCall::Stop));
        steps.push(step(on, PowerCall::Start));
    }
    let (before, after) = (measure::size(now.0, now.1), measure::size(then.0, then.1));
    let price = priced(on, then);
    let mut draft = Draft {
        steps,
        before: Before::of(server),
        summary: format!("{before} → {after}"),
        cost: cost(price.as_ref(), runs),
        price,
        ..Draft::default()
    }
    .line("Processors", format!("{} vCPU", now.0), format!("{} vCPU", then.0))
    .line("Memory", measure::memory(now.1), measure::memory(then.1));
    if around {
        draft = draft
            .effect("Three requests, one after the other: the operating system is asked to shut down, the size changes, \
                     the server starts again. It is out of reach meanwhile.")
            .effect("If one of them fails, the rest is not sent, and the operation says where the server stands.");
    } else {
        draft = draft.effect(
            "The size changes while the server is stopped. It stays stopped; start it when you are ready.",
        );
    }
    Ok(draft)
}

/// Everything that is wrong with the numbers, where `found` is wrong with one of them or with the whole.
pub(super) fn troubles(on: &On<'_>, fields: &Fields, found: DomainError) -> Troubles {
    let (server, limits) = (on.server(), limits(on));
    let judge = |name: &str, now: Option<u32>, range: &Range, unit: &str| {
        let wanted = read_number(fields, name);
        // What stays as it is may lie outside.
        wanted
            .and_then(|wanted| if now == Some(wanted) { Ok(()) } else { range.check(name, wanted, unit) })
            .err()
    };
    let vcpus = judge("vcpus", server.vcpus, &limits.vcpus, "vCPU");
    let memory = judge("memory_mib", server.memory_mib, &limits.memory_mib, "MiB");
    let all = vcpus.into_iter().chain(memory).chain([found.clone()]);
    Troubles::of(all).unwrap_or_else(|| found.into())
}

/// What the pool, the live parameters or the document allow.
fn limits(on: &On<'_>) -> Sizes {
    let details = &on.server().details;
    let pool = on.plans().iter().find(|plan| details.plan.as_ref().is_some_and(|id| id.0 == plan.id));
    let pool = pool.map(|pool| PoolLimits {
        vcpus: pool.vcpus.into(),
        memory_mib: pool.memory_mib.into(),
        disk_gib: pool.disk_gib.into(),
    });
    let system = details.image.as_ref().map(|image| image.name.as_str()).unwrap_or_default();
    sizes(pool.as_ref(), on.parameters(), system)
}

/// While it runs, before and after, by the price list.
fn priced(on: &On<'_>, then: (u32, u32)) -> Option<PriceChange> {
    let (server, prices) = (on.server(), on.prices()?);
    let before = prices.server(&price::size_of(server, None, None, 0)?);
    let after = prices.server(&price::size_of(server, Some(then.0), Some(then.1), 0)?)?;
    Some(PriceChange { before, after, note: "While it runs, by the provider's price list.".to_owned() })
}

fn cost(price: Option<&PriceChange>, runs: bool) -> String {
    match price {
        Some(price) if runs => format!("From then on it costs {}.", price::words(&price.after)),
        Some(price) => format!("Once it runs again it costs {}.", price::words(&price.after)),
        None => "What it will cost cannot be told from the provider's figures.".to_owned(),
    }
}
