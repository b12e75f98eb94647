//! A disk that belongs to no server is given to this one.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{Change, DiskChange};
use domain::disk::{Disk, DiskState, attached};
use domain::policy::Verb;
use domain::rules::disk::{can_attach, guest_device};

use super::check;
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, read_choice, section, select};
use crate::acts::measure;
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Attach;

impl Act for Attach {
    fn slug(&self) -> &'static str {
        "disk.attach"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " to "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Disks]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "disk.attach")
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let choices: Vec<Choice> = free(on)
            .map(|disk| choice(disk.id.0.clone(), name(disk), measure::disk(disk.size_gib)))
            .collect();
        let mut field = select("disk", "Disk", fields, "", choices);
        if field.choices.is_empty() {
            field.refusal = Some("There is no disk here that belongs to no server.".to_owned());
        }
        section(vec![field])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let wanted = read_choice(fields, "disk", "Choose a disk.")?;
        let disk = disks(on).iter().find(|disk| disk.id.0 == wanted);
        let disk = disk.ok_or_else(|| {
            DomainError::invalid(
                "disk",
                "There is no such disk where the server stands. Choose from the list.",
            )
        })?;
        let holder = disk.server(around(on)).map(|server| server.name.as_str());
        can_attach(holder).map_err(|error| DomainError::invalid("disk", error.message))?;
        let described = format!("{}, {}", name(disk), measure::disk(disk.size_gib));
        let change = DiskChange::Attach { server: on.key().id.clone(), disk: disk.id.clone() };
        let mut draft = Draft {
            steps: vec![Change::Disk(change).into()],
            before: Before::of(on.server()),
            summary: described.clone(),
            cost: "The disk costs what it cost, from then on as a part of the server.".to_owned(),
            ..Draft::default()
        }
        .line("Disk", "at no server", described)
        .effect("The server sees the disk with what is on it; a running one at once.");
        if let Some(device) = guest_device(&disk.id.0) {
            draft = draft.effect(format!("On Linux it is found as {device}."));
        }
        Ok(draft)
    }
}

fn disks<'a>(on: &On<'a>) -> &'a [Disk] {
    let held = on.facts.disks.get(&on.key().location);
    held.and_then(|held| held.value.as_deref()).map(Vec::as_slice).unwrap_or_default()
}

/// The servers that could have one of them.
fn around<'a>(on: &On<'a>) -> impl Iterator<Item = &'a domain::server::Server> {
    let key = on.key();
    on.view.among(key.credential, &key.location).map(|entry| entry.server.as_ref())
}

fn free<'a>(on: &On<'a>) -> impl Iterator<Item = &'a Disk> + use<'a> {
    let taken = attached(around(on));
    let is_free = move |disk: &&Disk| disk.state == DiskState::Active && !taken.contains(&disk.id);
    disks(on).iter().filter(is_free)
}

fn name(disk: &Disk) -> String {
    disk.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| disk.id.0.clone())
}
