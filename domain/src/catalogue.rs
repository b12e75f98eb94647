//! A provider's public price list: what anybody may read before there is an account.

use serde::{Deserialize, Serialize};

use crate::location::Location;
use crate::plan::Plan;

/// A public price list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalogue {
    /// Every plan in every place where it is sold, as orders spell it.
    pub plans: Vec<Plan>,
    /// The places.
    pub locations: Vec<Location>,
    /// What is taken off for paying ahead.
    pub terms: Vec<Term>,
    /// Whether prices hold value-added tax; `None` when the list does not say.
    pub tax_included: Option<bool>,
}

/// Paying ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// For how many months.
    pub months: u32,
    /// What is taken off, in percent.
    pub discount_percent: u32,
}
