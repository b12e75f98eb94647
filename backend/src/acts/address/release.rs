//! A floating IP is given back.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{AddressChange, Change};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::warnings::Warning;

use super::{check, named};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Release;

impl Act for Release {
    fn slug(&self) -> &'static str {
        "address.release"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("address.unassign")?;
        check(on, "address.delete")
    }

    /// It is taken from the server first: what a provider does with one that is still in use, no document says.
    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let address = named(on, fields)?;
        let id = &address.id;
        let price = on.prices().and_then(|prices| price::of(prices, &PricedItem::FloatingIp, 1));
        let draft = Draft {
            steps: vec![
                Change::Address(AddressChange::Unassign { id: id.clone() }).into(),
                Change::Address(AddressChange::Delete { id: id.clone() }).into(),
            ],
            before: Before::of(on.server()),
            summary: id.0.clone(),
            danger: true,
            typed: Some(id.0.clone()),
            dies: vec![format!("Address {id}.")],
            cost: match price {
                Some(price) => format!("It no longer costs {}.", price::words(&price)),
                None => "It is no longer billed.".to_owned(),
            },
            ..Draft::default()
        }
        .line("Address", format!("{id}, leads to {}", on.name()), "given back")
        .effect(Warning::UnassignCutsConnections.sentence())
        .effect("Two requests: it is taken from the server, then given back. If the second fails, it stays reserved and \
                 costs money; the operation says so.")
        .for_good(Warning::ReleaseLosesAddress.sentence());
        let last = on.own_addresses().len() == 1;
        Ok(if last { draft.effect(Warning::NoPublicAddressNoTraffic.sentence()) } else { draft })
    }
}
