//! Invoices and their payment.

use domain::change::{Change, InvoiceChange};
use domain::ids::ProviderResourceId;
use domain::invoice::{Invoice, InvoiceStatus};
use domain::location::GLOBAL;
use providers::error::Refusal;
use providers::family::{Applied, Result, Secrets};
use rust_decimal::Decimal;

use crate::billing::main_account;
use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || ProviderResourceId("6".to_owned());
    [
        InvoiceChange::Pay { id: id() },
        InvoiceChange::PayAll { billing_account: id() },
        InvoiceChange::PayAmount { billing_account: id(), amount: Decimal::new(1_050, 2) },
    ]
    .into_iter()
    .map(|change| (Change::Invoice(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, change: InvoiceChange) -> Result<Applied> {
    deck.apply(GLOBAL, &Change::Invoice(change), &Secrets::default()).await
}

/// Orders credit, which is an invoice to pay.
async fn owe(deck: &Deck, account: &ProviderResourceId, amount: u32) {
    let order = domain::change::CreditChange::RequestInvoice {
        billing_account: account.clone(),
        amount: amount.into(),
    };
    deck.apply(GLOBAL, &Change::Credit(order), &Secrets::default()).await.unwrap();
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(family) = deck.provider.invoices() else { return };
    let account = main_account(deck).await.id;
    let list = async || family.list(&deck.credential, &account).await.unwrap();
    let unpaid = async || deck.provider.billing().unwrap().unpaid(&deck.credential, &account).await.unwrap();
    let invoices = list().await;
    assert!(invoices.is_sorted_by_key(|invoice| std::cmp::Reverse(invoice.created_at)));
    for invoice in &invoices {
        adds_up(invoice);
    }
    let open = invoices.iter().find(|invoice| invoice.status == InvoiceStatus::Unpaid).unwrap();
    let paid = invoices.iter().find(|invoice| invoice.status == InvoiceStatus::Paid).unwrap();
    assert_eq!(&family.get(&deck.credential, &open.id).await.unwrap(), open);
    assert!(paid.lines.iter().any(|line| line.name.contains("GB RAM")) && !paid.payments.is_empty());

    let again = apply(deck, InvoiceChange::Pay { id: paid.id.clone() }).await.unwrap_err();
    assert_eq!(again.refusal(), Some(Refusal::Invalid), "{again:?}");
    apply(deck, InvoiceChange::Pay { id: open.id.clone() }).await.unwrap();
    assert_eq!(family.get(&deck.credential, &open.id).await.unwrap().status, InvoiceStatus::Paid);

    // The oldest first, the last one in part.
    apply(deck, InvoiceChange::PayAll { billing_account: account.clone() }).await.unwrap();
    assert!(unpaid().await.amount.is_zero());
    owe(deck, &account, 10_000).await;
    owe(deck, &account, 20_000).await;
    let before = unpaid().await.amount;
    let some: Decimal = "15000.25".parse().unwrap();
    let amount = InvoiceChange::PayAmount { billing_account: account.clone(), amount: some };
    let applied = apply(deck, amount).await.unwrap();
    assert!(applied.note.unwrap().starts_with("All amount were used. Invoices (#"));
    assert_eq!(before - unpaid().await.amount, some);
    let newest: Vec<_> = list().await.into_iter().take(2).map(|invoice| invoice.status).collect();
    assert_eq!(newest, [InvoiceStatus::Unpaid, InvoiceStatus::Paid]);
    apply(deck, InvoiceChange::PayAll { billing_account: account.clone() }).await.unwrap();
    assert!(unpaid().await.amount.is_zero());
    assert!(list().await.iter().all(|invoice| invoice.status == InvoiceStatus::Paid));
    let gone = ProviderResourceId("1".to_owned());
    assert!(family.get(&deck.credential, &gone).await.unwrap_err().outcome_known_not_done());
}

/// The sums of an invoice are those of its parts, to the last digit.
fn adds_up(invoice: &Invoice) {
    let of = |part: &Option<domain::money::Money>| part.as_ref().unwrap().amount;
    let lines: Decimal = invoice.lines.iter().map(|line| of(&line.amount)).sum();
    for line in &invoice.lines {
        assert_eq!(of(&line.unit_price) * line.quantity.unwrap(), of(&line.amount), "{line:?}");
    }
    let subtotal = of(&invoice.subtotal);
    assert!(subtotal >= lines && subtotal - lines < Decimal::new(1, 2), "{subtotal} {lines}");
    let total = subtotal - of(&invoice.discount) + of(&invoice.credit) + of(&invoice.vat);
    assert_eq!(of(&invoice.total), total, "{invoice:?}");
}

#[tokio::test]
async fn invoices_are_paid_one_by_one_in_part_and_all_together() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

#[tokio::test]
async fn a_month_ends_in_an_invoice_for_what_it_used() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let Some(family) = deck.provider.invoices() else { continue };
        let account = main_account(&deck).await.id;
        let before = family.list(&deck.credential, &account).await.unwrap();
        deck.control().advance(std::time::Duration::from_secs(32 * 86_400));
        let after = family.list(&deck.credential, &account).await.unwrap();
        assert!(after.len() > before.len());
        let newest = &after[0];
        adds_up(newest);
        assert_eq!(newest.created_at, newest.period_end);
        assert!(newest.credit.as_ref().unwrap().amount.is_sign_negative(), "{newest:?}");
    }
}
