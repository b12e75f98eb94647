//! Managed databases, which one brand has.

use domain::capability::{Family, Offer};
use domain::change::{Change, DatabaseChange, NewDatabase};
use domain::database::{Database, DatabaseState, PartKind};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use domain::provider::Brand;
use domain::server::ServerState;
use providers::error::{NotSent, ProviderError, Refusal};
use providers::family::{Applied, Databases, Result, Secrets};
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use simulators::SimKind;

use crate::common::{Deck, KINDS, fast, patient};

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn new(billing_account: u64) -> NewDatabase {
    NewDatabase {
        name: "Walked & 14.0".to_owned(),
        service: "postgresql".to_owned(),
        version: "14.0".to_owned(),
        vcpus: 2,
        memory_mib: 4096,
        disk_gib: 40,
        is_multi_node: Some(true),
        parameters: Some(r#"{"location":"jkt02"}"#.to_owned()),
        billing_account,
    }
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || of("71cddf54-35ed-4f6e-bdf7-d344bbf0a546");
    [
        DatabaseChange::Create(Box::new(new(6))),
        DatabaseChange::Update { id: id(), name: Some("New name".to_owned()), billing_account: Some(13) },
        DatabaseChange::Allow { id: id(), entry: "1.2.3.0/24".to_owned() },
        DatabaseChange::Disallow { id: id(), entry: "1.2.3.0/24".to_owned() },
        DatabaseChange::Delete { id: id() },
    ]
    .into_iter()
    .map(|change| (Change::Database(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, change: DatabaseChange) -> Result<Applied> {
    deck.apply(GLOBAL, &Change::Database(change), &Secrets::default()).await
}

fn told(error: &ProviderError) -> (Option<u16>, Option<Refusal>, &str) {
    let field = match error {
        ProviderError::Refused { field, .. } => field.as_deref(),
        _ => None,
    };
    (error.status(), error.refusal(), field.unwrap_or_default())
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(databases) = deck.provider.databases() else { return };
    seeded(deck, databases).await;
    let accounts = deck.provider.billing().unwrap().list(&deck.credential, false).await.unwrap();
    let payers: Vec<u64> = accounts.iter().map(|account| account.id.0.parse().unwrap()).collect();
    refusals(deck, payers[0]).await;
    let id = created(deck, databases, payers[0]).await;
    allow_list(deck, databases, &id).await;
    secrets(deck, databases, &id).await;
    updated(deck, databases, &id, payers[payers.len() - 1]).await;
    deleted(deck, databases, &id, payers[0]).await;
}

async fn seeded(deck: &Deck, databases: &dyn Databases) {
    let key = &deck.credential;
    let all = databases.list(key).await.unwrap();
    let prices = deck.provider.pricing().unwrap().list(key).await.unwrap();
    assert!(all.len() >= 2, "{all:?}");
    for listed in all {
        assert_eq!(databases.get(key, &listed.id).await.unwrap(), listed);
        assert_eq!(listed.state, DatabaseState::Active);
        assert!(listed.port.is_some() && listed.username.is_some() && listed.address.is_some());
        let price = listed.price(&prices).unwrap();
        assert!(price.hour.amount > Decimal::ZERO && price.hour.currency == "IDR", "{price:?}");
        let servers = listed.parts.iter().filter(|part| part.kind == PartKind::Server).count();
        assert_eq!(listed.is_multi_node, Some(servers > 1));
    }
}

async fn refusals(deck: &Deck, payer: u64) {
    let refused = async |change: fn(&mut NewDatabase)| {
        let mut new = new(payer);
        change(&mut new);
        apply(deck, DatabaseChange::Create(Box::new(new))).await.unwrap_err()
    };
    let invalid = |field| (Some(400), Some(Refusal::Invalid), field);
    let bare = refused(|new| new.version = "14".to_owned()).await;
    assert_eq!(told(&bare), invalid("version"));
    assert!(bare.public_message().ends_with("Supported values: 14.0"), "{bare:?}");
    assert_eq!(told(&refused(|new| new.service = "oracle".to_owned()).await), invalid("service"));
    let single = refused(|new| {
        new.service = "mariadb".to_owned();
        new.version = "10.5".to_owned();
    });
    assert_eq!(told(&single.await), invalid("multi_node"));
    for text in [r#"{"location":"dc1"}"#, "[]", "{"] {
        let new = NewDatabase { parameters: Some(text.to_owned()), ..new(payer) };
        let refused = apply(deck, DatabaseChange::Create(Box::new(new))).await.unwrap_err();
        assert_eq!(told(&refused), invalid("parameters"), "{text}");
    }
    assert_eq!(told(&refused(|new| new.vcpus = 0).await), invalid("vcpus"));
    assert_eq!(told(&refused(|new| new.memory_mib = 1).await), invalid("memory_mib"));
    assert_eq!(told(&refused(|new| new.disk_gib = 5).await), invalid("disk_gib"));
    assert_eq!(told(&refused(|new| new.billing_account = 1).await), invalid(""));
}

async fn created(deck: &Deck, databases: &dyn Databases, payer: u64) -> ProviderResourceId {
    let before = databases.list(&deck.credential).await.unwrap().len();
    let id = apply(deck, DatabaseChange::Create(Box::new(new(payer)))).await.unwrap().id.unwrap();
    assert_eq!(databases.list(&deck.credential).await.unwrap().len(), before + 1);
    let made = databases.get(&deck.credential, &id).await.unwrap();
    assert_eq!((made.name.as_str(), &made.state), ("Walked & 14.0", &DatabaseState::Active));
    assert_eq!((made.service.as_deref(), made.version.as_deref()), (Some("postgresql"), Some("14.0")));
    assert_eq!((made.location.as_deref(), made.port), (Some("jkt02"), Some(5432)));
    assert_eq!((made.billing_account, made.is_multi_node), (Some(payer), Some(true)));
    let (ips, servers): (Vec<_>, Vec<_>) =
        made.parts.iter().partition(|part| part.kind == PartKind::VirtualIp);
    let ip = ips[0].address.map(|ip| ip.to_string());
    assert_eq!((ips.len(), servers.len(), ip), (1, 2, made.address.clone()));
    for server in servers {
        let size = (server.vcpus, server.memory_mib, server.disk_gib);
        assert_eq!((size, &server.state), ((Some(2), Some(4096), Some(40)), &Some(ServerState::Running)));
    }
    id
}

async fn allow_list(deck: &Deck, databases: &dyn Databases, id: &ProviderResourceId) {
    let list = async || databases.allow_list(&deck.credential, id).await.unwrap();
    let allow = |entry: &str| DatabaseChange::Allow { id: id.clone(), entry: entry.to_owned() };
    let disallow = |entry: &str| DatabaseChange::Disallow { id: id.clone(), entry: entry.to_owned() };
    assert!(list().await.is_empty(), "everyone may connect");
    for wrong in ["", "nowhere", "10.0.0.0/33", "10.0.0.0/"] {
        let refused = apply(deck, allow(wrong)).await.unwrap_err();
        assert_eq!(told(&refused), (Some(400), Some(Refusal::Invalid), "address"), "{wrong}");
    }
    for entry in ["10.123.8.0/24", "176.112.157.203", "2001:db8::/32", "176.112.157.203"] {
        apply(deck, allow(entry)).await.unwrap();
    }
    assert_eq!(list().await, ["10.123.8.0/24", "176.112.157.203", "2001:db8::/32"]);
    let refused = apply(deck, disallow("10.123.8.0/25")).await.unwrap_err();
    assert_eq!(told(&refused), (Some(400), Some(Refusal::Invalid), "address"));
    for entry in ["10.123.8.0/24", "2001:db8::/32", "176.112.157.203"] {
        apply(deck, disallow(entry)).await.unwrap();
    }
    assert!(list().await.is_empty());
}

async fn secrets(deck: &Deck, databases: &dyn Databases, id: &ProviderResourceId) {
    let secrets = databases.secrets(&deck.credential, id).await.unwrap();
    assert_eq!(secrets.len(), 1);
    let secret = &secrets[0];
    assert_eq!((secret.name.as_str(), secret.secret.what), ("sql_pass", "database password"));
    let value = secret.secret.value.expose_secret();
    assert!(value.len() >= 16 && !format!("{secrets:?}").contains(value));
    let database = databases.get(&deck.credential, id).await.unwrap();
    assert!(!format!("{database:?}").contains(value));
}

async fn updated(deck: &Deck, databases: &dyn Databases, id: &ProviderResourceId, payer: u64) {
    let key = &deck.credential;
    let update = |name: Option<&str>, billing_account| DatabaseChange::Update {
        id: id.clone(),
        name: name.map(str::to_owned),
        billing_account,
    };
    let seen = |database: Database| (database.name, database.billing_account);
    let before = seen(databases.get(key, id).await.unwrap());
    apply(deck, update(Some("Renamed"), None)).await.unwrap();
    assert_eq!(seen(databases.get(key, id).await.unwrap()), ("Renamed".to_owned(), before.1));
    apply(deck, update(None, Some(payer))).await.unwrap();
    assert_eq!(seen(databases.get(key, id).await.unwrap()), ("Renamed".to_owned(), Some(payer)));
    let refused = apply(deck, update(Some(""), None)).await.unwrap_err();
    assert_eq!(told(&refused), (Some(400), Some(Refusal::Invalid), "name"));
    assert_eq!(apply(deck, update(None, Some(1))).await.unwrap_err().status(), Some(400));
}

async fn deleted(deck: &Deck, databases: &dyn Databases, id: &ProviderResourceId, payer: u64) {
    let key = &deck.credential;
    apply(deck, DatabaseChange::Delete { id: id.clone() }).await.unwrap();
    assert!(databases.list(key).await.unwrap().iter().all(|database| database.id != *id));
    let tombstone = databases.get(key, id).await.unwrap();
    assert_eq!(tombstone.state, DatabaseState::Deleted);
    assert!(tombstone.deleted_at.is_some() && tombstone.parts.iter().all(|part| part.vcpus.is_none()));
    for id in [id.clone(), of("aaaaaaaa-0000-4bbb-8111-cccccccccccc")] {
        assert!(databases.secrets(key, &id).await.unwrap_err().is_gone());
        assert!(databases.allow_list(key, &id).await.unwrap_err().is_gone());
        let update = |name, billing_account| DatabaseChange::Update { id: id.clone(), name, billing_account };
        let entry = || "10.0.0.1".to_owned();
        // Where a second thing is named, that may be what is not there.
        for (change, class) in [
            (update(Some("other".to_owned()), None), Refusal::Gone),
            (update(None, Some(payer)), Refusal::Other),
            (DatabaseChange::Allow { id: id.clone(), entry: entry() }, Refusal::Gone),
            (DatabaseChange::Disallow { id: id.clone(), entry: entry() }, Refusal::Other),
            (DatabaseChange::Delete { id: id.clone() }, Refusal::Gone),
        ] {
            let refused = apply(deck, change).await.unwrap_err();
            assert_eq!(told(&refused), (Some(404), Some(class), ""));
        }
    }
    assert!(databases.get(key, &of("aaaaaaaa-0000-4bbb-8111-cccccccccccc")).await.unwrap_err().is_gone());
}

#[tokio::test]
async fn databases_come_and_go_where_the_brand_has_them() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        assert_eq!(deck.provider.databases().is_some(), deck.brand == Brand::IdCloudHost);
        walk(&deck).await;
    }
}

/// What one brand's document lacks is not sent, says why, and would find no route there.
#[tokio::test]
async fn a_brand_without_databases_says_so() {
    let deck = Deck::start(KINDS[2], fast(), patient()).await;
    let offer = deck.provider.capabilities().family(Family::Databases);
    assert_eq!(offer, Offer::No("Elastis' API documents no managed databases.".to_owned()));
    for (change, secrets) in samples() {
        let refused = deck.apply(GLOBAL, &change, &secrets).await.unwrap_err();
        assert_eq!(refused, ProviderError::NotSent { reason: NotSent::Unsupported });
    }
    assert!(deck.control().log().is_empty());
    let other = Deck::start((SimKind::Elastis, Brand::IdCloudHost), fast(), patient()).await;
    let lost = other.provider.databases().unwrap().list(&other.credential).await.unwrap_err();
    assert_eq!(lost.refusal(), Some(Refusal::UnknownRoute));
}
