//! The family on Warren.

use domain::change::{
    Change, DiskChange, NewDisk, NewDiskSource, NewServer, ReplicaChange, ServerChange, ServerSource,
};
use domain::ids::ProviderResourceId;
use domain::plan::ImageKind;
use domain::power::PowerCall;
use domain::rules::replica::ReplicaKind;
use domain::server::{AddressScope, ServerState};
use providers::error::Refusal;
use providers::family::{Progress, Secrets};
use simulators::SimOptions;

use super::{apply, everything, id, image, read, refused, secrets};
use crate::common::{Deck, KINDS, patient, within};

pub async fn walk(deck: &Deck) {
    let slug = deck.slugs().await.remove(0);
    catalogue(deck, &slug).await;
    let server = make(deck, &slug).await;
    refusals(deck, &slug).await;
    modify(deck, &slug, &server).await;
    password(deck, &slug, &server).await;
    systems(deck, &slug, &server).await;
    copies(deck, &slug, &server).await;
    sources(deck, &slug, &server).await;
    delete(deck, &slug, &server).await;
}

async fn catalogue(deck: &Deck, slug: &str) {
    let images = deck.provider.images().unwrap();
    let list = async |kind| images.list(&deck.credential, kind).await.unwrap();
    let (all, plain, apps) =
        (list(ImageKind::All).await, list(ImageKind::Plain).await, list(ImageKind::App).await);
    assert_eq!(all, [plain.clone(), apps.clone()].concat());
    assert!(plain.iter().all(|image| !image.is_app) && apps.iter().all(|image| image.is_app));
    assert!(all.iter().all(|image| image.icon.is_some() && !image.versions.is_empty()));
    assert_eq!(all.iter().filter(|image| image.is_windows).count(), 1);
    let pools = deck.provider.plans().unwrap().list(&deck.credential, slug).await.unwrap();
    assert_eq!(pools.iter().filter(|pool| pool.is_default).count(), 1);
    assert!(pools.iter().all(|pool| pool.memory_mib.is_some() && pool.description.is_some()));
    let rules = deck.provider.parameters().unwrap().read(&deck.credential).await.unwrap();
    // As on a live service, sizes are the pools' affair and names have no rule.
    assert_eq!((rules.vcpus, rules.memory_mib, rules.disk_gib, rules.name), (None, None, None, None));
    assert!(
        rules.username.unwrap().is_optional_for("windows") && rules.password.unwrap().expression.is_some()
    );
}

/// What the account's servers are paid with, and the location's pool that is not the default.
async fn payer_and_pool(deck: &Deck, slug: &str) -> (u64, ProviderResourceId) {
    let servers = deck.compute().list(&deck.credential, slug).await.unwrap();
    let payer = servers.iter().find_map(|server| server.details.billing_account).unwrap();
    let pools = deck.provider.plans().unwrap().list(&deck.credential, slug).await.unwrap();
    (payer, id(&pools.iter().find(|pool| !pool.is_default).unwrap().id))
}

async fn new(deck: &Deck, slug: &str) -> NewServer {
    let (payer, pool) = payer_and_pool(deck, slug).await;
    let networks = deck.provider.networks().unwrap().list(&deck.credential, slug).await.unwrap();
    let network = networks.into_iter().find(|network| !network.is_default).map(|network| network.id);
    assert!(network.is_some());
    NewServer { billing_account: Some(payer), pool: Some(pool), network, ..everything() }
}

async fn make(deck: &Deck, slug: &str) -> ProviderResourceId {
    let new = new(deck, slug).await;
    let made = apply(deck, slug, ServerChange::Create(Box::new(new.clone()))).await.unwrap();
    let (made_id, shown) = (made.id.unwrap(), made.server.unwrap());
    assert_eq!((made.progress, &shown.id), (Progress::Done, &made_id));
    let server = read(deck, slug, &made_id).await;
    assert_eq!((server.name.as_str(), &server.state), ("walk-01", &ServerState::Running));
    assert_eq!((server.vcpus, server.memory_mib, server.disk_gib), (Some(4), Some(4096), Some(40)));
    assert_eq!((server.image.as_deref(), server.backups), (Some("Ubuntu 24.04-lts"), Some(true)));
    let details = &server.details;
    assert_eq!(details.description.as_deref(), Some("50 % for tests & more"));
    assert_eq!((&details.plan, details.username.as_deref()), (&new.pool, Some("ops")));
    assert_eq!(
        (details.billing_account, &details.image),
        (new.billing_account, &Some(image("ubuntu", "24.04-lts")))
    );
    let scopes: Vec<_> = server.addresses.iter().map(|address| address.scope).collect();
    assert_eq!(scopes, [AddressScope::Public, AddressScope::Private]);
    let network = new.network.unwrap();
    let network = deck.provider.networks().unwrap().get(&deck.credential, slug, &network).await.unwrap();
    assert!(network.servers.contains(&made_id), "{network:?}");
    // Both keys went along, each under the name that may repeat.
    let sent = deck.control().log().into_iter().rfind(|entry| entry.is_write()).unwrap();
    assert_eq!(sent.body.matches("public_keys=").count(), 2, "{}", sent.body);
    made_id
}

