//! Private networks.

use domain::change::{Change, NetworkChange};
use domain::ids::ProviderResourceId;
use domain::network::Network;
use providers::error::Refusal;
use providers::family::{Applied, Networks, Result, Secrets};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let which = || id("2e8cd389-27fe-45ce-a63d-d536068659e5");
    [
        NetworkChange::Create { name: Some("Databases & more".to_owned()) },
        NetworkChange::Create { name: None },
        NetworkChange::Rename { id: which(), name: "Databases".to_owned() },
        NetworkChange::SetDefault { id: which() },
        NetworkChange::Delete { id: which() },
    ]
    .into_iter()
    .map(|change| (Change::Network(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, slug: &str, change: NetworkChange) -> Result<Applied> {
    let change = Change::Network(change);
    deck.provider.changes().apply(&deck.credential, slug, &change, &Secrets::default()).await
}

/// The default network of the location.
pub async fn default_of(deck: &Deck, slug: &str) -> Network {
    let all = deck.provider.networks().unwrap().list(&deck.credential, slug).await.unwrap();
    let mut defaults: Vec<Network> = all.into_iter().filter(|network| network.is_default).collect();
    assert_eq!(defaults.len(), 1, "{defaults:?}");
    defaults.remove(0)
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(networks) = deck.provider.networks() else { return };
    let slug = deck.slugs().await.remove(0);
    let before = networks.list(&deck.credential, &slug).await.unwrap();
    let default = default_of(deck, &slug).await;
    let server = deck.compute().list(&deck.credential, &slug).await.unwrap().remove(0);
    assert!(before.iter().any(|network| network.servers.contains(&server.id)));

    // Without a name it is the default one, with a name a new one.
    let nameless = apply(deck, &slug, NetworkChange::Create { name: None }).await.unwrap();
    assert_eq!(nameless.id.as_ref(), Some(&default.id));
    assert_eq!(networks.list(&deck.credential, &slug).await.unwrap().len(), before.len());
    let create = NetworkChange::Create { name: Some("Databases & more".to_owned()) };
    let made = apply(deck, &slug, create).await.unwrap().id.unwrap();
    let get = async || networks.get(&deck.credential, &slug, &made).await;
    let new = get().await.unwrap();
    assert_eq!((new.name.as_str(), new.is_default, new.resources), ("Databases & more", false, Some(0)));
    assert!(new.subnet.is_some() && new.servers.is_empty());

    let rename = NetworkChange::Rename { id: made.clone(), name: "Databases".to_owned() };
    apply(deck, &slug, rename).await.unwrap();
    assert_eq!(get().await.unwrap().name, "Databases");

    // The default one stays, and so does one with something inside.
    let delete = |id: &ProviderResourceId| NetworkChange::Delete { id: id.clone() };
    apply(deck, &slug, NetworkChange::SetDefault { id: made.clone() }).await.unwrap();
    assert_eq!(default_of(deck, &slug).await.id, made);
    for (which, words) in [(&made, "Default network"), (&default.id, "contains resources")] {
        let refused = apply(deck, &slug, delete(which)).await.unwrap_err();
        assert_eq!((refused.status(), refused.refusal()), (Some(400), Some(Refusal::Invalid)));
        assert!(refused.public_message().contains(words) && refused.outcome_known_not_done(), "{refused:?}");
    }
    apply(deck, &slug, NetworkChange::SetDefault { id: default.id.clone() }).await.unwrap();
    apply(deck, &slug, delete(&made)).await.unwrap();
    assert!(get().await.unwrap_err().is_gone());
    let gone = apply(deck, &slug, delete(&made)).await.unwrap_err();
    assert_eq!(
        (gone.refusal(), gone.public_message()),
        (Some(Refusal::Gone), "Network UUID is invalid.".into())
    );
    let names = |all: &[Network]| all.iter().map(|network| network.id.clone()).collect::<Vec<_>>();
    assert_eq!(names(&networks.list(&deck.credential, &slug).await.unwrap()), names(&before));
}

#[tokio::test]
async fn networks_are_made_named_and_deleted_when_nothing_is_inside() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

#[tokio::test]
async fn a_network_belongs_to_its_location() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let networks: &dyn Networks = deck.provider.networks().unwrap();
    let here = default_of(&deck, "jkt01").await;
    let elsewhere = networks.get(&deck.credential, "sgp01", &here.id).await.unwrap_err();
    assert!(elsewhere.is_gone(), "{elsewhere:?}");
    assert_ne!(default_of(&deck, "sgp01").await.id, here.id);
}
