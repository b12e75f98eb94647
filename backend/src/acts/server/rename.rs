//! Another name. The description of a server is given once, when it is made: "Currently only name, vcpu and ram can be
//! changed".

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::ServerChange;
use domain::policy::Verb;
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
        let now = on.first().map(On::name).unwrap_or_default();
        let mut name = hint(
            text("name", "Name", fields, now),
            "Letters, digits and hyphens. The host name inside the server stays as it is. For other words there is the note.",
        );
        name.required = true;
        section(vec![name])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let now = on.name().to_owned();
        let name = match fields.raw("name").map(str::trim) {
            Some(name) if name != now => name::warren_server_name(name, on.parameters())?,
            _ => return Err(DomainError::invalid("name", "Nothing would change. Enter another name.")),
        };
        let change = ServerChange::Modify {
            id: on.key().id.clone(),
            name: Some(name.clone()),
            vcpus: None,
            memory_mib: None,
        };
        let draft = Draft {
            steps: vec![change.into()],
            before: Before::of(on.server()),
            summary: format!("{now} → {name}"),
            cost: "A name costs nothing.".to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Name", now, name)
            .effect("The host name inside the server, its addresses and what runs on it stay as they are."))
    }
}
