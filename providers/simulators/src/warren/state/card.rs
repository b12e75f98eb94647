//! A way to pay: a card, or payment by invoice.

use serde_json::{Value, json};

/// Until when payment by invoice is good: the far end that the document prints.
const FOREVER: i64 = 4_102_358_400;

#[derive(Debug)]
pub(in crate::warren) struct Card {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) account: u64,
    pub(in crate::warren) face: Option<Face>,
    pub(in crate::warren) primary: bool,
    pub(in crate::warren) verified: bool,
    /// Unix seconds.
    pub(in crate::warren) created: i64,
}

/// What stands on a card; payment by invoice has none.
#[derive(Debug)]
pub(in crate::warren) struct Face {
    pub(in crate::warren) brand: &'static str,
    pub(in crate::warren) last4: String,
    pub(in crate::warren) month: u8,
    pub(in crate::warren) year: i32,
}

impl Card {
    /// Whether it can be charged without asking anyone.
    pub(in crate::warren) const fn chargeable(&self) -> bool {
        self.verified && self.face.is_some()
    }

    fn identifier(&self) -> String {
        if self.face.is_some() { format!("pay_{:024x}", self.id) } else { "N/A".to_owned() }
    }

    /// As lists and details print it: what stands on the card is JSON inside a string, as text even where it is a
    /// number. For payment by invoice that text is as Python writes it, which the document shows.
    pub(in crate::warren) fn wire(&self) -> Value {
        let (extra, until) = match &self.face {
            Some(face) => {
                let extra = json!({
                    "id": self.identifier(),
                    "type": "creditcard",
                    "card_type": face.brand,
                    "card_holder": "Demo User",
                    "country": "ID",
                    "expire_month": face.month.to_string(),
                    "expire_year": face.year.to_string(),
                    "last4": face.last4,
                });
                (extra.to_string(), face.until())
            }
            None => {
                let extra = "{'type': 'paying_by_invoice', 'client': {}, 'card_type': 'By invoice', \
                             'expire_month': '12', 'id': 'N/A', 'expire_year': '2099'}";
                (extra.to_owned(), FOREVER)
            }
        };
        json!({
            "additional_data": extra,
            "billing_account_id": self.account,
            "billing_account_processor_identifier_id": self.account,
            "created": self.created,
            "id": self.id,
            "identifier": self.identifier(),
            "is_deleted": false,
            "is_primary": self.primary,
            "is_verified": self.verified,
            "valid_thru": until,
        })
    }

    /// As `primary_card` of a billing account, where the id is a text and the dates are numbers.
    pub(in crate::warren) fn summary(&self) -> Value {
        let Some(face) = &self.face else { return Value::Null };
        json!({
            "id": self.identifier(),
            "expire_month": face.month,
            "expire_year": face.year,
            "last4": face.last4,
            "card_type": face.brand,
            "card_holder": "Demo User",
            "type": "creditcard",
            "processor_data": {
                "id": self.identifier(),
                "object": "payment_method",
                "created": self.created,
                "livemode": false,
                "metadata": {},
                "type": "card",
            },
            "is_verified": self.verified,
        })
    }
}

impl Face {
    /// Unix seconds of the end of its last month.
    fn until(&self) -> i64 {
        let month = time::Month::try_from(self.month).unwrap_or(time::Month::December);
        let (year, month) = match month {
            time::Month::December => (self.year + 1, time::Month::January),
            other => (self.year, other.next()),
        };
        time::Date::from_calendar_date(year, month, 1)
            .map_or(FOREVER, |date| date.midnight().assume_utc().unix_timestamp())
    }
}
