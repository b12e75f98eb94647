//! Who a key belongs to, and what can be changed of it.

use domain::change::{AccountChange, Change};
use domain::location::GLOBAL;
use domain::provider::Brand;
use providers::family::Secrets;

use crate::common::{Deck, KINDS, fast, patient};

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let change = AccountChange::Profile {
        first_name: Some("Ana Maria".to_owned()),
        last_name: None,
        phone_number: Some("+62 21 555".to_owned()),
        with_personal_id_number: true,
    };
    let secrets = Secrets { personal_id_number: Some("canary-3201".into()), ..Secrets::default() };
    vec![(Change::Account(change), secrets)]
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let account = deck.provider.account().unwrap();
    let before = account.account(&deck.credential).await.unwrap();
    if deck.brand == Brand::Virtua {
        assert_eq!(before.profile, None);
        return;
    }
    let before = before.profile.unwrap();
    for (change, secrets) in samples() {
        deck.provider.changes().apply(&deck.credential, GLOBAL, &change, &secrets).await.unwrap();
    }
    let after = account.account(&deck.credential).await.unwrap().profile.unwrap();
    let sent = deck.control().log().into_iter().rfind(|entry| entry.is_write()).unwrap().body;
    assert_eq!(sent, "first_name=Ana%20Maria&phone_number=%2B62%2021%20555&personal_id_number=canary-3201");
    assert_eq!(after.first_name.as_deref(), Some("Ana Maria"));
    assert_eq!(after.phone_number.as_deref(), Some("+62 21 555"));
    assert_eq!((after.last_name, after.email), (before.last_name, before.email));
}

#[tokio::test]
async fn a_profile_changes_where_it_is_told_to() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
