//! How large: one of Virtua's plans, or vCPU, memory and disk within the limits of a Warren pool.

use domain::act::{Choice, FieldKind, FormSection};
use domain::plan::Plan;
use domain::pricing::ServerSize;
use domain::provider::Platform;
use domain::rules::size::{MEMORY_STEP_MIB, PoolLimits, Sizes, sizes};

use super::asking::Asking;
use super::given::{Place, missing};
use super::image::has_windows;
use super::settled::{Boot, Settled};
use crate::acts::field::choice;
use crate::acts::measure::memory;

/// Common sizes: vCPU, memory in MiB, disk in GiB.
const PRESETS: [(u32, u32, u32); 8] = [
    (1, 1024, 20),
    (1, 2048, 20),
    (2, 2048, 20),
    (2, 4096, 40),
    (4, 8192, 80),
    (8, 16_384, 160),
    (16, 32_768, 320),
    (32, 65_536, 640),
];
/// What a server has for those who do not say.
const USUAL: (u32, u32, u32) = (2, 4096, 40);
/// A size that is none of the common ones.
const OWN: &str = "own";

/// Plan, or pool and numbers.
pub(super) fn section(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> FormSection {
    let mut section =
        FormSection { id: "size".to_owned(), title: "Size".to_owned(), ..FormSection::default() };
    let list = place.here(&place.facts.plans);
    match place.platform() {
        Platform::Virtua => {
            match missing(&list, "The list of plans") {
                // What is wished for is carried along, and not taken for something that is gone.
                Some(why) => {
                    section.note.clone_from(&why);
                    asking.missing("plan", why);
                }
                None => plan(place, asking, out, &mut section),
            }
        }
        Platform::Warren => {
            section.note = missing(&list, "The list of pools").unwrap_or_default();
            numbers(place, asking, out, &mut section);
        }
    }
    section
}

fn plan(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    let plans = place.plans();
    // Whose licence it takes is known with the system alone.
    let windows = out.boot.as_ref().map(|_| out.windows);
    let choices = plans.iter().map(|plan| Choice {
        price: plan.price.as_ref().map(|price| format!("{} a month", price.month)).unwrap_or_default(),
        refusal: plan_refusal(plan, windows),
        ..choice(&plan.id, &plan.name, plan_words(plan))
    });
    let field = asking.pick_alike(
        ("plan", "Plan"),
        FieldKind::Cards,
        choices.collect(),
        (asking.get("plan"), None),
        &|id| in_this_location(place, &plans, id),
    );
    let chosen = plans.into_iter().find(|plan| Some(&plan.id) == field.value.first());
    section.fields.push(field);
    let Some(plan) = chosen else {
        asking.missing("plan", format!("No plan in {} can be had for this.", place.name()));
        return;
    };
    let least = |range: Option<(u32, u32)>| range.map(|(least, _)| least);
    out.vcpus = least(plan.vcpus).unwrap_or_default();
    out.memory_mib = least(plan.memory_mib).unwrap_or_default();
    out.disk_gib = least(plan.disk_gib);
    out.plan = Some(plan);
}

fn plan_refusal(plan: &Plan, windows: Option<bool>) -> Option<String> {
    let sold_out = plan.extras.as_ref().is_some_and(|extras| extras.is_sold_out);
    match (sold_out, windows, has_windows(plan)) {
        (true, ..) => Some("It is sold out at present.".to_owned()),
        (false, Some(true), false) => Some("It includes no Windows licence.".to_owned()),
        (false, Some(false), true) => Some("It is for Windows, whose licence it includes.".to_owned()),
        _ => None,
    }
}

/// A plan's id names a place too: the same plan in the chosen location, when there is one.
fn in_this_location(place: &Place, here: &[Plan], wanted: &str) -> String {
    let all = place.here(&place.facts.plans);
    let all = all.value.as_ref().map(|plans| plans.as_slice()).unwrap_or_default();
    let alike = |one: &Plan, other: &Plan| {
        let family = |plan: &Plan| plan.extras.as_ref().and_then(|extras| extras.cpu_family.clone());
        (&one.name, one.vcpus, one.memory_mib, one.disk_gib, family(one))
            == (&other.name, other.vcpus, other.memory_mib, other.disk_gib, family(other))
    };
    let meant = all.iter().find(|plan| plan.id == wanted);
    let found = meant.and_then(|meant| here.iter().find(|plan| plan.id == wanted || alike(plan, meant)));
    found.map_or_else(|| wanted.to_owned(), |plan| plan.id.clone())
}

/// "2 vCPU, 4 GiB, 40 GiB nvme, 500 Mbit/s".
fn plan_words(plan: &Plan) -> String {
    let fixed = |range: Option<(u32, u32)>| range.map(|(least, _)| least);
    let extras = plan.extras.as_deref();
    let disk = extras.and_then(|extras| extras.disk_type.as_deref()).unwrap_or("disk");
    let parts = [
        fixed(plan.vcpus).map(|vcpus| format!("{vcpus} vCPU")),
        fixed(plan.memory_mib).map(memory),
        fixed(plan.disk_gib).map(|gib| format!("{gib} GiB {disk}")),
        extras.and_then(|extras| extras.bandwidth_mbps).map(|mbps| format!("{mbps} Mbit/s")),
        extras.and_then(|extras| extras.cpu_family.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn numbers(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    let pools = place.plans();
    if !pools.is_empty() {
        let choices = pools
            .iter()
            .map(|pool| choice(&pool.id, &pool.name, pool.description.clone().unwrap_or_default()));
        let usual = pools.iter().find(|pool| pool.is_default).map(|pool| pool.id.as_str());
        let mut field =
            asking.pick(("pool", "Pool"), FieldKind::Select, choices.collect(), (asking.get("pool"), usual));
        out.plan = pools.iter().find(|pool| Some(&pool.id) == field.value.first()).cloned();
        if field.hint.is_empty() {
            field.hint = out.plan.as_ref().and_then(|pool| pool.description.clone()).unwrap_or_default();
        }
        section.fields.push(field);
    }
    let sizes = self::limits(place, out);
    let from_disk = match &out.boot {
        Some(Boot::Disk { size_gib, .. }) => Some(*size_gib),
        _ => None,
    };
    // A copy's disk cannot be smaller than what is copied.
    let least_disk = match &out.boot {
        Some(Boot::Replica { least_gib, .. }) => sizes.disk_gib.least.max(least_gib.unwrap_or_default()),
        _ => sizes.disk_gib.least,
    };
    let fits = |(vcpus, memory_mib, disk_gib): (u32, u32, u32)| {
        let disk = if from_disk.is_some() { None } else { Some(disk_gib.max(least_disk)) };
        sizes.check(vcpus, memory_mib, disk).is_ok().then_some((vcpus, memory_mib, disk_gib.max(least_disk)))
    };
    let mut presets: Vec<(u32, u32, u32)> = PRESETS.into_iter().filter_map(fits).collect();
    presets.dedup();
    let filled = preset_to_fill(asking, &presets);
    if filled.is_some() {
        asking.usual.by_hand(&["vcpus", "memory_mib", "disk_gib"]);
    }
    let typed = |name: &str, of: fn((u32, u32, u32)) -> u32| {
        filled.map(|size| of(size).to_string()).or_else(|| asking.get(name).map(str::to_owned))
    };
    let wanted = [typed("vcpus", |s| s.0), typed("memory_mib", |s| s.1), typed("disk_gib", |s| s.2)];
    let [vcpus, memory_mib, disk_gib] = &wanted;
    let usual = usual(place, asking);
    let bounds = (sizes.vcpus.least, sizes.vcpus.most);
    let (vcpus_field, vcpus) = asking.number(("vcpus", "vCPU", "vCPU"), vcpus.as_deref(), bounds, usual.0);
    let bounds = (sizes.memory_mib.least, sizes.memory_mib.most);
    let (mut memory_field, memory_mib) =
        asking.number(("memory_mib", "Memory", "MiB"), memory_mib.as_deref(), bounds, usual.1);
    memory_field.step = Some(MEMORY_STEP_MIB);
    (out.vcpus, out.memory_mib) = (vcpus, memory_mib);
    let disk_field = match from_disk {
        Some(size_gib) => {
            out.disk_gib = size_gib;
            let size = size_gib.map_or_else(|| "as it is".to_owned(), |gib| format!("{gib} GiB"));
            crate::acts::field::fact("disk_size", "Disk", &format!("It keeps its size: {size}."))
        }
        None => {
            let bounds = (least_disk, sizes.disk_gib.most);
            let (field, gib) =
                asking.number(("disk_gib", "Disk", "GiB"), disk_gib.as_deref(), bounds, usual.2);
            out.disk_gib = Some(gib);
            field
        }
    };
    let disk = out.disk_gib.filter(|_| from_disk.is_none());
    let checks = [
        sizes.vcpus.check("vcpus", vcpus, "vCPU"),
        sizes.memory_mib.check("memory_mib", memory_mib, "MiB"),
        disk.map_or(Ok(()), |gib| sizes.disk_gib.check("disk_gib", gib, "GiB")),
    ];
    asking.troubles.extend(checks.into_iter().filter_map(Result::err));
    let now = (vcpus, memory_mib, out.disk_gib.unwrap_or_default());
    section.fields.extend(preset_fields(place, out, &presets, now));
    section.fields.extend([vcpus_field, memory_field, disk_field]);
}

/// The limits of the chosen pool for what is to run.
pub(super) fn limits(place: &Place, out: &Settled) -> Sizes {
    let pool = out.plan.as_ref().map(|pool| PoolLimits {
        vcpus: pool.vcpus.into(),
        memory_mib: pool.memory_mib.into(),
        disk_gib: pool.disk_gib.into(),
    });
    sizes(pool.as_ref(), place.facts.parameters.value.as_deref(), out.os_name())
}

/// The common size that was picked just now, and fills the numbers. `preset_was` is the one that the numbers were made
/// with: while it stands, the numbers are the person's own.
fn preset_to_fill(asking: &Asking<'_>, presets: &[(u32, u32, u32)]) -> Option<(u32, u32, u32)> {
    let picked = asking.get("preset")?;
    if asking.get("preset_was") == Some(picked) {
        return None;
    }
    presets.iter().copied().find(|preset| value(*preset) == picked)
}

fn value((vcpus, memory_mib, disk_gib): (u32, u32, u32)) -> String {
    format!("{vcpus}-{memory_mib}-{disk_gib}")
}

/// The select of common sizes, and beside it what it shows now.
fn preset_fields(
    place: &Place,
    out: &Settled,
    presets: &[(u32, u32, u32)],
    now: (u32, u32, u32),
) -> [domain::act::Field; 2] {
    let copied = matches!(out.boot, Some(Boot::Disk { .. }));
    let alike =
        |preset: &&(u32, u32, u32)| (preset.0, preset.1) == (now.0, now.1) && (copied || preset.2 == now.2);
    let shown = presets.iter().find(alike).map_or_else(|| OWN.to_owned(), |preset| value(*preset));
    let mut choices: Vec<Choice> = presets.iter().map(|preset| preset_choice(place, out, *preset)).collect();
    choices.push(choice(OWN, "Another size", "By the numbers below"));
    let mut field = super::asking::field(("preset", "Common sizes"), FieldKind::Select, vec![shown.clone()]);
    field.choices = choices;
    let was = super::asking::field(("preset_was", ""), FieldKind::Hidden, vec![shown]);
    [field, was]
}

fn preset_choice(place: &Place, out: &Settled, preset: (u32, u32, u32)) -> Choice {
    let (vcpus, memory_mib, disk_gib) = preset;
    let disk = if matches!(out.boot, Some(Boot::Disk { .. })) { 0 } else { disk_gib };
    let size = ServerSize { vcpus, memory_mib, disk_gib: disk, windows: out.windows };
    let price = place.facts.prices.value.as_ref().and_then(|prices| prices.server(&size));
    let words = match disk {
        0 => format!("{vcpus} vCPU, {}", memory(memory_mib)),
        gib => format!("{vcpus} vCPU, {}, {gib} GiB", memory(memory_mib)),
    };
    Choice {
        price: price.map(|price| format!("{} a month", price.month)).unwrap_or_default(),
        ..choice(value(preset), words, "")
    }
}

/// What is filled in at first: the size of the server that is copied, or a middling one.
fn usual(place: &Place, asking: &Asking<'_>) -> (u32, u32, u32) {
    let from = asking.get("from").filter(|_| asking.get("source").is_none_or(|source| source == "replica"));
    let copied = place.servers.iter().find(|(key, _)| Some(key.to_string().as_str()) == from);
    let of = |server: &domain::server::Server| {
        (
            server.vcpus.unwrap_or(USUAL.0),
            server.memory_mib.unwrap_or(USUAL.1),
            server.disk_gib.unwrap_or(USUAL.2),
        )
    };
    copied.map_or(USUAL, |(_, server)| of(server))
}
