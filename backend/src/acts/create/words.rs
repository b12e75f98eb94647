//! What the plan of a new server says.

use domain::Timestamp;
use domain::act::PlanCheck;
use domain::change::Ipv6Block;
use domain::provider::Platform;
use domain::rules::warnings::{Warning, for_new_server};

use super::cost;
use super::given::{Given, Place};
use super::names::room;
use super::settled::{Boot, Settled};
use crate::acts::draft::Draft;
use crate::acts::price;

/// Everything but the request.
pub(super) fn draft(given: &Given, place: &Place, out: &Settled, name: Option<&str>) -> Draft {
    let price = cost::one(place, out);
    let cost = match &price {
        Some(price) => format!(
            "Each server costs {}, from when it is made until it is deleted.",
            price::words(&price.after)
        ),
        None => {
            "It costs money from when it is made; how much, the provider's figures do not tell.".to_owned()
        }
    };
    let summary = format!("{}, {}, {}", out.boot_words, out.size_words(), place.name());
    let draft = Draft {
        what: summary.clone(),
        summary,
        price,
        cost,
        effects: effects(place, out),
        checks: checks(given, place, out),
        ..Draft::default()
    };
    lines(place, out, name).into_iter().fold(draft, |draft, (label, text)| draft.line(label, "", text))
}

fn lines(place: &Place, out: &Settled, name: Option<&str>) -> Vec<(&'static str, String)> {
    let location = place.location.as_ref().map(|location| format!("{} ({})", location.name, location.slug));
    let mut lines = vec![
        ("Account", format!("{}, {}", place.facts.label, place.brand().name())),
        ("Location", location.unwrap_or_default()),
        ("Starts from", out.boot_words.clone()),
    ];
    match place.platform() {
        Platform::Virtua => {
            let plan = out.plan.as_ref().map(|plan| plan.name.clone()).unwrap_or_default();
            lines.push(("Plan", format!("{plan}: {}", out.size_words())));
            let ipv6 = match out.ipv6 {
                Some(Ipv6Block::One) => "One address",
                Some(Ipv6Block::Block) => "A block (/64)",
                Some(Ipv6Block::Usual) => "As the provider gives it",
                None => "None",
            };
            lines.push(("IPv6", ipv6.to_owned()));
            lines.push(("Access", "The root password that the provider makes".to_owned()));
            lines.extend(out.project.as_ref().map(|project| ("Project", project.name.clone())));
            lines.push(("Host name", name.unwrap_or("the provider's own").to_owned()));
        }
        Platform::Warren => warren(out, name, &mut lines),
    }
    if !out.tags.is_empty() {
        lines.push(("Tags", out.tags.join(", ")));
    }
    lines
}

fn warren(out: &Settled, name: Option<&str>, lines: &mut Vec<(&'static str, String)>) {
    lines.push(("Size", out.size_words()));
    lines.extend(out.plan.as_ref().map(|pool| ("Pool", pool.name.clone())));
    let network = out.network.as_ref().map(|network| match network.is_default {
        true => format!("{} (the default)", network.name),
        false => network.name.clone(),
    });
    lines.push(("Network", network.unwrap_or_else(|| "the location's default".to_owned())));
    lines.push(("Public address", if out.public_ip { "A new one" } else { "None" }.to_owned()));
    let keys: Vec<&str> = out.ring.iter().map(|key| key.name.as_str()).collect();
    let pasted = match out.pasted.len() {
        0 => None,
        1 => Some("one that was pasted".to_owned()),
        many => Some(format!("{many} that were pasted")),
    };
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).chain(pasted).collect();
    if !keys.is_empty() {
        lines.push(("SSH keys", keys.join(", ")));
    }
    lines.extend(out.username.clone().map(|user| ("User", user)));
    lines.push(("Password", if out.password { "As entered below" } else { "None" }.to_owned()));
    if out.cloud_init.is_some() {
        lines.push(("First start", out.cloud_init_words.clone()));
    }
    lines.push(("Automatic backups", if out.backups { "On" } else { "Off" }.to_owned()));
    lines.extend(out.description.clone().map(|text| ("Description", text)));
    let payer = out.account.as_ref().map(|account| {
        let title = account.details.title.as_deref().unwrap_or("Billing account");
        format!("{title} ({})", account.id.0)
    });
    lines.push(("Paid by", payer.unwrap_or_else(|| "the account of the key".to_owned())));
    lines.push(("Name", name.unwrap_or_default().to_owned()));
}

fn effects(place: &Place, out: &Settled) -> Vec<String> {
    let brand = place.brand().name();
    let mut effects = Vec::new();
    match place.platform() {
        Platform::Virtua => {
            effects.push(format!("{brand} takes the order on and sets the server up within a few minutes."));
            effects.push(
                "Its root password is shown on request on its page, once it is there. Skydeck keeps it nowhere."
                    .to_owned(),
            );
        }
        Platform::Warren => {
            let longer = if out.windows { " Windows takes a few minutes." } else { "" };
            effects.push(format!(
                "{brand} works on a new server for about a minute before it answers.{longer} You need not wait on \
                 this page."
            ));
            if out.public_ip {
                effects.push(
                    "A floating IP is reserved and leads to it. It stays yours after the server.".to_owned(),
                );
            }
            let warnings = for_new_server(out.public_ip, out.network.is_some(), out.backups);
            effects.extend(warnings.into_iter().map(|warning| warning.sentence().to_owned()));
            effects.push(Warning::StoppedServerStillBills.sentence().to_owned());
        }
    }
    match &out.boot {
        Some(Boot::Disk { .. }) => {
            effects.push("The disk becomes the server's boot disk, with what is on it.".to_owned())
        }
        Some(Boot::Replica { .. }) => effects.push(
            "The copy has the users, keys and programs of the original, and may do what the original does."
                .to_owned(),
        ),
        _ => {}
    }
    effects
}

fn checks(given: &Given, place: &Place, out: &Settled) -> Vec<PlanCheck> {
    let passed = |text: String| PlanCheck { ok: true, text };
    let mut checks = vec![passed(format!("The provider accepts the key “{}”.", place.facts.label))];
    match (place.platform(), room(place)) {
        (Platform::Virtua, Some(room)) => {
            let text = format!("The account may have {room} more servers.");
            checks.push(PlanCheck { ok: out.count() <= room, text });
        }
        (Platform::Virtua, None) => {
            checks.push(passed(
                "How many servers the account may have is not known; the provider decides.".to_owned(),
            ));
        }
        (Platform::Warren, _) => {}
    }
    let read = oldest(place).map_or_else(|| "never".to_owned(), |at| at.ago(given.now));
    checks.push(passed(format!(
        "What is on offer and what it costs was read {read}. The provider has the last word."
    )));
    checks
}

/// When the oldest of the lists was read on which the plan rests.
fn oldest(place: &Place) -> Option<Timestamp> {
    let facts = &place.facts;
    let plans = place.here(&facts.plans).taken_at;
    [facts.images.taken_at, plans, facts.prices.taken_at].into_iter().flatten().min()
}