/// A new server that the provider does not want, and the field that it names.
async fn refusals(deck: &Deck, slug: &str) {
    let good = new(deck, slug).await;
    let source = |image, disk_gib| ServerSource::Image { image, disk_gib };
    let ubuntu = || image("ubuntu", "24.04-lts");
    let before = deck.servers().await.len();
    for (bad, field, words) in [
        (NewServer { username: Some("root".into()), ..good.clone() }, Some("username"), "root"),
        (NewServer { username: Some("9 lives".into()), ..good.clone() }, Some("username"), "match"),
        (NewServer { username: None, ..good.clone() }, Some("username"), "not supplied"),
        (
            NewServer { source: source(image("ubuntu", "14.04"), 40), ..good.clone() },
            Some("os_version"),
            "22.04-lts",
        ),
        (NewServer { source: source(image("plan9", "4"), 40), ..good.clone() }, Some("image"), "debian"),
        (NewServer { source: source(ubuntu(), 19), ..good.clone() }, Some("disk_gib"), "20 and 1000"),
        (NewServer { vcpus: 17, ..good.clone() }, Some("vcpus"), "2 and 16"),
        (NewServer { memory_mib: 1024, ..good.clone() }, Some("memory_mib"), "2048 and 32768"),
        (NewServer { pool: Some(id("x")), ..good.clone() }, Some("pool"), "pool"),
        (NewServer { network: Some(id("x")), ..good.clone() }, None, "Network UUID is invalid."),
        (NewServer { billing_account: None, ..good.clone() }, Some("billing_account"), "required"),
        (NewServer { billing_account: Some(1), ..good.clone() }, None, "billing account is incorrect"),
        (NewServer { public_keys: vec!["AAAA".into()], ..good.clone() }, Some("public_key"), "SSH"),
    ] {
        let told = format!("{bad:?}");
        let (class, named, message) = refused(apply(deck, slug, ServerChange::Create(Box::new(bad))).await);
        assert_eq!((class, named.as_deref()), (Refusal::Invalid, field), "{message} {told}");
        assert!(message.contains(words), "{message}");
    }
    for (password, cloud_init, field) in
        [("password1", "{}", "password"), ("Passw0rd", "#cloud-config", "cloud_init")]
    {
        let secrets = Secrets {
            password: Some(password.into()),
            cloud_init: Some(cloud_init.into()),
            ..Secrets::default()
        };
        let change = Change::Server(ServerChange::Create(Box::new(good.clone())));
        let (_, named, message) = refused(deck.apply(slug, &change, &secrets).await);
        assert_eq!(named.as_deref(), Some(field), "{message}");
        assert!(!message.contains(password));
    }
    assert_eq!(deck.servers().await.len(), before);
}

fn modified(server: &ProviderResourceId) -> ServerChange {
    ServerChange::Modify { id: server.clone(), name: None, vcpus: None, memory_mib: None }
}

async fn modify(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let size = |vcpus, memory_mib| match modified(server) {
        ServerChange::Modify { id, name, .. } => ServerChange::Modify { id, name, vcpus, memory_mib },
        other => other,
    };
    let named = ServerChange::Modify {
        id: server.clone(),
        name: Some("walk-02".to_owned()),
        vcpus: None,
        memory_mib: None,
    };
    let applied = apply(deck, slug, named).await.unwrap();
    assert_eq!(applied.server.unwrap().name, "walk-02");
    let now = read(deck, slug, server).await;
    let words = now.details.description.as_deref();
    assert_eq!(
        (now.name.as_str(), words),
        ("walk-02", Some("50 % for tests & more")),
        "given once, when it was made"
    );
    // The size changes only while it is stopped, and only to another one.
    let (class, _, message) = refused(apply(deck, slug, size(Some(2), None)).await);
    assert!(class == Refusal::Invalid && message.contains("stopped"), "{message}");
    deck.power(slug, server, PowerCall::Stop).await.unwrap();
    let (_, _, message) = refused(apply(deck, slug, size(Some(4), Some(4096))).await);
    assert_eq!(message, "Not changing vcpu and memory because values are same.");
    let (_, field, _) = refused(apply(deck, slug, size(None, Some(65_536))).await);
    assert_eq!(field.as_deref(), Some("memory_mib"), "the pool gives less");
    apply(deck, slug, size(Some(2), Some(8192))).await.unwrap();
    let now = read(deck, slug, server).await;
    assert_eq!((now.vcpus, now.memory_mib, &now.state), (Some(2), Some(8192), &ServerState::Stopped));
}

