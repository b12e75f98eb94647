//! A new floating IP that leads to the server: two requests, the second about what the first made.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::{AddressChange, AssignTo, Change};
use domain::ids::ProviderResourceId;
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::address::address_name;

use super::check;
use crate::acts::act::Act;
use crate::acts::draft::{Draft, PriceChange};
use crate::acts::field::{hint, section, text};
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::{Before, StepDraft};

/// Stands in the second request until the first has made the address.
const TO_BE_MADE: &str = "new-address";

pub(crate) struct Reserve;

impl Act for Reserve {
    fn slug(&self) -> &'static str {
        "address.reserve"
    }

    fn right(&self) -> Verb {
        Verb::Create
    }

    fn joint(&self) -> &'static str {
        " for "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "address.create")
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let or = on.first().map(On::name).unwrap_or_default();
        section(vec![hint(
            text("name", "Name of the address", fields, or),
            "For people. It may be left empty.",
        )])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let name = address_name(fields.raw("name").unwrap_or_default())?;
        let id = ProviderResourceId(TO_BE_MADE.to_owned());
        let create = AddressChange::Create { name, billing_account: on.server().details.billing_account };
        let assign = AddressChange::Assign { id, to: AssignTo::Server(on.key().id.clone()) };
        let price = on.prices().and_then(|prices| price::of(prices, &PricedItem::FloatingIp, 1));
        let known = on.addresses().unwrap_or_default().iter().map(|address| address.id.clone());
        let draft = Draft {
            steps: vec![
                Change::Address(create).into(),
                StepDraft { change: Change::Address(assign), uses_made: true },
            ],
            before: Before::of(on.server()).knowing(known),
            cost: match &price {
                Some(price) => format!("The address costs {} until it is released.", price::words(price)),
                None => "The address costs money until it is released.".to_owned(),
            },
            price: price.map(|after| PriceChange {
                before: None,
                after,
                note: "The address alone, while it leads to a server.".to_owned(),
            }),
            ..Draft::default()
        };
        Ok(draft
            .line("Address", "", "a new public IPv4 address")
            .effect("The provider reserves an address of its choice, and lets it lead to this server.")
            .effect("If it cannot be assigned, it stays reserved and costs money; the operation says so."))
    }
}
