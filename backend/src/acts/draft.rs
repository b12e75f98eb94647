//! One act on one thing, understood: the requests, and everything that the plan says about them.

use domain::act::{Field, PlanCheck, PlanLine, PriceLine};
use domain::ids::ServerKey;
use domain::money::Price;
use domain::provider::Brand;

use crate::operations::task::{Before, StepDraft, Task, Then};

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// The requests in their order; empty for what only Skydeck keeps.
    pub(crate) steps: Vec<StepDraft>,
    /// What outcomes are judged against.
    pub(crate) before: Before,
    /// What Skydeck does itself when it has succeeded.
    pub(crate) then: Then,
    /// What changes, in a line, for Activity: "2 vCPU, 4 GiB → 4 vCPU, 8 GiB".
    pub(crate) summary: String,
    /// What happens to this one thing, for a list of many: "running → stopped".
    pub(crate) what: String,
    /// Whether it destroys, or interrupts without asking.
    pub(crate) danger: bool,
    /// What changes.
    pub(crate) lines: Vec<PlanLine>,
    /// What happens, a sentence each.
    pub(crate) effects: Vec<String>,
    /// What cannot be undone, a sentence each.
    pub(crate) irreversible: Vec<String>,
    /// What dies with it.
    pub(crate) dies: Vec<String>,
    /// What stays, and stays billed.
    pub(crate) stays: Vec<String>,
    /// What it does to the bill as a number, where that can be told.
    pub(crate) price: Option<PriceChange>,
    /// What it does to the bill in words.
    pub(crate) cost: String,
    /// What must be true besides what every act looks at.
    pub(crate) checks: Vec<PlanCheck>,
    /// Secrets that the plan asks for. At most one: the field `password`.
    pub(crate) secrets: Vec<Field>,
    /// What has to be typed to confirm, where that is about one thing; `None` when the button is enough.
    pub(crate) typed: Option<String>,
}

impl Draft {
    /// Of one line.
    pub(crate) fn line(mut self, label: &str, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.lines.push(PlanLine { label: label.to_owned(), before: before.into(), after: after.into() });
        self
    }

    /// With a sentence on what happens.
    pub(crate) fn effect(mut self, sentence: impl Into<String>) -> Self {
        self.effects.push(sentence.into());
        self
    }

    /// With a sentence on what cannot be undone.
    pub(crate) fn for_good(mut self, sentence: impl Into<String>) -> Self {
        self.irreversible.push(sentence.into());
        self
    }

    /// As the journal takes it.
    pub(crate) fn task(self, subject: ServerKey, name: String, brand: Brand, act: &str) -> Task {
        Task {
            subject,
            name,
            brand,
            act: act.to_owned(),
            steps: self.steps,
            before: self.before,
            then: self.then,
            summary: self.summary,
        }
    }
}

/// Something that is to be made.
#[derive(Clone, Debug)]
pub(crate) struct New {
    /// In which credential and location; its id is not looked at ([`crate::operations::task::to_be_made`] gives one).
    pub(crate) place: ServerKey,
    /// Who sells it.
    pub(crate) brand: Brand,
    /// The name that it will have.
    pub(crate) name: String,
    /// The rest.
    pub(crate) draft: Draft,
}

/// What a change does to the price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PriceChange {
    /// Now; `None` for what is new.
    pub(crate) before: Option<Price>,
    /// Afterwards.
    pub(crate) after: Price,
    /// What the number leaves out.
    pub(crate) note: String,
}

impl PriceChange {
    /// For people.
    pub(crate) fn line(&self) -> PriceLine {
        PriceLine {
            hour: self.after.hour.in_full(),
            month: self.after.month.to_string(),
            month_before: self.before.as_ref().map(|before| before.month.to_string()),
            note: self.note.clone(),
        }
    }

    /// Both together; `None` when their currencies differ, or when only one has something to compare with.
    pub(crate) fn and(&self, other: &Self) -> Option<Self> {
        let before = match (&self.before, &other.before) {
            (Some(one), Some(two)) => Some(sum(one, two)?),
            (None, None) => None,
            _ => return None,
        };
        Some(Self { before, after: sum(&self.after, &other.after)?, note: self.note.clone() })
    }
}

fn sum(one: &Price, two: &Price) -> Option<Price> {
    Some(Price { hour: one.hour.checked_add(&two.hour)?, month: one.month.checked_add(&two.month)? })
}

#[cfg(test)]
mod tests {
    use domain::money::Money;

    use super::*;

    fn price(month: u32, currency: &str) -> Price {
        Price { hour: Money::new(1.into(), currency), month: Money::new(month.into(), currency) }
    }

    #[test]
    fn prices_are_added_only_when_that_means_something() {
        let change = |before: Option<Price>, after| PriceChange { before, after, note: String::new() };
        let one = change(Some(price(10, "EUR")), price(20, "EUR"));
        let both = one.and(&one).unwrap().line();
        assert_eq!((both.month.as_str(), both.month_before.as_deref()), ("€40.00", Some("€20.00")));
        assert_eq!(one.and(&change(Some(price(1, "IDR")), price(2, "IDR"))), None);
        assert_eq!(one.and(&change(None, price(2, "EUR"))), None);
    }
}
