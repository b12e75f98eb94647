//! A floating IP that leads nowhere is made to lead to the server.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{AddressChange, AssignTo, Change};
use domain::floating_ip::FloatingIp;
use domain::policy::Verb;
use domain::rules::address::can_assign;

use super::check;
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, read_choice, section, select};
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Assign;

impl Act for Assign {
    fn slug(&self) -> &'static str {
        "address.assign"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " to "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "address.assign")
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let free = on.addresses().unwrap_or_default().iter();
        let choices: Vec<Choice> = free
            .filter(|address| !address.deleted && address.assigned.is_none())
            .map(|address| {
                let name = address.name.clone().unwrap_or_default();
                choice(address.id.0.clone(), address.id.0.clone(), name)
            })
            .collect();
        let mut field = select("address", "Address", fields, "", choices);
        if field.choices.is_empty() {
            field.refusal =
                Some("There is no address here that leads nowhere. Reserve one instead.".to_owned());
        }
        section(vec![field])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let wanted = read_choice(fields, "address", "Choose an address.")?;
        let invalid = |why: String| DomainError::invalid("address", why);
        let all = on.addresses().unwrap_or_default();
        let address: &FloatingIp =
            all.iter().find(|address| !address.deleted && address.id.0 == wanted).ok_or_else(|| {
                invalid("There is no such address where the server stands. Choose from the list.".to_owned())
            })?;
        let holder = address.assigned.as_ref().map(|assigned| {
            let server = on.view.among(on.key().credential, &on.key().location);
            let server = server.into_iter().find(|entry| entry.key.id == assigned.resource);
            server.map_or_else(|| assigned.resource.0.clone(), |entry| entry.server.name.clone())
        });
        can_assign(holder.as_deref(), address.enabled).map_err(|error| invalid(error.message))?;
        let to = AssignTo::Server(on.key().id.clone());
        let draft = Draft {
            steps: vec![Change::Address(AddressChange::Assign { id: address.id.clone(), to }).into()],
            before: Before::of(on.server()),
            summary: address.id.0.clone(),
            cost:
                "An address that leads to a server costs no more than one that leads nowhere, and often less."
                    .to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Address", format!("{wanted}, leads nowhere"), format!("{wanted}, leads to {}", on.name()))
            .effect("The server can be reached from the internet by this address."))
    }
}
