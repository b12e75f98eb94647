//! Credit of billing accounts.

use domain::change::{Change, CreditChange};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use providers::error::{ProviderError, Refusal};
use providers::family::{Applied, Result, Secrets};
use rust_decimal::Decimal;

use crate::billing::main_account;
use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = |text: &str| ProviderResourceId(text.to_owned());
    [
        CreditChange::Buy { billing_account: id("1"), card: id("5"), amount: Decimal::new(10_050, 2) },
        CreditChange::RequestInvoice { billing_account: id("1"), amount: 100.into() },
    ]
    .into_iter()
    .map(|change| (Change::Credit(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, change: CreditChange) -> Result<Applied> {
    deck.apply(GLOBAL, &Change::Credit(change), &Secrets::default()).await
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(family) = deck.provider.credit() else { return };
    let account = main_account(deck).await;
    let id = account.id;
    assert!(family.has_campaigns(&deck.credential).await.unwrap());
    let entries = family.list(&deck.credential, &id).await.unwrap();
    let sum: Decimal = entries.iter().map(|entry| entry.amount.as_ref().unwrap().amount).sum();
    assert_eq!(Some(sum), account.credit.map(|credit| credit.amount));
    assert!(entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry.created_at)));
    assert!(entries.iter().any(|entry| entry.amount.as_ref().unwrap().amount.is_sign_negative()));

    let cards = deck.provider.cards().unwrap().list(&deck.credential, &id).await.unwrap();
    let card = cards.into_iter().find(|card| card.is_primary).unwrap().id;
    // To the last sen.
    let amount: Decimal = "100000.55".parse().unwrap();
    let buy = |card: &ProviderResourceId, amount| CreditChange::Buy {
        billing_account: id.clone(),
        card: card.clone(),
        amount,
    };
    apply(deck, buy(&card, amount)).await.unwrap();
    let newest = family.list(&deck.credential, &id).await.unwrap().remove(0);
    assert_eq!(newest.amount.unwrap().amount, amount);
    let nothing = apply(deck, buy(&card, Decimal::ZERO)).await.unwrap_err();
    let ProviderError::Refused { class, field, .. } = &nothing else { panic!("{nothing:?}") };
    assert_eq!((*class, field.as_deref()), (Refusal::Invalid, Some("amount")));
    let unknown = apply(deck, buy(&ProviderResourceId("1".to_owned()), amount)).await.unwrap_err();
    assert!(unknown.outcome_known_not_done(), "{unknown:?}");

    let unpaid =
        async || deck.provider.billing().unwrap().unpaid(&deck.credential, &id).await.unwrap().amount;
    let before = unpaid().await;
    apply(deck, CreditChange::RequestInvoice { billing_account: id.clone(), amount: 200_000.into() })
        .await
        .unwrap();
    // VAT of 11 % on top.
    assert_eq!(unpaid().await - before, Decimal::from(222_000));
}

#[tokio::test]
async fn credit_is_bought_and_ordered() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
