//! Amounts on Warren: bare numbers whose currency only the brand knows.

use domain::ids::ProviderResourceId;
use domain::money::Money;
use domain::provider::Brand;

use crate::credential::Credential;
use crate::wire::{List, Scalar};

/// What a brand's amounts are amounts of.
#[derive(Clone, Copy)]
pub(super) struct Currency(&'static str);

impl Currency {
    pub(super) const fn of(brand: Brand) -> Self {
        Self::named(brand.currency())
    }

    pub(super) const fn named(code: Option<&'static str>) -> Self {
        match code {
            Some(code) => Self(code),
            None => Self(Money::UNKNOWN),
        }
    }

    /// The amount; `None` when it is none.
    pub(super) fn amount(self, number: &Scalar) -> Option<Money> {
        Some(Money::new(number.decimal()?, self.0))
    }
}

/// An id that is there. Warren writes 0 for none.
pub(super) fn id(number: &Scalar) -> Option<ProviderResourceId> {
    number.owned().filter(|id| id != "0").map(ProviderResourceId)
}

/// The rows that can be used, with a warning about the others.
pub(super) fn rows<W, T>(
    credential: &Credential,
    what: &'static str,
    list: &List<W>,
    map: impl Fn(&W) -> Option<T>,
) -> Vec<T> {
    let used: Vec<T> = list.items.iter().filter_map(map).collect();
    let unread = list.skipped + list.items.len() - used.len();
    if unread > 0 {
        tracing::warn!(credential = %credential.id, what, unread, "rows without an id were left out");
    }
    used
}
