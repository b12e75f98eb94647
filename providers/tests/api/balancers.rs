//! Load balancers.

use domain::balancer::Balancer;
use domain::change::{AddressChange, AssignTo, BalancerChange, Change, ForwardedPort, NewBalancer};
use domain::floating_ip::AssignedKind;
use domain::ids::ProviderResourceId;
use domain::server::AddressScope;
use providers::error::Refusal;
use providers::family::{AddressFilter, Applied, Balancers, Result, Secrets};
use simulators::{Fault, FaultKind};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

const fn ports(source_port: u16, target_port: u16) -> ForwardedPort {
    ForwardedPort { source_port, target_port }
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let (of, other) =
        (|| id("438ac62f-e97b-4ef0-8940-507b9e94af43"), || id("145cc106-e067-419a-85fd-333ded30f169"));
    let new = NewBalancer {
        name: Some("front & back".to_owned()),
        billing_account: Some(6),
        network: Some(other()),
        public_ip: true,
        rules: vec![ports(80, 8080)],
        targets: vec![other()],
    };
    [
        BalancerChange::Create(Box::new(new)),
        BalancerChange::Rename { id: of(), name: "edge".to_owned() },
        BalancerChange::Delete { id: of() },
        BalancerChange::AddTarget { id: of(), target: other() },
        BalancerChange::RemoveTarget { id: of(), target: other() },
        BalancerChange::AddRule { id: of(), ports: ports(443, 8443) },
        BalancerChange::RemoveRule { id: of(), rule: other() },
        BalancerChange::SetBillingAccount { id: of(), billing_account: 7 },
    ]
    .into_iter()
    .map(|change| (Change::Balancer(change), Secrets::default()))
    .collect()
}

async fn apply(deck: &Deck, slug: &str, change: impl Into<Sent>) -> Result<Applied> {
    let Sent(change) = change.into();
    deck.provider.changes().apply(&deck.credential, slug, &change, &Secrets::default()).await
}

struct Sent(Change);

impl From<BalancerChange> for Sent {
    fn from(change: BalancerChange) -> Self {
        Self(Change::Balancer(change))
    }
}

impl From<AddressChange> for Sent {
    fn from(change: AddressChange) -> Self {
        Self(Change::Address(change))
    }
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(balancers) = deck.provider.balancers() else { return };
    let slug = deck.slugs().await.remove(0);
    let account = crate::billing::an_account(deck).await;
    let servers = deck.compute().list(&deck.credential, &slug).await.unwrap();
    let [one, two, ..] = &servers[..] else { panic!("too few servers: {servers:?}") };
    let network = crate::networks::default_of(deck, &slug).await.id;
    let new = |targets: Vec<ProviderResourceId>| NewBalancer {
        name: Some("front & back".to_owned()),
        billing_account: Some(account),
        network: Some(network.clone()),
        public_ip: true,
        rules: vec![ports(80, 8080)],
        targets,
    };
    let made = apply(deck, &slug, BalancerChange::Create(Box::new(new(vec![one.id.clone()])))).await.unwrap();
    let of = made.id.unwrap();
    let get = async || balancers.get(&deck.credential, &slug, &of).await.unwrap();
    let made = get().await;
    assert_eq!(
        (made.name.as_str(), made.billing_account, made.deleted),
        ("front & back", Some(account), false)
    );
    assert_eq!(made.network.as_ref(), Some(&network));
    let scopes: Vec<_> = made.addresses.iter().map(|address| address.scope).collect();
    assert_eq!(scopes, [AddressScope::Public, AddressScope::Private]);
    assert_eq!(made.targets.iter().map(|target| &target.id).collect::<Vec<_>>(), [&one.id]);
    assert!(balancers.list(&deck.credential, &slug).await.unwrap().contains(&made));

