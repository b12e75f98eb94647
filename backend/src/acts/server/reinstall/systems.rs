//! The systems that a server can be installed with, as choices and as requests spell them.

use domain::DomainError;
use domain::act::Choice;
use domain::change::ImageChoice;
use domain::ids::ProviderResourceId;
use domain::plan::{Image, ImageVersion};
use domain::provider::Platform;
use domain::rules::server;

use crate::acts::field::choice;
use crate::acts::on::On;
use crate::acts::price::is_windows;

/// Stands for the system that the server runs.
pub(super) const SAME: &str = "same";

/// The same system, and every other one that the provider lists, in groups.
pub(super) fn choices(on: &On<'_>) -> Vec<Choice> {
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
pub(super) fn image(images: &[Image], wanted: &str) -> Option<ImageChoice> {
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
pub(super) fn system(on: &On<'_>, wanted: &str) -> Result<ProviderResourceId, DomainError> {
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
