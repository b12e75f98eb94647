//! With which key and where: every key of the team, and the locations of the chosen one.

use domain::act::{Choice, FieldKind, Fields, FormSection};
use domain::ids::{CredentialId, ServerKey};
use domain::location::Location;

use super::asking::Asking;
use super::given::{Given, KeyOffer, Place, missing};
use super::usual::Usual;
use crate::acts::field::choice;
use crate::inventory::KeyFacts;

/// The server whose snapshot or backup is copied, as links name it.
pub(super) fn from(fields: &Fields) -> Option<ServerKey> {
    fields.get("from")?.parse().ok()
}

/// Whether a snapshot or backup is copied, as far as that is known before the form is made.
pub(super) fn copies(fields: &Fields, credential: CredentialId, location: Option<&Location>) -> bool {
    let credential = credential.to_string();
    let location = location.map_or("", |location| location.slug.as_str());
    let before = [("credential", credential.as_str()), ("location", location)];
    let set_aside = Usual::set_aside(fields, "source", &before);
    set_aside == Some("replica")
        || fields.get("source").map_or(fields.get("from").is_some(), |source| source == "replica")
}

/// The server to copy that is meant among those of the chosen place: the one that was chosen, or the first.
pub(super) fn copied(fields: &Fields, place: &Place) -> Option<ServerKey> {
    let credential = place.credential.to_string();
    let location = place.location.as_ref().map_or("", |location| location.slug.as_str());
    let before = [("credential", credential.as_str()), ("location", location), ("source", "replica")];
    let set_aside = Usual::set_aside(fields, "from", &before).and_then(|key| key.parse().ok());
    let is_here = |from: &ServerKey| place.servers.iter().any(|(known, _)| known == from);
    let wanted = set_aside.filter(is_here).or_else(|| from(fields).filter(is_here));
    wanted.or_else(|| place.servers.first().map(|(key, _)| key.clone()))
}

/// The key that is meant: the one that was chosen, that of the server to copy, or the first that works.
pub(super) fn credential(fields: &Fields, keys: &[KeyOffer]) -> Option<CredentialId> {
    let works = |id: &CredentialId| keys.iter().any(|key| key.id == *id && key.refusal.is_none());
    let chosen = fields.get("credential").and_then(|id| id.parse().ok()).filter(works);
    chosen
        .or_else(|| from(fields).map(|server| server.credential).filter(works))
        .or_else(|| keys.iter().find(|key| key.refusal.is_none()).map(|key| key.id))
}

/// The location that is meant: the one that was chosen, that of the server to copy, or the provider's usual one.
pub(super) fn location(fields: &Fields, credential: CredentialId, facts: &KeyFacts) -> Option<Location> {
    let locations = facts.locations.value.as_ref()?;
    let named = |slug: &str| locations.iter().find(|location| location.slug == slug);
    let of_copied = || from(fields).filter(|server| server.credential == credential);
    let set_aside = Usual::set_aside(fields, "location", &[("credential", &credential.to_string())]);
    let found = set_aside.and_then(named).or_else(|| fields.get("location").and_then(named));
    let found = found.or_else(|| of_copied().and_then(|server| named(&server.location)));
    let found = found.or_else(|| locations.iter().find(|location| location.is_default));
    found.or_else(|| locations.first()).cloned()
}

/// Key and location as cards.
pub(super) fn section(given: &Given, asking: &mut Asking<'_>) -> FormSection {
    let mut section =
        FormSection { id: "place".to_owned(), title: "Place".to_owned(), ..FormSection::default() };
    let keys: Vec<Choice> = given.keys.iter().map(key_choice).collect();
    let chosen = given.place.as_ref().map(|place| place.credential.to_string());
    section.fields.push(asking.pick(
        ("credential", "Provider account"),
        FieldKind::Cards,
        keys,
        (asking.get("credential"), chosen.as_deref()),
    ));
    let Some(place) = &given.place else {
        asking.missing("credential", "No key of the team can be used to make a server.");
        return section;
    };
    if let Some(why) = &place.lacks.create {
        asking.missing("credential", why.clone());
    }
    if let Some(why) = missing(&place.facts.locations, "The list of locations") {
        // What is wished for is carried along, and not taken for something that is gone.
        section.note.clone_from(&why);
        asking.missing("location", why);
        return section;
    }
    let locations = place.facts.locations.value.as_ref().map(|list| list.as_slice()).unwrap_or_default();
    let chosen = place.location.as_ref().map(|location| location.slug.as_str());
    section.fields.push(asking.pick(
        ("location", "Location"),
        FieldKind::Cards,
        locations.iter().map(location_choice).collect(),
        (asking.get("location"), chosen),
    ));
    if place.location.is_none() {
        asking.missing("location", "The provider lists no location.");
    }
    section
}

fn key_choice(key: &KeyOffer) -> Choice {
    let choice = choice(key.id.to_string(), &key.label, key.brand.name());
    Choice { icon: key.brand.slug().to_owned(), refusal: key.refusal.clone(), ..choice }
}

fn location_choice(location: &Location) -> Choice {
    let country = location.country.as_ref().map(|country| format!(", {country}")).unwrap_or_default();
    choice(&location.slug, &location.name, format!("{}{country}", location.slug))
}
