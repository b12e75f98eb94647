//! Billing accounts: who pays.

use domain::billing::{BillingAccount, DetailsEdit};
use domain::change::{BillingChange, Change};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use providers::error::Refusal;
use providers::family::{Applied, Billing, Result, Secrets};
use rust_decimal::Decimal;

use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || ProviderResourceId("6".to_owned());
    let details = DetailsEdit { title: Some("Küche & Bad".to_owned()), ..DetailsEdit::default() };
    [
        BillingChange::Update {
            id: id(),
            details: Box::new(domain::billing::BillingDetails::default().merged(details)),
        },
        BillingChange::Delete { id: id() },
        BillingChange::MakeDefault { id: id() },
        BillingChange::SetRecurring { id: id(), enabled: true, amount: 52.into(), threshold: 55.into() },
        BillingChange::SetPayer { id: id(), resource: ProviderResourceId("aaaaaaaa-0000".to_owned()) },
    ]
    .into_iter()
    .map(|change| (Change::Billing(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, slug: &str, change: BillingChange) -> Result<Applied> {
    deck.apply(slug, &Change::Billing(change), &Secrets::default()).await
}

fn family(deck: &Deck) -> &dyn Billing {
    deck.provider.billing().unwrap()
}

async fn accounts(deck: &Deck) -> Vec<BillingAccount> {
    family(deck).list(&deck.credential, false).await.unwrap()
}

/// The account that pays for everything in the demo.
pub async fn main_account(deck: &Deck) -> BillingAccount {
    accounts(deck).await.into_iter().find(|account| account.is_default).unwrap()
}

/// The number of an account that there is.
pub async fn an_account(deck: &Deck) -> u64 {
    main_account(deck).await.id.0.parse().unwrap()
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    if deck.provider.billing().is_none() {
        return;
    }
    let main = main_account(deck).await;
    // One that pays for nothing yet.
    let other = accounts(deck).await.into_iter().rfind(|account| !account.is_default).unwrap();
    let get = async |id: &ProviderResourceId| family(deck).get(&deck.credential, id).await;
    assert_eq!(get(&main.id).await.unwrap().details, main.details);
    assert!(main.credit.as_ref().unwrap().amount > Decimal::ZERO && main.primary_card.is_some());
    assert_eq!(main.credit.as_ref().unwrap().currency, "IDR");
    assert!(main.restriction.is_none() && main.can_pay == Some(true));
    let unpaid = family(deck).unpaid(&deck.credential, &main.id).await.unwrap();
    assert_eq!(Some(&unpaid), main.unpaid.as_ref());

    update(deck, &main).await;
    recurring(deck, &main, &other).await;
    payer(deck, &main, &other).await;

    // Another one becomes the default; the one that is left over goes.
    apply(deck, GLOBAL, BillingChange::MakeDefault { id: other.id.clone() }).await.unwrap();
    assert!(get(&other.id).await.unwrap().is_default && !get(&main.id).await.unwrap().is_default);
    let kept = apply(deck, GLOBAL, BillingChange::Delete { id: other.id.clone() }).await.unwrap_err();
    assert_eq!(kept.refusal(), Some(Refusal::Invalid), "{kept:?}");
    apply(deck, GLOBAL, BillingChange::MakeDefault { id: main.id.clone() }).await.unwrap();
    apply(deck, GLOBAL, BillingChange::Delete { id: other.id.clone() }).await.unwrap();
    let gone = get(&other.id).await.unwrap_err();
    assert!(gone.is_gone(), "{gone:?}");
    assert_eq!(gone.public_message(), "Provided billing account is incorrect.");
    assert!(accounts(deck).await.iter().all(|account| account.id != other.id));
    let shadows = family(deck).list(&deck.credential, true).await.unwrap();
    assert!(shadows.iter().any(|account| account.id == other.id && account.is_deleted));
}

/// One field changes; what nobody touched is still there.
async fn update(deck: &Deck, main: &BillingAccount) {
    let edit = DetailsEdit {
        city: Some("Bandung + Cimahi".to_owned()),
        company_name: Some(String::new()),
        ..DetailsEdit::default()
    };
    let wanted = main.details.clone().merged(edit);
    assert!(main.details.company_name.is_some() && main.details.postal_code.is_some());
    let change = BillingChange::Update { id: main.id.clone(), details: Box::new(wanted.clone()) };
    apply(deck, GLOBAL, change).await.unwrap();
    let now = family(deck).get(&deck.credential, &main.id).await.unwrap().details;
    assert_eq!(now, wanted);
}

/// Without a card it is refused; below the threshold it charges at once and says so.
async fn recurring(deck: &Deck, main: &BillingAccount, other: &BillingAccount) {
    let set = |id: &ProviderResourceId, enabled, threshold: Decimal| BillingChange::SetRecurring {
        id: id.clone(),
        enabled,
        amount: Decimal::from(500_000),
        threshold,
    };
    let refused = apply(deck, GLOBAL, set(&other.id, true, Decimal::ONE)).await.unwrap_err();
    assert_eq!(refused.refusal(), Some(Refusal::Invalid), "{refused:?}");
    let before = family(deck).get(&deck.credential, &main.id).await.unwrap();
    let ongoing = before.month.ongoing.unwrap().amount;
    let above = ongoing.ceil().max(Decimal::ZERO) + Decimal::ONE;
    let applied = apply(deck, GLOBAL, set(&main.id, true, above)).await.unwrap();
    assert_eq!(applied.note.as_deref(), Some("A payment was made at once."));
    let after = family(deck).get(&deck.credential, &main.id).await.unwrap();
    assert_eq!(after.recurring.enabled, Some(true));
    let charged = after.credit.unwrap().amount - before.credit.unwrap().amount;
    assert!(charged > Decimal::ZERO && (charged % Decimal::from(500_000)).is_zero(), "{charged}");
    let applied = apply(deck, GLOBAL, set(&main.id, false, Decimal::ZERO)).await.unwrap();
    assert_eq!(applied.note, None);
    let off = family(deck).get(&deck.credential, &main.id).await.unwrap();
    assert_eq!(off.recurring.enabled, Some(false));
}

/// A server moves from one payer to another and back.
async fn payer(deck: &Deck, main: &BillingAccount, other: &BillingAccount) {
    let (slug, id) = deck.server_that_is("running").await;
    let paid_by = async |account: &BillingAccount| {
        let servers = family(deck).servers(&deck.credential, &slug, &account.id).await.unwrap();
        servers
            .into_iter()
            .any(|server| server.id == id && server.billing_account.as_ref() == Some(&account.id))
    };
    assert_eq!((paid_by(main).await, paid_by(other).await), (true, false));
    let set = |account: &BillingAccount, id: &ProviderResourceId| BillingChange::SetPayer {
        id: account.id.clone(),
        resource: id.clone(),
    };
    apply(deck, &slug, set(other, &id)).await.unwrap();
    assert_eq!((paid_by(main).await, paid_by(other).await), (false, true));
    let needed = apply(deck, GLOBAL, BillingChange::Delete { id: other.id.clone() }).await.unwrap_err();
    assert!(needed.outcome_known_not_done(), "{needed:?}");
    apply(deck, &slug, set(main, &id)).await.unwrap();
    assert_eq!((paid_by(main).await, paid_by(other).await), (true, false));
    let nothing = ProviderResourceId("aaaaaaaa-0000-4bbb-8111-cccccccccccc".to_owned());
    let unknown = apply(deck, &slug, set(main, &nothing)).await.unwrap_err();
    // The server is what does not exist, and the change is one of the account.
    assert!(unknown.status() == Some(400) && !unknown.is_gone(), "{unknown:?}");
}

#[tokio::test]
async fn accounts_change_without_losing_what_nobody_touched() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
