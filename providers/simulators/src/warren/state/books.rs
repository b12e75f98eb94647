//! The money of the account: what was used, invoiced, paid and kept as credit.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{Card, CreditEntry, Invoice};
use crate::warren::money::Configuration;

#[derive(Debug)]
pub(in crate::warren) struct Books {
    /// The whole hour up to which everything was charged.
    pub(in crate::warren) charged_until: OffsetDateTime,
    /// What the running month has used.
    pub(in crate::warren) meters: BTreeMap<MeterKey, Meter>,
    /// Oldest first.
    pub(in crate::warren) invoices: Vec<Invoice>,
    /// Oldest first.
    pub(in crate::warren) credit: Vec<CreditEntry>,
    pub(in crate::warren) cards: Vec<Card>,
    /// Whether the brand runs campaigns.
    pub(in crate::warren) campaigns: bool,
    /// Numbers of invoices, lines, entries, payments and cards.
    pub(in crate::warren) last_number: u64,
}

/// One thing at one price: what makes a row of its own in usage and invoices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::warren) struct MeterKey {
    pub(in crate::warren) account: u64,
    pub(in crate::warren) location: String,
    pub(in crate::warren) owner: String,
    pub(in crate::warren) name: String,
    pub(in crate::warren) price: Decimal,
}

#[derive(Debug)]
pub(in crate::warren) struct Meter {
    pub(in crate::warren) hours: i64,
    pub(in crate::warren) types: &'static [&'static str],
    pub(in crate::warren) configuration: Option<Configuration>,
}

impl Books {
    pub(in crate::warren) const fn new(charged_until: OffsetDateTime) -> Self {
        Self {
            charged_until,
            meters: BTreeMap::new(),
            invoices: Vec::new(),
            credit: Vec::new(),
            cards: Vec::new(),
            campaigns: true,
            last_number: 100,
        }
    }

    pub(in crate::warren) const fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Credit that is left.
    pub(in crate::warren) fn credit_of(&self, account: u64) -> Decimal {
        self.credit.iter().filter(|entry| entry.account == account).map(|entry| entry.amount).sum()
    }

    /// Moves credit; nothing is no movement.
    pub(in crate::warren) fn enter(&mut self, account: u64, amount: Decimal, description: &str, at: i64) {
        if !amount.is_zero() {
            let id = self.next_number();
            let description = description.to_owned();
            self.credit.push(CreditEntry { id, account, amount, description, created: at });
        }
    }

    /// All that is owed on invoices, with VAT.
    pub(in crate::warren) fn unpaid_of(&self, account: u64) -> Decimal {
        let owed = |invoice: &Invoice| invoice.owed().max(Decimal::ZERO);
        self.invoices.iter().filter(|invoice| invoice.account == account).map(owed).sum()
    }

    /// The card that is charged first, if it can be charged.
    pub(in crate::warren) fn primary_of(&self, account: u64) -> Option<&Card> {
        self.cards.iter().find(|card| card.account == account && card.primary)
    }
}
