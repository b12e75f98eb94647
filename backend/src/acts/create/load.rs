//! Gathers what the form is made of, from memory, and has what is old read anew.

use std::sync::Arc;
use std::time::Duration;

use domain::act::Fields;
use domain::capability::{Capabilities, Family, Offer};
use domain::ids::CredentialId;
use domain::provider::{Brand, Platform};

use super::given::{Given, KeyOffer, Lacks, Making, Place, RingKey, Script};
use super::place;
use crate::acts::act::Around;
use crate::db::{scripts, ssh_keys};
use crate::error::Result;
use crate::inventory::Held;

/// What people make and use up is read anew when it is older than this.
const FRESH: Duration = Duration::from_secs(60);
/// What is on sale changes seldom.
const FRESH_ENOUGH: Duration = Duration::from_secs(3600);
/// What is on sale.
const ON_SALE: [Family; 5] =
    [Family::Locations, Family::Images, Family::Plans, Family::Parameters, Family::Pricing];
/// What people make and use up.
const IN_USE: [Family; 5] =
    [Family::Networks, Family::Disks, Family::Billing, Family::Projects, Family::Allowance];

/// Everything that the form of these fields is made of.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn given(around: &Around<'_>, fields: &Fields) -> Result<Given> {
    let keys = keys(around);
    let place = place::credential(fields, &keys).and_then(|id| chosen(around, fields, id));
    let (ring, scripts) = kept(around, fields).await?;
    Ok(Given { keys, place, ring, scripts, now: around.now })
}

/// The team's keys, as its sources name them, in the order of their labels: the first is what a new form begins with, and
/// that must not be another after each start.
fn keys(around: &Around<'_>) -> Vec<KeyOffer> {
    let mut keys: Vec<KeyOffer> = Vec::new();
    for source in &around.view.sources {
        if keys.iter().all(|key| key.id != source.credential) {
            let unable = lacks(around, source.brand).create;
            keys.push(KeyOffer {
                id: source.credential,
                brand: source.brand,
                label: source.label.clone(),
                refusal: around.backend.inventory().refusal(source.credential).or(unable),
            });
        }
    }
    keys.sort_by_key(|key| (key.label.to_lowercase(), key.id));
    keys
}

fn chosen(around: &Around<'_>, fields: &Fields, credential: CredentialId) -> Option<Place> {
    let inventory = around.backend.inventory();
    let facts = inventory.facts(credential)?;
    let lacks = lacks(around, facts.brand);
    let location = place::location(fields, credential, &facts);
    let mut place = Place {
        credential,
        location,
        facts,
        servers: Vec::new(),
        replicas: Held::default(),
        reading: false,
        making: Making::default(),
        lacks,
    };
    let slug = place.slug().to_owned();
    place.making = Making(Some((around.backend.operations().clone(), super::order::at(&place))));
    for (families, at_most) in [(ON_SALE, FRESH_ENOUGH), (IN_USE, FRESH)] {
        let what = families.map(|family| (family, slug.as_str()));
        place.reading |= inventory.want(credential, &what, at_most);
    }
    let servers = around.view.among(credential, &slug);
    place.servers = servers.map(|entry| (entry.key.clone(), Arc::clone(&entry.server))).collect();
    let copies = place::copies(fields, credential, place.location.as_ref());
    if let Some(from) = place::copied(fields, &place).filter(|_| copies && place.lacks.replicas.is_none()) {
        let (replicas, reading) = inventory.replicas(&from);
        (place.replicas, place.reading) = (replicas, place.reading | reading);
    }
    Some(place)
}

fn lacks(around: &Around<'_>, brand: Brand) -> Lacks {
    let capabilities = around.backend.registry().provider(brand).capabilities();
    let create = match brand.platform() {
        Platform::Virtua => "server.order",
        Platform::Warren => "server.create",
    };
    Lacks {
        create: why(capabilities.change(create)),
        replicas: family(capabilities, Family::Replicas),
        disks: family(capabilities, Family::Disks),
        backups: why(capabilities.change("replica.auto_backup")),
    }
}

fn family(capabilities: &Capabilities, family: Family) -> Option<String> {
    why(capabilities.family(family))
}

fn why(offer: Offer) -> Option<String> {
    match offer {
        Offer::Yes => None,
        Offer::No(why) => Some(why),
    }
}

/// The team's SSH keys and saved scripts; the text of the one that was chosen is opened.
async fn kept(around: &Around<'_>, fields: &Fields) -> Result<(Vec<RingKey>, Vec<Script>)> {
    let db = around.backend.db().read();
    let ring = ssh_keys::list(db, around.scope).await?.into_iter();
    let ring =
        ring.map(|key| RingKey { id: key.id, name: key.name, line: key.public_key, note: key.fingerprint });
    let ring = ring.collect();
    let mut kept = Vec::new();
    for script in scripts::list(db, around.scope).await? {
        let mut text = None;
        if fields.get("script") == Some(script.id.as_str()) {
            text = match around.backend.cloud_init_of(around.scope, &script.id).await {
                Ok(text) => Some(text),
                Err(error) => {
                    tracing::warn!(script = script.id, cause = error.cause(), "a saved script did not open");
                    None
                }
            };
        }
        kept.push(Script { id: script.id, name: script.name, version: script.version, text });
    }
    Ok((ring, kept))
}
