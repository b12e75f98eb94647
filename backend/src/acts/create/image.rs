//! Which system or application is installed, and in which version.

use domain::act::{Choice, FieldKind, FormSection};
use domain::change::ImageChoice;
use domain::plan::Image;
use domain::provider::Platform;

use super::asking::Asking;
use super::given::{Place, missing, rows};
use super::settled::{Boot, Settled};
use crate::acts::field::choice;

/// Image and version.
pub(super) fn fields(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    let mut images = rows(&place.facts.images);
    // Stable: within a group the provider's order stays.
    images.sort_by_key(|image| image.is_app);
    if let Some(why) = missing(&place.facts.images, "The list of images") {
        // What is wished for is carried along, and not taken for something that is gone.
        section.note.clone_from(&why);
        return asking.missing("image", why);
    }
    let no_windows = place.platform() == Platform::Virtua && !place.plans().iter().any(has_windows);
    let why = no_windows.then(|| format!("No plan in {} includes Windows.", place.name()));
    let choices = images.iter().map(|image| Choice {
        icon: image.icon.clone().filter(|icon| icon.starts_with("data:image/")).unwrap_or_default(),
        group: if image.is_app { "Applications" } else { "Systems" }.to_owned(),
        refusal: why.clone().filter(|_| image.is_windows),
        ..choice(&image.id, &image.name, note(image))
    });
    let usual = images.iter().find(|image| image.is_default).map(|image| image.id.as_str());
    let field =
        asking.pick(("image", "Image"), FieldKind::Cards, choices.collect(), (asking.get("image"), usual));
    let image = images.iter().find(|image| Some(&image.id) == field.value.first());
    section.fields.push(field);
    let Some(image) = image else {
        asking.missing("image", "Choose what to install.");
        return;
    };
    out.windows = image.is_windows;
    out.boot_words.clone_from(&image.name);
    let mut named = ImageChoice { name: image.id.clone(), version: None };
    if !image.versions.is_empty() {
        let choices = image.versions.iter().map(|version| choice(&version.id, &version.name, ""));
        // The lists have the newest last.
        let usual = image.versions.last().map(|version| version.id.as_str());
        let field = asking.pick(
            ("version", "Version"),
            FieldKind::Select,
            choices.collect(),
            (asking.get("version"), usual),
        );
        let version = image.versions.iter().find(|version| Some(&version.id) == field.value.first());
        if let Some(version) = version {
            out.boot_words = format!("{} {}", image.name, version.name);
            named.version = Some(version.id.clone());
        }
        section.fields.push(field);
    } else if place.platform() == Platform::Warren {
        asking.missing("image", format!("The provider lists no version of {}.", image.name));
    }
    out.boot = Some(Boot::Image(named));
}

fn note(image: &Image) -> String {
    match (image.is_windows, image.versions.as_slice()) {
        (true, _) => "Needs a licence".to_owned(),
        (false, [.., _, newest]) => format!("up to {}", newest.name),
        (false, [only]) => only.name.clone(),
        (false, []) => String::new(),
    }
}

/// Whether a plan includes a Windows licence.
pub(super) fn has_windows(plan: &domain::plan::Plan) -> bool {
    plan.extras.as_ref().is_some_and(|extras| extras.is_windows == Some(true))
}
