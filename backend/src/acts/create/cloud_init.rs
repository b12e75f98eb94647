//! What a server does on its first start: a saved script, or a text typed here.

use domain::act::{FieldKind, FormSection};
use domain::provider::Platform;
use domain::rules::cloud_init::{cloud_init, from_script, written};
use secrecy::SecretString;

use super::asking::{Asking, off};
use super::given::{Given, Place};
use super::settled::Settled;
use crate::acts::field::choice;
use crate::acts::secret;

/// No saved script.
const NONE: &str = "none";

/// Script and text.
pub(super) fn section(
    given: &Given,
    place: &Place,
    asking: &mut Asking<'_>,
    out: &mut Settled,
) -> FormSection {
    let mut section = FormSection {
        id: "cloud_init".to_owned(),
        title: "First start".to_owned(),
        ..FormSection::default()
    };
    if place.platform() == Platform::Virtua {
        let why = "The provider's order takes no cloud-init configuration.";
        section.fields.push(off(("cloud_init", "Cloud-init"), FieldKind::Lines, why));
        return section;
    }
    let note = if given.scripts.is_empty() { "the team keeps none yet" } else { "or the one typed below" };
    let mut choices = vec![choice(NONE, "None", note)];
    choices.extend(given.scripts.iter().map(|script| choice(&script.id, &script.name, "")));
    // Not asked where there is nothing to choose.
    let wanted = asking.get("script").or((!given.scripts.is_empty()).then_some(NONE)).unwrap_or(NONE);
    let mut script =
        asking.pick(("script", "Saved script"), FieldKind::Select, choices, (Some(wanted), None));
    let chosen = given.scripts.iter().find(|saved| Some(&saved.id) == script.value.first());
    // What was reviewed is what is sent: the form says along which version of the script was seen.
    let seen = chosen.map(|saved| format!("{}:{}", saved.id, saved.version));
    if let (Some(saved), Some(seen), Some(was)) = (chosen, &seen, asking.get("script_was"))
        && was != seen
        && was.split(':').next() == Some(&saved.id)
    {
        let text = format!(
            "“{}” was saved anew since it was chosen. Review it again to send it as it is now.",
            saved.name
        );
        asking.changed(&mut script, text);
    }
    let was = super::asking::field(("script_was", ""), FieldKind::Hidden, seen.into_iter().collect());
    let mut field = asking.text(("cloud_init", "Cloud-init or script"), FieldKind::Lines);
    field.mono = true;
    field.placeholder = r#"{"runcmd": ["apt-get update"]}"#.to_owned();
    field.hint =
        "May be left out. A JSON object with runcmd and write_files, which is all that the provider reads; or a \
         script that begins with #!, which Skydeck puts into one. It goes to the provider and is kept nowhere."
            .to_owned();
    let typed = asking.raw("cloud_init").unwrap_or_default().trim();
    match (chosen, typed.is_empty()) {
        (Some(_), false) => asking.wrong(
            &mut field,
            "Choose a saved script or type one, not both. Clear this, or choose None above.",
        ),
        (Some(saved), true) => {
            match saved.text.as_ref().map(|text| secret::judged(text, |text| understood(text, out))) {
                Some(Ok(text)) => {
                    out.cloud_init = text;
                    out.cloud_init_words = format!("The saved script “{}”", saved.name);
                }
                Some(Err(why)) => asking.wrong(&mut script, format!("This script does not fit here: {why}")),
                None => asking.wrong(&mut script, "This script could not be opened. Save it again."),
            }
        }
        (None, false) => match understood(typed, out) {
            Ok(text) => {
                out.cloud_init = text;
                "As typed".clone_into(&mut out.cloud_init_words);
            }
            Err(why) => asking.wrong(&mut field, why),
        },
        (None, true) => {}
    }
    section.fields.extend([script, was, field]);
    section
}

/// The text as the provider takes it.
fn understood(text: &str, out: &Settled) -> Result<Option<SecretString>, String> {
    written(text).map_err(|error| error.message)?;
    let wrapped = if text.trim_start().starts_with("#!") {
        from_script(text).map_err(|error| error.message)?
    } else {
        text.to_owned()
    };
    let checked = cloud_init(&wrapped, out.username.as_deref()).map_err(|error| error.message)?;
    Ok(checked.map(SecretString::from))
}
