//! Exact amounts in their own currency. Never a float, never converted.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount and its currency. Decimals are kept as the provider gave them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The exact amount, in units of `currency`.
    #[serde(with = "rust_decimal::serde::str")]
    pub amount: Decimal,
    /// ISO 4217 code, such as `EUR` or `IDR`.
    pub currency: String,
}

/// Hours in a month of prices: 365 days of 24 hours in 12 parts, as the providers' own price lists count.
pub const HOURS_PER_MONTH: u32 = 730;

impl Money {
    /// Stands for a currency that nobody named: ISO 4217's code for none.
    pub const UNKNOWN: &str = "XXX";

    /// An amount of `currency`.
    #[must_use]
    pub fn new(amount: Decimal, currency: impl Into<String>) -> Self {
        Self { amount, currency: currency.into() }
    }

    /// Whether it is known what the amount is an amount of.
    #[must_use]
    pub fn has_currency(&self) -> bool {
        self.currency != Self::UNKNOWN
    }

    /// What an hourly price comes to in a month; `None` when it does not fit.
    #[must_use]
    pub fn hourly_to_monthly(&self) -> Option<Self> {
        let amount = self.amount.checked_mul(Decimal::from(HOURS_PER_MONTH))?;
        Some(Self { amount, currency: self.currency.clone() })
    }

    /// The sum; `None` when the currencies differ or it does not fit.
    #[must_use]
    pub fn checked_add(&self, other: &Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { amount: self.amount.checked_add(other.amount)?, currency: self.currency.clone() })
    }

    /// So many times this; `None` when it does not fit.
    #[must_use]
    pub fn times(&self, count: u32) -> Option<Self> {
        let amount = self.amount.checked_mul(Decimal::from(count))?;
        Some(Self { amount, currency: self.currency.clone() })
    }

    /// For people, with every decimal that counts and at least the usual ones: what is small, as a price of an hour,
    /// reads `€0.0164` and not `€0.02`.
    #[must_use]
    pub fn in_full(&self) -> String {
        let decimals = self.amount.normalize().scale().max(self.usual_decimals());
        self.with_decimals(decimals)
    }

    /// Decimals that people expect to see in this currency: none for rupiah, two otherwise.
    #[must_use]
    pub fn usual_decimals(&self) -> u32 {
        match self.currency.as_str() {
            "IDR" | "JPY" | "KRW" | "VND" => 0,
            _ => 2,
        }
    }
}

/// For people: grouped thousands, usual decimals, the currency's sign. `€12.00`, `Rp 152,320`, `TND 4.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_decimals(self.usual_decimals()))
    }
}

impl Money {
    fn with_decimals(&self, decimals: u32) -> String {
        let rounded = self
            .amount
            .round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            .abs();
        let text = format!("{rounded:.*}", decimals as usize);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut out = String::new();
        if self.amount.is_sign_negative() && !rounded.is_zero() {
            out.push('−');
        }
        match self.currency.as_str() {
            "EUR" => out.push('€'),
            "USD" => out.push('$'),
            "IDR" => out.push_str("Rp "),
            Self::UNKNOWN => {}
            other => out.extend([other, " "]),
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.extend([".", fraction]);
        }
        out
    }
}

/// What a thing costs while it exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Per hour.
    pub hour: Money,
    /// Per month: the provider's own figure where it has one, else [`HOURS_PER_MONTH`] hours.
    pub month: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money::new(amount.parse().unwrap(), currency)
    }

    #[test]
    fn amounts_read_as_people_write_them() {
        for (amount, currency, text) in [
            ("12.00", "EUR", "€12.00"),
            ("0.0164", "EUR", "€0.02"),
            ("152320.4", "IDR", "Rp 152,320"),
            ("1234567.5", "TND", "TND 1,234,567.50"),
            ("-3.456", "EUR", "−€3.46"),
            ("-0.001", "EUR", "€0.00"),
            ("2.5", Money::UNKNOWN, "2.50"),
        ] {
            assert_eq!(money(amount, currency).to_string(), text);
        }
    }

    #[test]
    fn small_prices_keep_their_decimals() {
        for (amount, currency, text) in [
            ("0.0164", "EUR", "€0.0164"),
            ("0.01670", "EUR", "€0.0167"),
            ("12", "EUR", "€12.00"),
            ("208.4200", "IDR", "Rp 208.42"),
            ("1234567", "IDR", "Rp 1,234,567"),
            ("-0.0010", "EUR", "−€0.001"),
        ] {
            assert_eq!(money(amount, currency).in_full(), text);
        }
        assert_eq!(money("0.0164", "EUR").times(3).unwrap().in_full(), "€0.0492");
    }

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(money("1", "EUR").checked_add(&money("1", "IDR")), None);
        assert_eq!(money("0.1", "EUR").checked_add(&money("0.2", "EUR")), Some(money("0.3", "EUR")));
    }

    #[test]
    fn decimals_are_kept_exactly_on_the_way() {
        let exact = money("0.134243111111080000000000", "EUR");
        let json = serde_json::to_string(&exact).unwrap();
        assert_eq!(
            serde_json::from_str::<Money>(&json).unwrap().amount.to_string(),
            "0.134243111111080000000000"
        );
    }
}
