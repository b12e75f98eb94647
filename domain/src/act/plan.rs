//! What an act will do, before anyone confirms it.

use serde::{Deserialize, Serialize};

use super::{Field, PriceLine};
use crate::ids::{OperationId, ServerKey};

/// The field in which a confirmation says what was read: a plan gives it along among its own.
pub const PLAN_WAS: &str = "plan_was";

/// The plan of one act on one thing or on many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Goes with the confirmation: two clicks on one plan are one operation, or one batch.
    pub operation: OperationId,
    /// On the button: "Resize web-1", "Stop 3 servers".
    pub verb: String,
    /// Whether it destroys, or interrupts without asking.
    pub danger: bool,
    /// What changes.
    pub lines: Vec<PlanLine>,
    /// What happens, a sentence each.
    pub effects: Vec<String>,
    /// What cannot be undone, a sentence each.
    pub irreversible: Vec<String>,
    /// What dies with it: disks, snapshots, addresses.
    pub dies: Vec<String>,
    /// What stays, and stays billed.
    pub stays: Vec<String>,
    /// What it does to the bill as a number, where that can be told.
    pub price: Option<PriceLine>,
    /// What it does to the bill in words.
    pub cost: String,
    /// What must be true. Of a plan for many: for all of them; what concerns one stands with it.
    pub checks: Vec<PlanCheck>,
    /// On what, one by one; with one thing, that one.
    pub items: Vec<PlanItem>,
    /// The exact requests, secrets redacted, one a line.
    pub requests: Vec<String>,
    /// Secrets that are asked for now and kept nowhere.
    pub secrets: Vec<Field>,
    /// What the person does to confirm.
    pub confirm: Confirm,
    /// The fields that the confirmation carries.
    pub fields: super::Fields,
}

impl Plan {
    /// Whether it can be confirmed: everything is true that must be, for at least one thing.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.checks.iter().all(|check| check.ok) && self.items.iter().any(|item| item.refusal.is_none())
    }

    /// On how many things it would act.
    #[must_use]
    pub fn possible(&self) -> usize {
        self.items.iter().filter(|item| item.refusal.is_none()).count()
    }
}

/// One value before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Of what.
    pub label: String,
    /// Now; empty where something appears.
    pub before: String,
    /// Afterwards.
    pub after: String,
}

/// One thing that must be true before the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCheck {
    /// Whether it is.
    pub ok: bool,
    /// What it is; when it is not true, what to do about it.
    pub text: String,
}

/// One thing that a plan is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    /// Which; `None` for what is still to be made.
    pub server: Option<ServerKey>,
    /// Its name.
    pub name: String,
    /// What happens to it in a few words: "running → stopped".
    pub what: String,
    /// Why nothing is done to it; the others go ahead.
    pub refusal: Option<String>,
}

/// What a person does to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// What has to be typed, letter by letter; empty when the button is enough.
    pub typed: String,
}
