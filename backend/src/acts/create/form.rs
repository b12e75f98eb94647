//! The whole form: its parts in their order, each with what the ones before it came to.

use domain::DomainError;
use domain::act::{FieldKind, Fields, Form, FormSection};
use domain::rules::ssh_key;

use super::asking::{Asking, field};
use super::given::Given;
use super::settled::Settled;
use super::{access, cloud_init, cost, names, network, options, place, size, source};

/// Fields that the chosen provider does not ask for and another may: carried along, so that a look at another provider
/// costs nothing.
const CARRIED: [&str; 26] = [
    "location",
    "from",
    "replica",
    "boot_disk",
    "image",
    "version",
    "plan",
    "pool",
    "vcpus",
    "memory_mib",
    "disk_gib",
    "network",
    "public_ip",
    "ipv6",
    "ssh_key",
    "public_key",
    "username",
    "with_password",
    "script",
    "cloud_init",
    "backups",
    "description",
    "billing_account",
    "project",
    "hostname",
    "name",
];

/// The fields as they were filled in, understood.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) sections: Vec<FormSection>,
    pub(super) settled: Settled,
    /// What stands in the way of a plan, in the order of the form.
    pub(super) troubles: Vec<DomainError>,
}

/// Goes through the form once.
pub(super) fn understand(given: &Given, fields: &Fields) -> Understood {
    let (mut asking, mut settled) = (Asking::new(fields), Settled::default());
    let out = &mut settled;
    let mut sections = vec![place::section(given, &mut asking)];
    let of_place = asking.troubles.len();
    if let Some(place) = &given.place {
        sections.push(source::section(given, place, &mut asking, out));
        sections.push(size::section(place, &mut asking, out));
        sections.push(network::section(place, &mut asking, out));
        sections.push(access::section(given, place, &mut asking, out));
        sections.push(cloud_init::section(given, place, &mut asking, out));
        sections.push(options::section(place, &mut asking, out));
        sections.push(options::payer(place, &mut asking, out));
        sections.push(names::section(place, &mut asking, out));
    }
    if given.place.as_ref().is_none_or(|place| place.location.is_none()) {
        // What can be had is had somewhere: until it is known where, nothing else is missing.
        asking.troubles.truncate(of_place);
    }
    carry(fields, &mut sections);
    let Asking { troubles, assumed, usual, .. } = asking;
    if let Some(first) = sections.first_mut() {
        first.fields.extend(usual.into_fields(&CARRIED));
    }
    // What only nobody has confirmed yet would drown what is wrong. It stands in the form, and is sent with what is mended.
    let troubles = if troubles.is_empty() { assumed } else { troubles };
    Understood { sections, settled, troubles }
}

/// Puts what is not asked here among the last part's fields, unseen.
fn carry(fields: &Fields, sections: &mut [FormSection]) {
    let shown = |name: &str| {
        let all = sections.iter().flat_map(|section| &section.fields);
        all.into_iter().any(|field| field.name == name && field.refusal.is_none())
    };
    let mut carried = Vec::new();
    for name in CARRIED.into_iter().filter(|name| !shown(name)) {
        let values: Vec<String> =
            fields.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect();
        // Never send a private key back, wherever it was pasted.
        let harmless = |value: &String| !ssh_key::is_private(value) && !value.trim().is_empty();
        for value in values.into_iter().filter(harmless) {
            carried.push(field((name, ""), FieldKind::Hidden, vec![value]));
        }
    }
    if let Some(last) = sections.last_mut() {
        last.fields.extend(carried);
    }
}

/// The form as the page shows it.
pub(super) fn form(given: &Given, fields: &Fields) -> Form {
    let Understood { sections, settled, .. } = understand(given, fields);
    let submit = match settled.count() {
        1 => "Review the new server".to_owned(),
        many => format!("Review {many} new servers"),
    };
    Form {
        sections,
        submit,
        price: given.place.as_ref().map(|place| cost::line(place, &settled)),
        error: None,
        refusal: refusal(given),
        fetching: given.place.as_ref().is_some_and(|place| place.reading),
    }
}

/// Why nothing can be made at all.
pub(super) fn refusal(given: &Given) -> Option<String> {
    match &given.place {
        Some(place) => place.lacks.create.clone(),
        None if given.keys.is_empty() => {
            Some("The team has no provider key yet. Add one under Credentials first.".to_owned())
        }
        None => {
            let whys: Vec<&str> = given.keys.iter().filter_map(|key| key.refusal.as_deref()).collect();
            Some(format!("No key of the team can be used at present. {}", whys.join(" ")).trim().to_owned())
        }
    }
}
