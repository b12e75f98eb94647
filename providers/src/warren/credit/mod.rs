//! Credit of billing accounts on Warren.

mod wire;

use async_trait::async_trait;
use domain::change::CreditChange;
use domain::credit::CreditEntry;
use domain::ids::ProviderResourceId;

use super::money::{Currency, id, rows};
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Applied, Credit, Result};
use crate::http::{Call, Pace, Reply};
use crate::wire::List;

#[async_trait]
impl Credit for Warren {
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<CreditEntry>> {
        let call =
            Call::get("credit.list", "payment/credit/list").query("billing_account_id", &account.0).exact();
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Entry> = reply.json("list of credit")?;
        let currency = Currency::of(self.brand);
        Ok(rows(credential, "credit", &list, |row| entry(row, currency)))
    }

    async fn has_campaigns(&self, credential: &Credential) -> Result<bool> {
        let call = Call::get("credit.campaigns", "payment/has_active_campaigns");
        campaigns(&client::read(&self.http, credential, &call).await?)
    }
}

/// `success` says whether there are any.
fn campaigns(reply: &Reply) -> Result<bool> {
    let said: wire::Success = reply.object("campaigns")?;
    said.success.flag().ok_or_else(|| reply.unreadable(Unread::Shape("campaigns")))
}

/// The request that makes the change. The headings of the document say query, its examples form.
pub(super) fn call(change: &CreditChange) -> Call {
    match change {
        CreditChange::Buy { billing_account, card, amount } => {
            Call::post("credit.buy", "payment/credit/buy")
                .field("billing_account_id", &billing_account.0)
                .field("payment_object_id", &card.0)
                .field("amount", *amount)
                // Not exact: the card may be what does not exist. Its bank is asked meanwhile.
                .pace(Pace::Power)
        }
        CreditChange::RequestInvoice { billing_account, amount } => {
            Call::post("credit.request_invoice", "payment/credit/request_invoice")
                .field("billing_account_id", &billing_account.0)
                .field("amount", *amount)
                .exact()
        }
    }
}

/// `{"success": true}`, which reading makes sure of.
pub(super) const fn applied() -> Applied {
    Applied::done()
}

/// `None` without an id.
fn entry(row: &wire::Entry, currency: Currency) -> Option<CreditEntry> {
    Some(CreditEntry {
        id: id(&row.id)?,
        billing_account: id(&row.billing_account_id),
        amount: currency.amount(&row.amount),
        description: row.description.owned(),
        created_at: row.created.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    const CURRENCY: Currency = Currency::named(Some("IDR"));

    #[test]
    fn the_documented_answers() {
        golden::list("warren/credit/list.json", |row: &wire::Entry| entry(row, CURRENCY));
        assert!(campaigns(&golden::reply("warren/credit/get-campaigns.json")).unwrap());
        assert!(!campaigns(&Reply::test(200, r#"{"success":"False"}"#)).unwrap());
        for odd in ["", "true", "{}", r#"{"success":null}"#] {
            assert!(campaigns(&Reply::test(200, odd)).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_documented_answers_to_changes_pass() {
        let change = CreditChange::RequestInvoice {
            billing_account: ProviderResourceId("1".to_owned()),
            amount: "100.00".parse().unwrap(),
        };
        for file in ["warren/credit/buy.json", "warren/credit/request-invoice.json"] {
            let reply = super::super::refusal::check(golden::reply(file), &call(&change));
            assert!(reply.is_ok(), "{file}");
        }
    }

    proptest! {
        #[test]
        fn no_json_panics(text in crate::wire::json()) {
            for text in [text.clone(), format!(r#"[{{"id":1,"amount":{text},"created":{text}}}]"#)] {
                if let Ok(list) = serde_json::from_str::<List<wire::Entry>>(&text) {
                    for row in &list.items {
                        let _entry = entry(row, CURRENCY);
                    }
                }
                let _campaigns = campaigns(&Reply::test(200, &text));
            }
        }
    }
}
