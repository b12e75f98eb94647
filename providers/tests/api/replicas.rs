//! Snapshots and automatic backups.

use std::time::Duration;

use domain::change::{Change, ReplicaChange, ServerChange};
use domain::ids::ProviderResourceId;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;
use domain::server::Server;
use domain::server_details::ImageChoice;
use providers::error::{NotSent, ProviderError, Refusal};
use providers::family::{Applied, Result, Secrets};
use simulators::{Fault, FaultKind};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let server = || id("aaaaaaaa-0000-4bbb-8111-cccccccccccc");
    let replica = || id("5aea1842-895f-4bd3-8bd6-e37b2282fb462018-12-21-14-05-33");
    [
        ReplicaChange::Create { server: server() },
        ReplicaChange::Delete { id: replica() },
        ReplicaChange::Rebuild { server: server(), replica: replica() },
        ReplicaChange::AutoBackup { server: server(), enable: true },
    ]
    .into_iter()
    .map(|change| (Change::Replica(change), Secrets::default()))
    .collect()
}

/// The same change with something to do: the switch of backups is only pressed at a server that exists and is
/// not as wished.
pub async fn with_effect(deck: &Deck, slug: &str, change: Change) -> Change {
    match change {
        Change::Replica(ReplicaChange::AutoBackup { .. }) => {
            let server = deck.compute().list(&deck.credential, slug).await.unwrap().remove(0);
            let enable = !server.backups.unwrap();
            Change::Replica(ReplicaChange::AutoBackup { server: server.id, enable })
        }
        other => other,
    }
}

/// The family in one location.
struct Walk<'a> {
    deck: &'a Deck,
    slug: String,
    server: ProviderResourceId,
}

impl Walk<'_> {
    async fn apply(&self, change: ReplicaChange) -> Result<Applied> {
        self.deck.apply(&self.slug, &Change::Replica(change), &Secrets::default()).await
    }

    async fn list(&self, kind: ReplicaKind) -> Vec<Replica> {
        let replicas = self.deck.provider.replicas().unwrap();
        replicas.list(&self.deck.credential, &self.slug, &self.server, kind).await.unwrap()
    }

    async fn read(&self) -> Server {
        self.deck.compute().get(&self.deck.credential, &self.slug, &self.server).await.unwrap()
    }

    fn switch(&self, enable: bool) -> ReplicaChange {
        ReplicaChange::AutoBackup { server: self.server.clone(), enable }
    }
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    if deck.provider.replicas().is_none() {
        return;
    }
    let servers = deck.servers().await;
    let with = |backups| move |(_, server): &&(String, Server)| server.backups == Some(backups);
    let (slug, server) = servers.iter().find(with(false)).unwrap();
    let walk = Walk { deck, slug: slug.clone(), server: server.id.clone() };
    snapshots(&walk).await;
    backups(&walk).await;
    let (slug, server) = servers.iter().find(with(true)).unwrap();
    already_there(&Walk { deck, slug: slug.clone(), server: server.id.clone() }).await;
}

async fn snapshots(walk: &Walk<'_>) {
    let before = walk.list(ReplicaKind::Snapshot).await.len();
    let create = || ReplicaChange::Create { server: walk.server.clone() };
    let first = walk.apply(create()).await.unwrap().id.unwrap();
    let second = walk.apply(create()).await.unwrap().id.unwrap();
    assert_ne!(first, second);
    let listed = walk.list(ReplicaKind::Snapshot).await;
    assert_eq!(listed.len(), before + 2);
    let server = walk.read().await;
    let boot = server.details.disks.iter().flatten().find(|disk| disk.primary).unwrap();
    for made in [&first, &second] {
        let row = listed.iter().find(|row| row.id == *made).unwrap();
        assert_eq!(row.origin, ReplicaOrigin::Known(ReplicaKind::Snapshot));
        assert_eq!((row.disk.as_ref(), row.size_gib), (Some(&boot.id), boot.size_gib));
        assert!(row.created_at.is_some() && boot.replicas.contains(row));
    }
    let disks = walk.deck.provider.disks().unwrap();
    let disk = disks.get(&walk.deck.credential, &walk.slug, &boot.id).await.unwrap();
    assert_eq!(disk.snapshots.unwrap().len(), boot.replicas.len());

    // What was written over the disk since is gone after a rebuild.
    let old = server.details.image.clone().unwrap();
    let new = ImageChoice { name: "almalinux".to_owned(), version: Some("9".to_owned()) };
    assert_ne!(old, new);
    let reinstall = ServerChange::Reinstall { id: walk.server.clone(), image: Some(new.clone()) };
    walk.deck.apply(&walk.slug, &Change::Server(reinstall), &Secrets::default()).await.unwrap();
    assert_eq!(walk.read().await.details.image, Some(new));
    let rebuild = |replica| ReplicaChange::Rebuild { server: walk.server.clone(), replica };
    let rebuilt = walk.apply(rebuild(first.clone())).await.unwrap();
    assert_eq!(rebuilt.server.unwrap().details.image.as_ref(), Some(&old));
    assert_eq!(walk.read().await.details.image, Some(old));

    walk.apply(ReplicaChange::Delete { id: first.clone() }).await.unwrap();
    let left = walk.list(ReplicaKind::Snapshot).await;
    assert!(left.len() == before + 1 && left.iter().all(|row| row.id != first));
    let gone = walk.apply(ReplicaChange::Delete { id: first.clone() }).await.unwrap_err();
    assert_eq!(
        (gone.refusal(), gone.public_message()),
        (Some(Refusal::Gone), "Replica not found".to_owned())
    );
    // The server is not gone because the snapshot is.
    let gone = walk.apply(rebuild(first)).await.unwrap_err();
    assert_eq!((gone.refusal(), gone.status()), (Some(Refusal::Other), Some(404)));
    let unknown = ReplicaChange::Create { server: id("00000000-0000-4000-8000-000000000000") };
    assert!(walk.apply(unknown).await.unwrap_err().is_gone());
}

