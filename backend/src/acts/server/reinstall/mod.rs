//! A fresh system over what is on the boot disk.

mod systems;

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::{RebuildFrom, ServerChange};
use domain::policy::Verb;
use domain::provider::Platform;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{read_choice, section, select};
use crate::acts::on::On;
use crate::operations::task::Before;
use systems::{SAME, choices, image, system};

pub(crate) struct Reinstall;

impl Act for Reinstall {
    fn slug(&self) -> &'static str {
        "server.reinstall"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Images]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        match on.platform() {
            Platform::Virtua => on.offers("server.rebuild")?,
            Platform::Warren => on.offers("server.reinstall")?,
        }
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        section(vec![select("image", "System", fields, SAME, choices(on))])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let server = on.server();
        let wanted = read_choice(fields, "image", "Choose a system.")?;
        let offered = choices(on).into_iter().find(|choice| choice.value == wanted);
        let offered = offered.ok_or_else(|| {
            DomainError::invalid("image", "This system is not on the provider's list. Choose from it.")
        })?;
        if let Some(why) = offered.refusal {
            return Err(DomainError::invalid("image", why));
        }
        let (before, after) = (server.image.clone().unwrap_or_default(), offered.label);
        let id = on.key().id.clone();
        let change = match on.platform() {
            Platform::Virtua => ServerChange::Rebuild { id, from: RebuildFrom::System(system(on, wanted)?) },
            Platform::Warren => ServerChange::Reinstall { id, image: image(on.images(), wanted) },
        };
        let mut draft = Draft {
            steps: vec![change.into()],
            before: Before::of(server),
            summary: format!("{before} → {after}"),
            danger: true,
            typed: Some(on.name().to_owned()),
            dies: vec!["Everything on the boot disk.".to_owned()],
            stays: vec!["The server itself, its size and its addresses.".to_owned()],
            cost: "The server costs what it cost, unless a licence comes with the new system.".to_owned(),
            ..Draft::default()
        }
        .line("System", before, after)
        .effect(Warning::ReinstallDiscardsDisk.sentence())
        .for_good("What was on the boot disk cannot be brought back, except from a snapshot or backup.");
        match on.platform() {
            Platform::Virtua => {
                draft = draft
                    .effect("The provider makes a new root password, which can be shown here afterwards.");
            }
            Platform::Warren => {
                draft = draft.effect(
                    "Whether users, passwords and keys of the server are set up again, the provider's document does \
                     not say. Set a password here if you cannot sign in.",
                );
                draft.stays.push("Other disks and their data.".to_owned());
            }
        }
        Ok(draft)
    }
}
