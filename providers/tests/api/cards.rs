//! Cards and other ways to pay.

use domain::card::{Card, PaymentMethod};
use domain::change::{CardChange, Change};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use providers::error::{NotSent, ProviderError, Refusal};
use providers::family::{Applied, Result, Secrets};
use secrecy::SecretString;

use crate::billing::main_account;
use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || ProviderResourceId("6".to_owned());
    let token = Secrets { card_token: Some(SecretString::from("tok_canary_4242")), ..Secrets::default() };
    vec![
        (Change::Card(CardChange::Add { billing_account: id() }), token),
        (Change::Card(CardChange::Remove { id: id() }), Secrets::default()),
        (Change::Card(CardChange::MakePrimary { id: id() }), Secrets::default()),
        (Change::Card(CardChange::ApplyForInvoice { billing_account: id() }), Secrets::default()),
    ]
}

async fn apply(deck: &Deck, change: CardChange, token: Option<&str>) -> Result<Applied> {
    let secrets = Secrets { card_token: token.map(SecretString::from), ..Secrets::default() };
    deck.apply(GLOBAL, &Change::Card(change), &secrets).await
}

async fn list(deck: &Deck, account: &ProviderResourceId) -> Vec<Card> {
    deck.provider.cards().unwrap().list(&deck.credential, account).await.unwrap()
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(family) = deck.provider.cards() else { return };
    let account = main_account(deck).await.id;
    let before = list(deck, &account).await;
    let primary = before.iter().find(|card| card.is_primary).unwrap();
    assert_eq!((&primary.method, primary.face.last4.as_deref()), (&PaymentMethod::Card, Some("1111")));
    assert_eq!(&family.get(&deck.credential, &primary.id).await.unwrap(), primary);

    // Without its token a card is not sent; a bad one is refused beside its field.
    let add = || CardChange::Add { billing_account: account.clone() };
    let writes = deck.control().writes();
    let missing = apply(deck, add(), None).await.unwrap_err();
    assert!(matches!(missing, ProviderError::NotSent { reason: NotSent::Request }), "{missing:?}");
    assert_eq!(deck.control().writes(), writes);
    let declined = apply(deck, add(), Some("tok_declined")).await.unwrap_err();
    let ProviderError::Refused { class, field, .. } = &declined else { panic!("{declined:?}") };
    assert_eq!((*class, field.as_deref()), (Refusal::Invalid, Some("card_token")));

    let good = apply(deck, add(), Some("tok_good_4321")).await.unwrap().id.unwrap();
    let bad = apply(deck, add(), Some("tok_unverified_1234")).await.unwrap().id.unwrap();
    let added = family.get(&deck.credential, &good).await.unwrap();
    assert_eq!((added.face.last4.as_deref(), added.is_primary), (Some("4321"), false));
    let refused = apply(deck, CardChange::MakePrimary { id: bad.clone() }, None).await.unwrap_err();
    assert_eq!(refused.refusal(), Some(Refusal::Invalid), "{refused:?}");
    apply(deck, CardChange::MakePrimary { id: good.clone() }, None).await.unwrap();
    let primaries: Vec<_> = list(deck, &account).await.into_iter().filter(|card| card.is_primary).collect();
    assert_eq!(primaries.iter().map(|card| &card.id).collect::<Vec<_>>(), [&good]);

    let invoice = apply(deck, CardChange::ApplyForInvoice { billing_account: account.clone() }, None).await;
    let invoice = family.get(&deck.credential, &invoice.unwrap().id.unwrap()).await.unwrap();
    assert_eq!((&invoice.method, invoice.face.is_verified), (&PaymentMethod::Invoice, Some(false)));

    for id in [&good, &bad, &invoice.id] {
        apply(deck, CardChange::Remove { id: id.clone() }, None).await.unwrap();
    }
    // The first one stepped in again.
    assert_eq!(list(deck, &account).await, before);
    assert!(family.get(&deck.credential, &good).await.unwrap_err().outcome_known_not_done());
    let log = format!("{:?}", deck.control().effects());
    assert!(!log.contains("4321"), "{log}");
}

#[tokio::test]
async fn cards_come_step_in_and_go() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
