//! A copy of a server, disks included.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::ServerChange;
use domain::policy::Verb;
use domain::rules::warnings::Warning;
use domain::rules::{name, server};

use crate::acts::act::Act;
use crate::acts::draft::{Draft, PriceChange};
use crate::acts::field::{conflict, section, text};
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Clone;

impl Act for Clone {
    fn slug(&self) -> &'static str {
        "server.clone"
    }

    fn right(&self) -> Verb {
        Verb::Create
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.clone")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let mut name = text("name", "Name of the copy", fields, &format!("{}-copy", on.name()));
        name.required = true;
        section(vec![name])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let server = on.server();
        let name = name::warren_clone_name(fields.raw("name").unwrap_or_default())?;
        let others = || {
            let key = on.key();
            on.view.among(key.credential, &key.location).map(|entry| entry.server.as_ref())
        };
        // An outcome that is not known is settled by the name, so it has to be one that nothing else has.
        if others().any(|other| other.name == name) {
            let why =
                "A server here has this name already. Choose another, so that the copy can be told from it.";
            return Err(DomainError::invalid("name", why));
        }
        if let Some(why) = on.backend.operations().making(on.key(), Some(&name)) {
            return Err(DomainError { field: Some("name".to_owned()), ..conflict(why) });
        }
        let known = Before::among(others(), Some(&name));
        let change = ServerChange::Clone { id: on.key().id.clone(), name: name.clone() };
        let size = price::size_of(server, None, None, 0);
        let cost = on.prices().zip(size).and_then(|(prices, size)| prices.server(&size));
        let draft = Draft {
            steps: vec![change.into()],
            before: Before::of(server).knowing(known.known),
            summary: format!("{} → {name}", server.name),
            what: format!("copied to {name}"),
            cost: Warning::CopyBillsAsServer.sentence().to_owned(),
            price: cost.map(|after| PriceChange {
                before: None,
                after,
                note: "The copy alone, while it runs. Addresses, snapshots and backups come on top."
                    .to_owned(),
            }),
            ..Draft::default()
        };
        Ok(draft
            .line("Copy", "", name)
            .effect("The provider makes a new server with the same size and a copy of its disks.")
            .effect("Users, passwords, keys and host names on the disks are copied as well. Change them where that matters."))
    }
}
