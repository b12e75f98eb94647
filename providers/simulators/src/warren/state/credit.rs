//! A movement of credit.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::warren::money::number;

#[derive(Debug)]
pub(in crate::warren) struct CreditEntry {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) account: u64,
    /// Positive for what came in.
    pub(in crate::warren) amount: Decimal,
    pub(in crate::warren) description: String,
    /// Unix seconds.
    pub(in crate::warren) created: i64,
}

impl CreditEntry {
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "amount": number(self.amount),
            "billing_account_id": self.account,
            "created": self.created,
            "description": self.description,
            "id": self.id,
        })
    }
}
