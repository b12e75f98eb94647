//! A fresh system over what is on the boot disk.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{ImageChoice, RebuildFrom, ServerChange};
use domain::ids::ProviderResourceId;
use domain::plan::{Image, ImageVersion};
use domain::policy::Verb;
use domain::provider::Platform;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, read_choice, section, select};
use crate::acts::on::On;
use crate::acts::price::is_windows;
use crate::operations::task::Before;

/// Stands for the system that the server runs.
const SAME: &str = "same";

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

/// The same system, and every other one that the provider lists, in groups.
fn choices(on: &On<'_>) -> Vec<Choice> {
    let server = on.server();
    let same = match &server.image {
        Some(image) => format!("{image}, as now"),
        None => "The same system as now".to_owned(),
    };
    let mut choices = vec![choice(SAME, same, "")];
    if on.platform() == Platform::Virtua && server.details.image.is_none() {
        choices.clear();
    }
    choices.extend(on.images().iter().flat_map(|image| of_image(on, image)));
    choices
}

fn of_image(on: &On<'_>, image: &Image) -> Vec<Choice> {
    let windows = is_windows(on.server());
    let refusal = match on.platform() {
        Platform::Virtua if image.is_windows && !windows => {
            Some("Windows needs a plan with its licence.".to_owned())
        }
        Platform::Virtua if !image.is_windows && windows => {
            Some("The server's plan is one for Windows.".to_owned())
        }
        _ => None,
    };
    let group = if image.is_app { "Apps" } else { "Systems" };
    let one = |value: String, label: String| Choice {
        group: group.to_owned(),
        refusal: refusal.clone(),
        icon: image.icon.clone().filter(|icon| icon.starts_with("data:image/")).unwrap_or_default(),
        ..choice(value, label, "")
    };
    if image.versions.is_empty() {
        return vec![one(image.id.clone(), image.name.clone())];
    }
    let versions = image.versions.iter();
    versions.map(|version| one(value(image, version), format!("{} {}", image.name, version.name))).collect()
}

/// How a version of an image stands in addresses.
fn value(image: &Image, version: &ImageVersion) -> String {
    format!("{}:{}", image.id, version.id)
}

/// As Warren's call takes it; `None` for what the server runs.
fn image(images: &[Image], wanted: &str) -> Option<ImageChoice> {
    images.iter().find_map(|image| {
        let choice = |version: Option<String>| ImageChoice { name: image.id.clone(), version };
        if image.versions.is_empty() {
            return (image.id == wanted).then(|| choice(None));
        }
        let version = image.versions.iter().find(|version| value(image, version) == wanted)?;
        Some(choice(Some(version.id.clone())))
    })
}

/// As Virtua's call takes it.
fn system(on: &On<'_>, wanted: &str) -> Result<ProviderResourceId, DomainError> {
    let id = if wanted == SAME {
        let now = on.server().details.image.as_ref().map(|image| image.name.as_str());
        now.ok_or_else(|| {
            DomainError::invalid("image", "The provider does not tell the present system. Choose one.")
        })?
    } else {
        wanted
    };
    server::virtua_id("image", id).map(|id| ProviderResourceId(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_goes_beside_its_image() {
        let version = |id: &str| ImageVersion { id: id.to_owned(), name: id.to_owned() };
        let ubuntu = Image {
            id: "ubuntu".to_owned(),
            name: "Ubuntu".to_owned(),
            versions: vec![version("22.04-lts"), version("24.04-lts")],
            is_app: false,
            is_windows: false,
            is_default: true,
            icon: None,
        };
        let images = [Image { id: "a:b".to_owned(), versions: Vec::new(), ..ubuntu.clone() }, ubuntu];
        let read = |wanted| image(&images, wanted).map(|image| (image.name, image.version));
        assert_eq!(read("ubuntu:24.04-lts"), Some(("ubuntu".to_owned(), Some("24.04-lts".to_owned()))));
        assert_eq!(read("a:b"), Some(("a:b".to_owned(), None)));
        assert_eq!(read(SAME), None);
    }
}
