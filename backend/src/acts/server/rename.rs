//! Another name, and other words.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::ServerChange;
use domain::policy::Verb;
use domain::rules::label;
use domain::rules::{name, server};

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{hint, section, text};
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Rename;

impl Act for Rename {
    fn slug(&self) -> &'static str {
        "server.rename"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Parameters]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.modify")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let (name, description) = (on.name(), described(on));
        let mut name = hint(
            text("name", "Name", fields, name),
            "Letters, digits and hyphens. The host name inside the server stays as it is.",
        );
        name.required = true;
        let description = text("description", "Description", fields, description);
        section(vec![name, description])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let now = (on.name().to_owned(), described(on).to_owned());
        let name = match fields.raw("name").map(str::trim) {
            Some(name) if name != now.0 => name::warren_server_name(name, on.parameters())?,
            _ => now.0.clone(),
        };
        let description = match fields.raw("description") {
            Some(text) => label::description(text)?.unwrap_or_default(),
            None => now.1.clone(),
        };
        let (renamed, reworded) = (name != now.0, description != now.1);
        if !renamed && !reworded {
            return Err(DomainError::invalid("name", "Nothing would change. Enter another name."));
        }
        let change = ServerChange::Modify {
            id: on.key().id.clone(),
            name: renamed.then(|| name.clone()),
            description: reworded.then(|| description.clone()),
            vcpus: None,
            memory_mib: None,
        };
        let mut draft = Draft {
            steps: vec![change.into()],
            before: Before::of(on.server()),
            summary: if renamed { format!("{} → {name}", now.0) } else { "Another description".to_owned() },
            cost: "A name costs nothing.".to_owned(),
            ..Draft::default()
        };
        if renamed {
            draft = draft.line("Name", now.0, name).effect(
                "The host name inside the server, its addresses and what runs on it stay as they are.",
            );
        }
        if reworded {
            draft = draft.line("Description", now.1, description);
        }
        Ok(draft)
    }
}

fn described<'a>(on: &On<'a>) -> &'a str {
    on.server().details.description.as_deref().unwrap_or_default()
}
