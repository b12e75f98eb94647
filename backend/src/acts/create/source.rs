//! What the disk begins with: an image, a snapshot or backup of another server, or a disk that exists.

use domain::act::{Choice, FieldKind, FormSection};
use domain::change::ImageChoice;
use domain::disk::{Disk, DiskOrigin, DiskState, attached};
use domain::ids::ServerKey;
use domain::replica::Replica;

use super::asking::Asking;
use super::given::{Given, Place, missing, rows};
use super::image;
use super::settled::{Boot, Settled};
use crate::acts::field::choice;

/// Source, and what it needs.
pub(super) fn section(
    given: &Given,
    place: &Place,
    asking: &mut Asking<'_>,
    out: &mut Settled,
) -> FormSection {
    let mut section =
        FormSection { id: "image".to_owned(), title: "Image".to_owned(), ..FormSection::default() };
    let disks = free_disks(place);
    let has_from = asking.get("from").is_some();
    let source = asking.pick(
        ("source", "Start from"),
        FieldKind::Cards,
        sources(place, &disks),
        (asking.get("source"), has_from.then_some("replica")),
    );
    let picked = source.value.first().cloned().unwrap_or_default();
    section.fields.push(source);
    out.copied = matches!(picked.as_str(), "replica" | "disk");
    match picked.as_str() {
        "replica" => replica(given, place, asking, out, &mut section),
        "disk" => disk(place, &disks, asking, out, &mut section),
        _ => image::fields(place, asking, out, &mut section),
    }
    section
}

fn sources(place: &Place, disks: &[Disk]) -> Vec<Choice> {
    let image = choice("image", "An image", "A fresh system or application");
    let replica = Choice {
        refusal: place.lacks.replicas.clone().or_else(|| {
            place.servers.is_empty().then(|| "There is no server in this location to copy from.".to_owned())
        }),
        ..choice("replica", "A snapshot or backup", "A copy of another server's disk")
    };
    let none_free = || {
        let list = place.here(&place.facts.disks);
        let why = missing(&list, "The list of disks");
        disks.is_empty().then(|| why.unwrap_or_else(|| "No disk here is unattached.".to_owned()))
    };
    let disk = Choice {
        refusal: place.lacks.disks.clone().or_else(none_free),
        ..choice("disk", "An existing disk", "One that belongs to no server")
    };
    vec![image, replica, disk]
}

/// Disks of the location that no server has.
fn free_disks(place: &Place) -> Vec<Disk> {
    let taken = attached(place.servers.iter().map(|(_, server)| server.as_ref()));
    let mut disks = rows(&place.here(&place.facts.disks));
    disks.retain(|disk| disk.state == DiskState::Active && !taken.contains(&disk.id));
    disks
}

fn replica(
    given: &Given,
    place: &Place,
    asking: &mut Asking<'_>,
    out: &mut Settled,
    section: &mut FormSection,
) {
    let servers = place.servers.iter().map(|(key, server)| {
        let image = server.image.clone().unwrap_or_default();
        choice(key.to_string(), &server.name, image)
    });
    let from = asking.pick(
        ("from", "Server to copy"),
        FieldKind::Select,
        servers.collect(),
        (asking.get("from"), None),
    );
    let key: Option<ServerKey> = from.value.first().and_then(|key| key.parse().ok());
    section.fields.push(from);
    let server = place.servers.iter().find(|(known, _)| Some(known) == key.as_ref());
    let list = rows(&place.replicas);
    let choices = list.iter().map(|replica| replica_choice(replica, given)).collect();
    let wanted = asking.get("replica");
    // While the list is being read a link's wish is carried along, and not taken for one that is gone.
    let unread = place.replicas.value.is_none();
    let mut field = asking.pick(
        ("replica", "Snapshot or backup"),
        FieldKind::Select,
        choices,
        (wanted.filter(|_| !unread), None),
    );
    let picked = field.value.first().cloned();
    if unread {
        field.value = wanted.map(str::to_owned).into_iter().collect();
        field.choices = wanted.map(|id| choice(id, id, "")).into_iter().collect();
    }
    if let Some(why) = missing(&place.replicas, "The list of snapshots and backups") {
        field.hint = why;
    } else if field.choices.is_empty() {
        field.hint = "This server has neither snapshots nor backups.".to_owned();
    }
    let found = list.iter().find(|replica| Some(&replica.id.0) == picked.as_ref());
    match (server, found) {
        (Some((key, server)), Some(replica)) => match server.details.image.clone() {
            Some(image) => {
                out.windows = image.name.to_ascii_lowercase().contains("windows");
                out.boot_words = format!("{} of {}", words(replica), server.name);
                let disks = server.details.disks.iter().flatten();
                let disk = disks.into_iter().find(|disk| Some(&disk.id) == replica.disk.as_ref());
                out.boot = Some(Boot::Replica {
                    server: key.id.clone(),
                    replica: replica.id.clone(),
                    image,
                    least_gib: replica.size_gib.max(disk.and_then(|disk| disk.size_gib)),
                });
            }
            None => asking.wrong(
                &mut field,
                "The provider has not said what this server runs, which a copy of it has to name.",
            ),
        },
        _ => asking.missing("replica", "Choose the snapshot or backup to copy."),
    }
    section.fields.push(field);
}