async fn password(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let change =
        |username: &str| ServerChange::SetPassword { id: server.clone(), username: username.to_owned() };
    let (class, _, message) = refused(apply(deck, slug, change("ops")).await);
    assert!(class == Refusal::Invalid && message.contains("running"), "{message}");
    deck.power(slug, server, PowerCall::Start).await.unwrap();
    let applied = apply(deck, slug, change("ops")).await.unwrap();
    assert!(applied.server.is_none() && applied.revealed.is_empty());
    let (_, field, _) = refused(apply(deck, slug, change("nobody")).await);
    assert_eq!(field.as_deref(), Some("username"));
    let weak = Secrets { password: Some("weak".into()), ..secrets() };
    let (_, field, _) = refused(deck.apply(slug, &Change::Server(change("ops")), &weak).await);
    assert_eq!(field.as_deref(), Some("password"));
    // Without the secret that it needs, nothing is sent.
    let before = deck.control().log().len();
    let bare = Change::Server(change("ops"));
    let error = deck.apply(slug, &bare, &Secrets::default()).await.unwrap_err();
    assert!(error.outcome_known_not_done() && deck.control().log().len() == before);
}

async fn systems(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let reinstall = |image| ServerChange::Reinstall { id: server.clone(), image };
    let applied = apply(deck, slug, reinstall(Some(image("debian", "12")))).await.unwrap();
    assert_eq!(applied.server.unwrap().image.as_deref(), Some("Debian 12"));
    apply(deck, slug, reinstall(None)).await.unwrap();
    assert_eq!(read(deck, slug, server).await.details.image, Some(image("debian", "12")));
    let (_, field, message) = refused(apply(deck, slug, reinstall(Some(image("debian", "9.1")))).await);
    assert!(field.as_deref() == Some("os_version") && message.contains("11, 12"), "{message}");
    let rescue = || ServerChange::StartRescue { id: server.clone() };
    let (class, ..) = refused(apply(deck, slug, rescue()).await);
    assert_eq!(class, Refusal::Invalid, "it runs");
    deck.power(slug, server, PowerCall::ForceStop).await.unwrap();
    apply(deck, slug, rescue()).await.unwrap();
    assert_eq!(read(deck, slug, server).await.state, ServerState::Running);
}

async fn copies(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let clone = ServerChange::Clone { id: server.clone(), name: "Name of the Clone".to_owned() };
    let made = apply(deck, slug, clone).await.unwrap().id.unwrap();
    let (original, copy) = (read(deck, slug, server).await, read(deck, slug, &made).await);
    assert_eq!(copy.name, "Name of the Clone");
    assert_eq!(
        (copy.vcpus, copy.disk_gib, &copy.image),
        (original.vcpus, original.disk_gib, &original.image)
    );
    assert_ne!(copy.details.mac, original.details.mac);
    let public = |server: &domain::server::Server| {
        server.addresses.iter().any(|address| address.scope == AddressScope::Public)
    };
    assert!(public(&original) && !public(&copy));
    apply(deck, slug, ServerChange::Delete { id: made }).await.unwrap();
}