async fn backups(walk: &Walk<'_>) {
    let day = Duration::from_secs(86_400);
    assert_eq!(walk.list(ReplicaKind::Backup).await, []);
    let switched = walk.apply(walk.switch(true)).await.unwrap();
    assert_eq!((switched.server.unwrap().backups, switched.note), (Some(true), None));
    walk.deck.control().advance(day);
    let made = walk.list(ReplicaKind::Backup).await;
    assert!(
        !made.is_empty() && made.iter().all(|row| row.origin == ReplicaOrigin::Known(ReplicaKind::Backup))
    );
    let rebuild = ReplicaChange::Rebuild { server: walk.server.clone(), replica: made[0].id.clone() };
    walk.apply(rebuild).await.unwrap();
    walk.apply(walk.switch(false)).await.unwrap();
    walk.deck.control().advance(day);
    assert_eq!((walk.list(ReplicaKind::Backup).await, walk.read().await.backups), (made, Some(false)));
}

/// A server whose backups are on: nothing is sent to switch them on.
async fn already_there(walk: &Walk<'_>) {
    let control = walk.deck.control();
    assert!(walk.list(ReplicaKind::Backup).await.len() >= 3);
    let before = control.writes();
    let told = walk.apply(walk.switch(true)).await.unwrap();
    assert_eq!(told.note.as_deref(), Some("Automatic backups were on already. Nothing was sent."));
    assert_eq!((control.writes(), walk.read().await.backups), (before, Some(true)));
}

#[tokio::test]
async fn snapshots_and_backups_are_made_and_servers_rebuilt_from_them() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

#[tokio::test]
async fn the_switch_of_backups_is_not_pressed_without_knowing_how_it_stands() {
    for kind in KINDS.into_iter().skip(1) {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, server) = deck.server_that_is("running").await;
        let walk = Walk { deck: &deck, slug, server };
        let unread = ProviderError::NotSent { reason: NotSent::Unread };
        for fault in [
            FaultKind::ServerError,
            FaultKind::CutMidBody,
            FaultKind::Html { status: 200 },
            FaultKind::Answer { status: 200, body: r#"{"uuid":"a","backup":null}"#.to_owned() },
        ] {
            deck.inject(Fault::new("/user-resource/vm", fault.clone()).on("GET").always());
            let error = walk.apply(walk.switch(true)).await.unwrap_err();
            assert_eq!(error, unread, "{fault:?}");
            deck.control().clear_faults();
        }
        let gone =
            ReplicaChange::AutoBackup { server: id("00000000-0000-4000-8000-000000000000"), enable: true };
        assert!(walk.apply(gone).await.unwrap_err().is_gone());
        assert_eq!(deck.control().writes(), 0);
    }
}

#[tokio::test]
async fn a_switch_whose_answer_is_lost_is_not_pressed_again() {
    for kind in KINDS.into_iter().skip(1) {
        let deck = Deck::start(kind, fast(), patient()).await;
        let slug = deck.slugs().await.remove(0);
        let servers = deck.compute().list(&deck.credential, &slug).await.unwrap();
        let server = servers.into_iter().find(|server| server.backups == Some(false)).unwrap().id;
        let walk = Walk { deck: &deck, slug, server };
        deck.inject(Fault::new("/user-resource/vm/backup", FaultKind::Cut).after_work());
        let error = walk.apply(walk.switch(true)).await.unwrap_err();
        assert!(!error.outcome_known_not_done());
        // Done all the same; wishing it once more sends nothing.
        assert_eq!(walk.read().await.backups, Some(true));
        walk.apply(walk.switch(true)).await.unwrap();
        assert_eq!((walk.read().await.backups, deck.control().writes()), (Some(true), 1));
    }
}
