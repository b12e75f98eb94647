//! Floating IPs.

use domain::change::{AddressChange, AssignTo, Change};
use domain::floating_ip::{AssignedKind, FloatingIp};
use domain::ids::ProviderResourceId;
use providers::error::{ProviderError, Refusal};
use providers::family::{AddressFilter, Addresses, Applied, Result, Secrets};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let (which, server) = (|| id("198.51.100.10"), || id("aaaaaaaa-0000-4bbb-8111-cccccccccccc"));
    let pair = AssignTo::Resource { id: server(), kind: AssignedKind::Balancer };
    [
        AddressChange::Create { name: Some("mail & more".to_owned()), billing_account: Some(6) },
        AddressChange::Update { id: which(), name: Some(String::new()), billing_account: None },
        AddressChange::Delete { id: which() },
        AddressChange::Assign { id: which(), to: AssignTo::Server(server()) },
        AddressChange::Assign { id: which(), to: pair },
        AddressChange::Unassign { id: which() },
        AddressChange::DeprecatedReserve { server: server() },
        AddressChange::DeprecatedRelease { server: server() },
    ]
    .into_iter()
    .map(|change| (Change::Address(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, slug: &str, change: AddressChange) -> Result<Applied> {
    let change = Change::Address(change);
    deck.provider.changes().apply(&deck.credential, slug, &change, &Secrets::default()).await
}

/// The field that a refusal names.
pub fn field(error: &ProviderError) -> Option<&str> {
    match error {
        ProviderError::Refused { field, .. } => field.as_deref(),
        _ => None,
    }
}

/// The addresses of the location that lead to this server.
async fn of_server(deck: &Deck, slug: &str, server: &ProviderResourceId) -> Vec<FloatingIp> {
    let filter = AddressFilter { server: Some(server.clone()), ..AddressFilter::default() };
    deck.provider.addresses().unwrap().list(&deck.credential, slug, &filter).await.unwrap()
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(addresses) = deck.provider.addresses() else { return };
    let slug = deck.slugs().await.remove(0);
    let account = crate::billing::an_account(deck).await;
    let create = |billing_account| AddressChange::Create { name: Some("mail".to_owned()), billing_account };
    let refused = apply(deck, &slug, create(None)).await.unwrap_err();
    assert_eq!((refused.status(), field(&refused)), (Some(400), Some("billing_account")));
    let made = apply(deck, &slug, create(Some(account))).await.unwrap().id.unwrap();
    let get = async || addresses.get(&deck.credential, &slug, &made).await;
    let new = get().await.unwrap();
    assert_eq!(
        (new.name.as_deref(), new.billing_account, &new.assigned),
        (Some("mail"), Some(account), &None)
    );
    let all = addresses.list(&deck.credential, &slug, &AddressFilter::default()).await.unwrap();
    let paid = AddressFilter { billing_account: Some(account), ..AddressFilter::default() };
    let paid = addresses.list(&deck.credential, &slug, &paid).await.unwrap();
    assert!(all.contains(&new) && paid.contains(&new));
    assert!(paid.iter().all(|address| address.billing_account == Some(account)));

    let update = |name: &str| AddressChange::Update {
        id: made.clone(),
        name: Some(name.to_owned()),
        billing_account: Some(account),
    };
    apply(deck, &slug, update("post")).await.unwrap();
    assert_eq!(get().await.unwrap().name.as_deref(), Some("post"));
    let nobody = AddressChange::Update { id: made.clone(), name: None, billing_account: Some(5) };
    let refused = apply(deck, &slug, nobody).await.unwrap_err();
    // The account is wrong; the address is not gone.
    assert_eq!(refused.refusal(), Some(Refusal::Invalid), "{refused:?}");

    assign_and_unassign(deck, &slug, &made).await;
    older_calls(deck, &slug).await;

    apply(deck, &slug, AddressChange::Delete { id: made.clone() }).await.unwrap();
    assert!(get().await.unwrap_err().is_gone());
    let gone = apply(deck, &slug, AddressChange::Delete { id: made.clone() }).await.unwrap_err();
    assert_eq!((gone.status(), gone.refusal()), (Some(404), Some(Refusal::Gone)));
    assert_eq!(gone.public_message(), format!("Ip address {made} was not found."));
}

async fn assign_and_unassign(deck: &Deck, slug: &str, made: &ProviderResourceId) {
    let addresses = deck.provider.addresses().unwrap();
    let servers = deck.compute().list(&deck.credential, slug).await.unwrap();
    let [one, two, ..] = &servers[..] else { panic!("too few servers: {servers:?}") };
    let assign = |to| AddressChange::Assign { id: made.clone(), to };
    let newer = AssignTo::Resource { id: two.id.clone(), kind: AssignedKind::Server };
    for (to, server) in [(AssignTo::Server(one.id.clone()), one), (newer, two)] {
        apply(deck, slug, assign(to)).await.unwrap();
        let assigned = addresses.get(&deck.credential, slug, made).await.unwrap().assigned.unwrap();
        assert_eq!((&assigned.resource, &assigned.kind), (&server.id, &AssignedKind::Server));
        assert!(server.addresses.iter().any(|address| Some(address.ip) == assigned.private_ip));
        assert!(of_server(deck, slug, &server.id).await.iter().any(|address| address.id == *made));
        let shown = deck.compute().get(&deck.credential, slug, &server.id).await.unwrap();
        assert!(shown.addresses.iter().any(|address| address.ip.to_string() == made.0), "{shown:?}");

        let taken = apply(deck, slug, assign(AssignTo::Server(servers.last().unwrap().id.clone()))).await;
        assert_eq!(taken.unwrap_err().refusal(), Some(Refusal::Invalid));
        apply(deck, slug, AddressChange::Unassign { id: made.clone() }).await.unwrap();
        let free = addresses.get(&deck.credential, slug, made).await.unwrap();
        assert_eq!((free.assigned, free.unassigned_at.is_some()), (None, true));
    }
    let nobody =
        apply(deck, slug, assign(AssignTo::Server(id("aaaaaaaa-0000-4bbb-8111-cccccccccccc")))).await;
    // The server does not exist; the address does.
    assert_eq!(nobody.unwrap_err().refusal(), Some(Refusal::Invalid));
}

/// What was reserved this way is found by its server alone.
async fn older_calls(deck: &Deck, slug: &str) {
    let servers = deck.compute().list(&deck.credential, slug).await.unwrap();
    let mut bare = None;
    for server in servers {
        if of_server(deck, slug, &server.id).await.is_empty() {
            bare = Some(server.id);
        }
    }
    let server = bare.unwrap();
    apply(deck, slug, AddressChange::DeprecatedReserve { server: server.clone() }).await.unwrap();
    let reserved = of_server(deck, slug, &server).await.remove(0);
    apply(deck, slug, AddressChange::DeprecatedRelease { server: server.clone() }).await.unwrap();
    assert!(of_server(deck, slug, &server).await.is_empty());
    let kept = deck.provider.addresses().unwrap().get(&deck.credential, slug, &reserved.id).await.unwrap();
    assert_eq!(kept.assigned, None);
    apply(deck, slug, AddressChange::Delete { id: reserved.id }).await.unwrap();
}

#[tokio::test]
async fn floating_ips_are_reserved_led_around_and_given_back() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

#[tokio::test]
async fn a_seeded_address_leads_where_its_server_says() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let addresses: &dyn Addresses = deck.provider.addresses().unwrap();
    let all = addresses.list(&deck.credential, "jkt01", &AddressFilter::default()).await.unwrap();
    let kinds: Vec<_> =
        all.iter().map(|address| address.assigned.as_ref().map(|to| to.kind.clone())).collect();
    for kind in [Some(AssignedKind::Server), Some(AssignedKind::Balancer), None] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    let idle = all.iter().find(|address| address.assigned.is_none()).unwrap();
    assert_eq!((idle.name.as_deref(), idle.unassigned_at.is_some()), (Some("old-web"), true));
}
