//! What else a new server has: backups, words for people, and who pays.

use domain::act::{Choice, Field, FieldKind, FormSection};
use domain::billing::BillingAccount;
use domain::money::Money;
use domain::pricing::PricedItem;
use domain::provider::Platform;
use domain::rules::{label, tag};

use super::asking::{Asking, off};
use super::given::{Place, missing, rows};
use super::settled::Settled;
use crate::acts::field::{choice, fact};
use crate::acts::price;

/// Backups, tags, description.
pub(super) fn section(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> FormSection {
    let mut section =
        FormSection { id: "options".to_owned(), title: "Options".to_owned(), ..FormSection::default() };
    section.fields.push(backups(place, asking, out));
    section.fields.push(tags(asking, out));
    if place.platform() == Platform::Warren {
        let mut field = asking.text(("description", "Description"), FieldKind::Text);
        field.hint = "May be left out. The provider keeps it with the server.".to_owned();
        match label::description(asking.get("description").unwrap_or_default()) {
            Ok(text) => out.description = text,
            Err(error) => asking.wrong(&mut field, error.message),
        }
        section.fields.push(field);
    }
    section
}

/// Who pays, or into which project it is ordered.
pub(super) fn payer(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> FormSection {
    let mut section =
        FormSection { id: "payer".to_owned(), title: "Who pays".to_owned(), ..FormSection::default() };
    match place.platform() {
        Platform::Virtua => {
            "Project".clone_into(&mut section.title);
            project(place, asking, out, &mut section);
        }
        Platform::Warren => account(place, asking, out, &mut section),
    }
    section
}

fn backups(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let name = ("backups", "Automatic backups");
    if let Some(why) = &place.lacks.backups {
        return off(name, FieldKind::Tick, why.clone());
    }
    let (mut field, on) = asking.tick(name);
    out.backups = on;
    field.changes_form = true;
    let prices = place.facts.prices.value.as_deref();
    let cost = prices.and_then(|prices| price::of(prices, &PricedItem::Backup, 1));
    field.hint = match cost {
        Some(price) => {
            format!(
                "Made by the provider. They cost {} a month for every GiB that they hold.",
                in_full(&price.month)
            )
        }
        None => "Made by the provider. They cost money for every GiB that they hold.".to_owned(),
    };
    field
}

/// What is small keeps its decimals, and what is not is not drowned in them.
fn in_full(money: &Money) -> String {
    let plain = money.to_string();
    if money.amount.fract().is_zero() { plain } else { money.in_full() }
}

fn tags(asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let mut field = asking.text(("tags", "Tags"), FieldKind::Text);
    field.placeholder = "web env:staging".to_owned();
    field.hint = "May be left out. Kept by Skydeck; with spaces or commas between them.".to_owned();
    match tag::tags(asking.raw("tags").unwrap_or_default()) {
        Ok(tags) => out.tags = tags,
        Err(error) => asking.wrong(&mut field, error.message),
    }
    field
}

fn project(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    if let Some(why) = missing(&place.facts.projects, "The list of projects") {
        // What is wished for is carried along, and not taken for something that is gone.
        section.note.clone_from(&why);
        return asking.missing("project", why);
    }
    let projects = rows(&place.facts.projects);
    let choices = projects.iter().map(|project| {
        let servers = project.servers.map(|count| format!("{count} servers"));
        let note: Vec<String> = servers.into_iter().chain(project.description.clone()).collect();
        choice(&project.id.0, &project.name, note.join(", "))
    });
    let field = asking.pick(
        ("project", "Project"),
        FieldKind::Select,
        choices.collect(),
        (asking.get("project"), None),
    );
    out.project = projects.iter().find(|project| Some(&project.id.0) == field.value.first()).cloned();
    if out.project.is_none() {
        asking.missing(
            "project",
            "An order needs a project, and the provider lists none. Make one there first.",
        );
    }
    section.fields.push(field);
}

fn account(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    let list = &place.facts.accounts;
    let mut accounts = rows(list);
    accounts.retain(|account| !account.is_deleted && account.id.0.parse::<u64>().is_ok());
    // A key that is restricted to one account may look at none, and pays with that one.
    let forbidden = list.problem.as_ref().is_some_and(|problem| problem.status == Some(403));
    if accounts.is_empty() {
        out.restricted = list.value.is_some() || forbidden;
        let text = if out.restricted {
            "This key sees no billing account, as keys that are restricted to one do. That one pays."
                .to_owned()
        } else {
            missing(list, "The list of billing accounts").unwrap_or_default()
        };
        if !out.restricted {
            asking.missing("billing_account", text.clone());
        }
        section.fields.push(fact("billing_fact", "Billing account", &text));
        return;
    }
    let usual = accounts.iter().find(|account| account.is_default).map(|account| account.id.0.as_str());
    let mut field = asking.pick(
        ("billing_account", "Billing account"),
        FieldKind::Select,
        accounts.iter().map(account_choice).collect(),
        (asking.get("billing_account"), usual),
    );
    out.account = accounts.iter().find(|account| Some(&account.id.0) == field.value.first()).cloned();
    if out.account.is_none() {
        asking.wrong(&mut field, "None of the billing accounts can pay for new things. Settle that first.");
    }
    section.fields.push(field);
}

fn account_choice(account: &BillingAccount) -> Choice {
    let title = account.details.title.as_deref().unwrap_or("Billing account");
    let credit = account.credit.as_ref().map(|credit| format!("credit {credit}"));
    let default = account.is_default.then(|| "the default".to_owned());
    let note: Vec<String> = [Some(account.id.0.clone()), default, credit].into_iter().flatten().collect();
    Choice { refusal: account_refusal(account), ..choice(&account.id.0, title, note.join(", ")) }
}

fn account_refusal(account: &BillingAccount) -> Option<String> {
    if let Some(why) = &account.suspend_reason {
        return Some(format!("The provider suspended it: {why}"));
    }
    if account.restriction.is_some() {
        return Some("The provider holds it back.".to_owned());
    }
    let may = account.can_pay != Some(false) && account.is_active != Some(false);
    (!may).then(|| "It cannot pay for new things.".to_owned())
}