    // The answer to a new rule has no id: reading again has.
    let added = apply(deck, &slug, BalancerChange::AddRule { id: of.clone(), ports: ports(443, 8443) }).await;
    assert_eq!(added.unwrap().id, None);
    apply(deck, &slug, BalancerChange::AddTarget { id: of.clone(), target: two.id.clone() }).await.unwrap();
    let grown = get().await;
    let rule = grown.rules.iter().find(|rule| rule.source_port == Some(443)).unwrap();
    assert_eq!((rule.target_port, rule.protocol.as_deref()), (Some(8443), Some("TCP")));
    assert_eq!((grown.rules.len(), grown.targets.len()), (2, 2));
    let rule = rule.id.clone().unwrap();
    apply(deck, &slug, BalancerChange::RemoveRule { id: of.clone(), rule }).await.unwrap();
    apply(deck, &slug, BalancerChange::RemoveTarget { id: of.clone(), target: one.id.clone() })
        .await
        .unwrap();
    let shrunk = get().await;
    assert_eq!(shrunk.rules.iter().map(|rule| rule.source_port).collect::<Vec<_>>(), [Some(80)]);
    assert_eq!(shrunk.targets.iter().map(|target| &target.id).collect::<Vec<_>>(), [&two.id]);
    apply(deck, &slug, BalancerChange::Rename { id: of.clone(), name: "edge".to_owned() }).await.unwrap();
    let payer = BalancerChange::SetBillingAccount { id: of.clone(), billing_account: account };
    apply(deck, &slug, payer).await.unwrap();
    assert_eq!((get().await.name.as_str(), get().await.billing_account), ("edge", Some(account)));
    refusals(deck, &slug, &of, &new(vec![id("aaaaaaaa-0000-4bbb-8111-cccccccccccc")])).await;
    deletion(deck, &slug, &get().await).await;
}

async fn refusals(deck: &Deck, slug: &str, of: &ProviderResourceId, unsound: &NewBalancer) {
    let refused =
        apply(deck, slug, BalancerChange::AddRule { id: of.clone(), ports: ports(80, 1) }).await.unwrap_err();
    assert_eq!((refused.status(), crate::addresses::field(&refused)), (Some(400), Some("source_port")));
    let unknown = BalancerChange::AddTarget { id: of.clone(), target: unsound.targets[0].clone() };
    let nobody = BalancerChange::SetBillingAccount { id: of.clone(), billing_account: 5 };
    // It is the other thing that does not exist.
    for change in [unknown, nobody, BalancerChange::Create(Box::new(unsound.clone()))] {
        let refused = apply(deck, slug, change).await.unwrap_err();
        assert_eq!(refused.refusal(), Some(Refusal::Invalid), "{refused:?}");
    }
    let rule = id("b3f28feb-c91e-4601-a6b6-267fa98dc121");
    let unknown = apply(deck, slug, BalancerChange::RemoveRule { id: of.clone(), rule }).await.unwrap_err();
    // The balancer is still there.
    assert_eq!((unknown.status(), unknown.refusal()), (Some(404), Some(Refusal::Other)), "{unknown:?}");
}

/// Its address stays, unassigned, and can lead to another balancer.
async fn deletion(deck: &Deck, slug: &str, balancer: &Balancer) {
    let balancers = deck.provider.balancers().unwrap();
    let address = id(&balancer.addresses[0].ip.to_string());
    apply(deck, slug, BalancerChange::Delete { id: balancer.id.clone() }).await.unwrap();
    let left = balancers.list(&deck.credential, slug).await.unwrap();
    assert!(left.iter().all(|other| other.id != balancer.id));
    assert!(balancers.get(&deck.credential, slug, &balancer.id).await.unwrap().deleted);
    let gone = apply(deck, slug, BalancerChange::Delete { id: balancer.id.clone() }).await.unwrap_err();
    assert_eq!((gone.status(), gone.refusal()), (Some(404), Some(Refusal::Gone)));
    let addresses = deck.provider.addresses().unwrap();
    let free = addresses.get(&deck.credential, slug, &address).await.unwrap();
    assert_eq!((free.assigned, free.unassigned_at.is_some()), (None, true));

    let other = &left[0].id;
    let to = AssignTo::Resource { id: other.clone(), kind: AssignedKind::Balancer };
    apply(deck, slug, AddressChange::Assign { id: address.clone(), to }).await.unwrap();
    let shown = balancers.get(&deck.credential, slug, other).await.unwrap();
    assert!(shown.addresses.iter().any(|shown| shown.ip.to_string() == address.0), "{shown:?}");
    apply(deck, slug, AddressChange::Delete { id: address }).await.unwrap();
}

#[tokio::test]
async fn load_balancers_are_made_changed_and_deleted() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

#[tokio::test]
async fn a_list_of_addresses_that_fails_costs_the_public_ones_alone() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let balancers: &dyn Balancers = deck.provider.balancers().unwrap();
    let whole = balancers.list(&deck.credential, "jkt01").await.unwrap();
    assert_eq!(whole[0].addresses.len(), 2);
    deck.inject(Fault::new("/network/ip_addresses", FaultKind::Html { status: 200 }).always());
    let bare = balancers.list(&deck.credential, "jkt01").await.unwrap();
    assert_eq!((bare.len(), bare[0].addresses.len()), (whole.len(), 1));
    let filter = AddressFilter::default();
    assert!(deck.provider.addresses().unwrap().list(&deck.credential, "jkt01", &filter).await.is_err());
}
