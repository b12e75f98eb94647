//! Invoices of billing accounts on Warren.

mod map;
mod wire;

use async_trait::async_trait;
use domain::change::InvoiceChange;
use domain::ids::ProviderResourceId;
use domain::invoice::Invoice;

use super::money::{Currency, rows};
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Applied, Invoices, Result};
use crate::http::{Call, Pace, Reply};
use crate::wire::List;

#[async_trait]
impl Invoices for Warren {
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<Invoice>> {
        let call = Call::get("invoices.list", "payment/invoice/list")
            .query("billing_account_id", &account.0)
            .exact();
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Invoice> = reply.json("list of invoices")?;
        let currency = Currency::of(self.brand);
        Ok(rows(credential, "invoices", &list, |row| map::invoice(row, currency)))
    }

    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Invoice> {
        let call = Call::get("invoices.get", "payment/invoice").query("invoice_id", &id.0).exact();
        let reply = client::read(&self.http, credential, &call).await?;
        invoice(&reply, Currency::of(self.brand))
    }
}

fn invoice(reply: &Reply, currency: Currency) -> Result<Invoice> {
    let row: wire::Invoice = reply.object("invoice")?;
    map::invoice(&row, currency).ok_or_else(|| reply.unreadable(Unread::Shape("invoice")))
}

/// The request that makes the change. A bank may be asked meanwhile.
pub(super) fn call(change: &InvoiceChange) -> Call {
    match change {
        InvoiceChange::Pay { id } => {
            Call::post("invoices.pay", "payment/pay_invoice").field("invoice_id", &id.0)
        }
        InvoiceChange::PayAll { billing_account } => {
            Call::post("invoices.pay_all", "payment/pay_all").field("billing_account_id", &billing_account.0)
        }
        InvoiceChange::PayAmount { billing_account, amount } => {
            Call::post("invoices.pay_amount", "payment/pay_amount")
                .field("amount", *amount)
                .field("billing_account_id", &billing_account.0)
        }
    }
    .exact()
    .pace(Pace::Power)
}

/// What became of an amount the provider says in a sentence; errors come first.
pub(super) fn applied(change: &InvoiceChange, reply: &Reply) -> Applied {
    let InvoiceChange::PayAmount { .. } = change else { return Applied::done() };
    let said: wire::Paid = reply.object("payment").unwrap_or_default();
    let words = [said.error_log.text(), said.message.text()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let note = (!words.is_empty()).then(|| reply.clean(&words.join(" ")));
    Applied { note, ..Applied::done() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::refusal;
    use super::*;
    use crate::golden;

    const CURRENCY: Currency = Currency::named(Some("IDR"));

    fn of(text: &str) -> ProviderResourceId {
        ProviderResourceId(text.to_owned())
    }

    #[test]
    fn the_documented_answers() {
        golden::list("warren/invoices/list.json", |row: &wire::Invoice| map::invoice(row, CURRENCY));
        let read = invoice(&golden::reply("warren/invoices/get.json"), CURRENCY).unwrap();
        golden::check("warren/invoices/get.json", &read);
    }

    #[test]
    fn the_documented_answers_to_changes() {
        let amount = InvoiceChange::PayAmount { billing_account: of("6"), amount: 10.into() };
        let said = applied(&amount, &golden::reply("warren/invoices/pay-amount.json"));
        golden::check("warren/invoices/pay-amount.json", &said);
        for (file, change) in [
            ("warren/invoices/pay-error.json", InvoiceChange::Pay { id: of("0") }),
            ("warren/invoices/pay-all-error.json", InvoiceChange::PayAll { billing_account: of("0") }),
        ] {
            let reply = Reply::test(403, &golden::sample(file));
            golden::check(file, &refusal::check(reply, &call(&change)).err());
        }
    }

    #[test]
    fn an_invoice_without_an_id_is_none_and_its_status_may_be_any() {
        assert!(invoice(&Reply::test(200, r#"{"status":5}"#), CURRENCY).is_err());
        let status = |code: &str| {
            let reply = Reply::test(200, &format!(r#"{{"id":1,"status":{code}}}"#));
            format!("{:?}", invoice(&reply, CURRENCY).unwrap().status)
        };
        for (code, shown) in [
            ("5", "Unpaid"),
            ("\"10\"", "Paid"),
            ("15", "Other(\"15\")"),
            ("\"void\"", "Other(\"void\")"),
            ("null", "Other(\"\")"),
        ] {
            assert_eq!(status(code), shown);
        }
    }

    proptest! {
        #[test]
        fn no_json_panics(text in crate::wire::json(), field in 0_usize..6) {
            let name = ["status", "totals", "records_list", "transaction_list", "created", "padded_id"][field];
            for text in [text.clone(), format!(r#"{{"id":1,"{name}":{text}}}"#)] {
                let reply = Reply::test(200, &text);
                let _invoice = invoice(&reply, CURRENCY);
                let change = InvoiceChange::PayAmount { billing_account: of("6"), amount: 10.into() };
                let _applied = applied(&change, &reply);
            }
        }
    }
}