/// New servers from a snapshot of another and on a disk that exists.
async fn sources(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let good = new(deck, slug).await;
    let snapshot = Change::Replica(ReplicaChange::Create { server: server.clone() });
    deck.apply(slug, &snapshot, &secrets()).await.unwrap();
    let replicas = deck.provider.replicas().unwrap();
    let replicas = replicas.list(&deck.credential, slug, server, ReplicaKind::Snapshot).await.unwrap();
    let replica = ServerSource::Replica {
        server: server.clone(),
        replica: replicas[0].id.clone(),
        image: image("debian", "12"),
        disk_gib: 50,
    };
    let new_disk = NewDisk {
        source: NewDiskSource::Image { name: "debian".to_owned(), version: "12".to_owned() },
        size_gib: Some(30),
        name: None,
        billing_account: good.billing_account,
    };
    let disk =
        deck.apply(slug, &Change::Disk(DiskChange::Create(new_disk)), &secrets()).await.unwrap().id.unwrap();
    let on_disk = ServerSource::Disk { disk: disk.clone(), image: None };
    for (source, size) in [(replica, 50), (on_disk, 30)] {
        let boots_existing = matches!(source, ServerSource::Disk { .. });
        let change = ServerChange::Create(Box::new(NewServer { source, ..good.clone() }));
        let made = apply(deck, slug, change.clone()).await.unwrap().id.unwrap();
        let now = read(deck, slug, &made).await;
        assert_eq!((now.disk_gib, now.image.as_deref()), (Some(size), Some("Debian 12")));
        let boot = now.details.disks.unwrap();
        assert_eq!((boot.len(), boot[0].id == disk), (1, boots_existing));
        if boots_existing {
            let (_, _, message) = refused(apply(deck, slug, change).await);
            assert_eq!(message, "Disk not found", "it belongs to a server by now");
        }
        apply(deck, slug, ServerChange::Delete { id: made }).await.unwrap();
    }
}

async fn delete(deck: &Deck, slug: &str, server: &ProviderResourceId) {
    let public = read(deck, slug, server).await.addresses[0].ip.to_string();
    let applied = apply(deck, slug, ServerChange::Delete { id: server.clone() }).await.unwrap();
    assert!(applied.server.is_none() && applied.progress == Progress::Done);
    let gone = deck.compute().get(&deck.credential, slug, server).await.unwrap_err();
    assert!(gone.is_gone(), "{gone:?}");
    let (class, ..) = refused(apply(deck, slug, ServerChange::Delete { id: server.clone() }).await);
    assert_eq!(class, Refusal::Gone);
    // Its address is still there, and leads nowhere.
    let addresses = deck.provider.addresses().unwrap();
    let left = addresses.get(&deck.credential, slug, &id(&public)).await.unwrap();
    assert!(left.assigned.is_none() && left.unassigned_at.is_some() && !left.deleted, "{left:?}");
}

#[tokio::test]
async fn a_server_without_an_address_or_with_a_key_of_its_own_is_made_as_asked() {
    let deck = Deck::start(KINDS[2], crate::common::fast(), patient()).await;
    let bare = NewServer {
        public_ip: false,
        backups: false,
        with_password: false,
        with_cloud_init: false,
        description: None,
        pool: None,
        public_keys: vec!["ssh-ed25519 AAAA+b".to_owned()],
        ..new(&deck, "jkt01").await
    };
    let made = apply(&deck, "jkt01", ServerChange::Create(Box::new(bare))).await.unwrap().id.unwrap();
    let server = read(&deck, "jkt01", &made).await;
    assert_eq!((server.addresses.len(), server.backups), (1, Some(false)));
    assert_eq!(server.plan.as_deref(), Some("General"), "the default pool");
    let body = deck.control().log().into_iter().rfind(|entry| entry.is_write()).unwrap().body;
    assert!(body.contains("public_key=ssh-ed25519%20AAAA%2Bb") && !body.contains("password"), "{body}");
    assert!(body.contains("reserve_public_ip=false") && !body.contains("backup"), "{body}");
}

#[tokio::test]
async fn a_server_that_is_being_changed_is_locked() {
    // As slow as the real one: nobody waits for the end of this stop.
    let deck = Deck::start(KINDS[1], SimOptions::default(), patient()).await;
    let (slug, id) = deck.server_that_is("running").await;
    let stop = deck.power(&slug, &id, PowerCall::Stop);
    let meanwhile = async {
        while !deck.control().servers().iter().any(|server| server.id == id.0 && server.busy) {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        let mut refusals = Vec::new();
        for change in [
            modified(&id),
            ServerChange::Delete { id: id.clone() },
            ServerChange::Clone { id: id.clone(), name: "copy".to_owned() },
        ] {
            refusals.push(refused(apply(&deck, &slug, change).await).0);
        }
        refusals
    };
    let refusals = within(async {
        tokio::select! {
            stopped = stop => panic!("the stop was over first: {stopped:?}"),
            refusals = meanwhile => refusals,
        }
    });
    assert_eq!(refusals.await, [Refusal::Conflict; 3]);
    assert!(deck.control().server(&id.0).unwrap().busy, "one change is at work");
}
