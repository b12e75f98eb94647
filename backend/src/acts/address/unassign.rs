//! A floating IP leads nowhere from now on, and stays reserved.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{AddressChange, Change};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::address::can_unassign;
use domain::rules::warnings::Warning;

use super::{check, named};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Unassign;

impl Act for Unassign {
    fn slug(&self) -> &'static str {
        "address.unassign"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "address.unassign")
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let address = named(on, fields)?;
        can_unassign(Some(on.name()))?;
        let price = on.prices().and_then(|prices| price::of(prices, &PricedItem::UnassignedFloatingIp, 1));
        let id = &address.id;
        let draft = Draft {
            steps: vec![Change::Address(AddressChange::Unassign { id: id.clone() }).into()],
            before: Before::of(on.server()),
            summary: id.0.clone(),
            danger: true,
            stays: vec![match &price {
                Some(price) => format!(
                    "Address {id} stays yours and costs {} until you release it.",
                    price::words(price)
                ),
                None => format!("Address {id} stays yours and goes on costing money until you release it."),
            }],
            cost: Warning::UnassignedAddressBills.sentence().to_owned(),
            ..Draft::default()
        }
        .line("Address", format!("{id}, leads to {}", on.name()), format!("{id}, leads nowhere"))
        .effect(Warning::UnassignCutsConnections.sentence());
        // Others than floating ones are private.
        let last = on.own_addresses().len() == 1;
        Ok(if last { draft.effect(Warning::NoPublicAddressNoTraffic.sentence()) } else { draft })
    }
}