/// "Snapshot of 2026-10-14 03:00:05 UTC".
fn words(replica: &Replica) -> String {
    let word = replica.origin.word();
    let mut letters = word.chars();
    let word: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let made = replica.created_at.map(|at| format!(" of {}", at.exact())).unwrap_or_default();
    format!("{word}{made}")
}

fn replica_choice(replica: &Replica, given: &Given) -> Choice {
    let size = replica.size_gib.map(|gib| format!("{gib} GiB"));
    let age = replica.created_at.map(|at| at.ago(given.now));
    let note: Vec<String> = size.into_iter().chain(age).collect();
    choice(&replica.id.0, words(replica), note.join(", "))
}

fn disk(
    place: &Place,
    disks: &[Disk],
    asking: &mut Asking<'_>,
    out: &mut Settled,
    section: &mut FormSection,
) {
    let choices = disks.iter().map(|disk| {
        let size = disk.size_gib.map(|gib| format!("{gib} GiB"));
        let on_it = on_it(disk).map(|image| image_words(place, &image));
        let note: Vec<String> = size.into_iter().chain(on_it).collect();
        choice(&disk.id.0, disk.name.as_deref().unwrap_or(&disk.id.0), note.join(", "))
    });
    let choices = choices.collect();
    let mut field = asking.pick(
        ("boot_disk", "Disk to boot from"),
        FieldKind::Select,
        choices,
        (asking.get("boot_disk"), None),
    );
    match disks.iter().find(|disk| Some(&disk.id.0) == field.value.first()) {
        Some(disk) => {
            let image = on_it(disk);
            let words = image.as_ref().map(|image| image_words(place, image));
            out.windows =
                image.as_ref().is_some_and(|image| image.name.to_ascii_lowercase().contains("windows"));
            let name = disk.name.as_deref().unwrap_or(&disk.id.0);
            out.boot_words = match words {
                Some(words) => format!("Disk {name} with {words}"),
                None => format!("Disk {name}"),
            };
            if image.is_none() {
                let unknown = "What is on this disk is not known. It must hold a system that boots.";
                field.hint = format!("{} {unknown}", field.hint).trim_start().to_owned();
            }
            out.boot = Some(Boot::Disk { disk: disk.id.clone(), image, size_gib: disk.size_gib });
        }
        None => asking.missing("boot_disk", "Choose the disk to boot from."),
    }
    section.fields.push(field);
}

/// The system that a disk began with, which its origin spells `ubuntu_24.04-lts`.
fn on_it(disk: &Disk) -> Option<ImageChoice> {
    let Some(DiskOrigin::Image(Some(image))) = &disk.source else { return None };
    let (name, version) = image.split_once('_')?;
    Some(ImageChoice { name: name.to_owned(), version: Some(version.to_owned()) })
}

/// As the list of images names it.
fn image_words(place: &Place, image: &ImageChoice) -> String {
    let images = rows(&place.facts.images);
    let known = images.iter().find(|known| known.id == image.name);
    let name = known.map_or(image.name.as_str(), |known| known.name.as_str());
    let version = image.version.as_deref().unwrap_or_default();
    format!("{name} {version}").trim_end().to_owned()
}
