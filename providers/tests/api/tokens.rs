//! The account's API tokens.

use domain::change::{Change, TokenChange};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use domain::token::Token;
use providers::Credential;
use providers::error::Refusal;
use providers::family::{Applied, Result, Secrets};
use secrecy::ExposeSecret;

use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || ProviderResourceId("7".to_owned());
    [
        TokenChange::Create { description: "Deploys & backups".to_owned(), billing_account: Some(6) },
        TokenChange::Update { id: id(), description: Some("Deploys".to_owned()), restrict_to: None },
        TokenChange::Delete { id: id() },
    ]
    .into_iter()
    .map(|change| (Change::Token(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, change: TokenChange) -> Result<Applied> {
    let change = Change::Token(change);
    deck.provider.changes().apply(&deck.credential, GLOBAL, &change, &Secrets::default()).await
}

async fn list(deck: &Deck, credential: &Credential) -> Result<Vec<Token>> {
    deck.provider.tokens().unwrap().list(credential).await
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    if deck.provider.tokens().is_none() {
        return;
    }
    let before = list(deck, &deck.credential).await.unwrap();
    let create = |description: &str, billing_account| TokenChange::Create {
        description: description.to_owned(),
        billing_account,
    };
    let made = apply(deck, create("Deploys & backups", None)).await.unwrap();
    let id = made.id.unwrap();
    let value = &made.revealed[0].value;
    let mut fresh = deck.credential.clone();
    fresh.key = value.clone();
    let after = list(deck, &fresh).await.unwrap();
    assert_eq!(after.len(), before.len() + 1);
    let row = after.iter().find(|token| token.id == id).unwrap();
    assert_eq!(
        (row.description.as_str(), row.restricted, row.billing_account),
        ("Deploys & backups", false, None)
    );
    assert!(value.expose_secret().ends_with(row.last4.as_deref().unwrap()));
    assert!(!format!("{after:?}").contains(value.expose_secret()));

    // Words change without a restriction; a restriction needs its account, and stays.
    let update = |description: Option<&str>, restrict_to| TokenChange::Update {
        id: id.clone(),
        description: description.map(str::to_owned),
        restrict_to,
    };
    apply(deck, update(Some("Backups"), None)).await.unwrap();
    let row = |rows: Vec<Token>| rows.into_iter().find(|token| token.id == id).unwrap();
    let renamed = row(list(deck, &deck.credential).await.unwrap());
    assert_eq!((renamed.description.as_str(), renamed.restricted), ("Backups", false));
    let refused = apply(deck, update(None, Some(1))).await.unwrap_err();
    assert_eq!(refused.refusal(), Some(Refusal::Invalid), "{refused:?}");
    let account = crate::billing::an_account(deck).await;
    apply(deck, update(None, Some(account))).await.unwrap();
    let narrowed = row(list(deck, &deck.credential).await.unwrap());
    assert_eq!((narrowed.restricted, narrowed.billing_account), (true, Some(account)));

    apply(deck, TokenChange::Delete { id: id.clone() }).await.unwrap();
    assert!(list(deck, &fresh).await.unwrap_err().is_bad_key());
    assert_eq!(list(deck, &deck.credential).await.unwrap(), before);
    let gone = apply(deck, TokenChange::Delete { id }).await.unwrap_err();
    assert_eq!(gone.public_message(), "Failed to delete kong token.");
    assert!(gone.outcome_known_not_done() && gone.correlation_id().is_some());
}

#[tokio::test]
async fn tokens_open_the_account_until_they_are_deleted() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
