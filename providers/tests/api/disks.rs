//! Disks, by themselves and at their server.

use domain::change::{Change, DiskChange, NewDisk, NewDiskSource};
use domain::disk::{AttachedDisk, Disk, DiskOrigin, DiskState};
use domain::ids::ProviderResourceId;
use domain::server::Server;
use providers::ProviderError;
use providers::error::Refusal;
use providers::family::{Applied, Result, Secrets};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn empty(size_gib: u32) -> NewDisk {
    NewDisk { source: NewDiskSource::Empty, size_gib: Some(size_gib), name: None, billing_account: None }
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let (server, disk) =
        (|| id("aaaaaaaa-0000-4bbb-8111-cccccccccccc"), || id("3d91aa31-16ec-44ee-b8b3-22a0bda6559e"));
    let copy = |source| NewDisk { source, size_gib: None, name: None, billing_account: Some(6) };
    let image = NewDiskSource::Image { name: "ubuntu".to_owned(), version: "24.04-lts".to_owned() };
    [
        DiskChange::Create(NewDisk { name: Some("logs & more".to_owned()), ..empty(50) }),
        DiskChange::Create(copy(image)),
        DiskChange::Create(copy(NewDiskSource::Disk(disk()))),
        DiskChange::Create(copy(NewDiskSource::Snapshot(disk()))),
        DiskChange::SetBillingAccount { id: disk(), billing_account: 6 },
        DiskChange::Delete { id: disk() },
        DiskChange::Add { server: server(), size_gib: 50 },
        DiskChange::Grow { server: server(), disk: disk(), size_gib: 60 },
        DiskChange::DeleteAttached { server: server(), disk: disk() },
        DiskChange::Attach { server: server(), disk: disk() },
        DiskChange::Detach { server: server(), disk: disk() },
    ]
    .into_iter()
    .map(|change| (Change::Disk(change), Secrets::default()))
    .collect()
}

/// The family in one location.
struct Walk<'a> {
    deck: &'a Deck,
    slug: String,
    server: ProviderResourceId,
    account: u64,
}

impl Walk<'_> {
    async fn apply(&self, change: DiskChange) -> Result<Applied> {
        self.deck.apply(&self.slug, &Change::Disk(change), &Secrets::default()).await
    }

    /// Class, field and words of a definite refusal.
    async fn refused(&self, change: DiskChange) -> (Refusal, Option<String>, String) {
        match self.apply(change).await.unwrap_err() {
            ProviderError::Refused { status: 400..=499, class, field, message, .. } => {
                (class, field, message)
            }
            other => panic!("{other:?}"),
        }
    }

    async fn list(&self) -> Vec<Disk> {
        self.deck.provider.disks().unwrap().list(&self.deck.credential, &self.slug).await.unwrap()
    }

    async fn get(&self, id: &ProviderResourceId) -> Disk {
        self.deck.provider.disks().unwrap().get(&self.deck.credential, &self.slug, id).await.unwrap()
    }

    async fn read(&self) -> Server {
        self.deck.compute().get(&self.deck.credential, &self.slug, &self.server).await.unwrap()
    }

    async fn attached(&self, id: &ProviderResourceId) -> Option<AttachedDisk> {
        let disks = self.read().await.details.disks.unwrap();
        disks.into_iter().find(|disk| disk.id == *id)
    }

    async fn create(&self, new: NewDisk) -> Disk {
        let new = NewDisk { billing_account: Some(self.account), ..new };
        let made = self.apply(DiskChange::Create(new)).await.unwrap();
        self.get(&made.id.unwrap()).await
    }
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    if deck.provider.disks().is_none() {
        return;
    }
    let (slug, server) = deck.server_that_is("running").await;
    let walk = Walk { deck, slug, server, account: crate::billing::an_account(deck).await };
    every_disk_is_listed(&walk).await;
    by_themselves(&walk).await;
    copies(&walk).await;
    at_their_server(&walk).await;
    what_is_refused(&walk).await;
}

/// Disks of servers stand in the list too, each under the id that its server shows.
async fn every_disk_is_listed(walk: &Walk<'_>) {
    let (listed, server) = (walk.list().await, walk.read().await);
    let disks = server.details.disks.as_ref().unwrap();
    let sizes: u32 = disks.iter().map(|disk| disk.size_gib.unwrap()).sum();
    assert_eq!((Some(sizes), disks.iter().filter(|disk| disk.primary).count()), (server.disk_gib, 1));
    for attached in disks {
        let disk = listed.iter().find(|disk| disk.id == attached.id).unwrap();
        assert_eq!((disk.size_gib, &disk.state), (attached.size_gib, &DiskState::Active));
        assert_eq!(disk.server([&server]).unwrap().id, server.id);
        assert_eq!(&walk.get(&disk.id).await, disk);
    }
    let boots = listed.iter().filter(|disk| matches!(&disk.source, Some(DiskOrigin::Image(Some(_)))));
    assert!(boots.count() >= 3);
}

async fn by_themselves(walk: &Walk<'_>) {
    let before = walk.list().await;
    let disk = walk.create(NewDisk { name: Some("logs & more".to_owned()), ..empty(50) }).await;
    assert_eq!((disk.name.as_deref(), disk.size_gib), (Some("logs & more"), Some(50)));
    assert_eq!((&disk.source, disk.billing_account), (&Some(DiskOrigin::Empty), Some(walk.account)));
    assert_eq!((&disk.state, &disk.snapshots), (&DiskState::Active, &Some(Vec::new())));
    assert!(disk.created_at.is_some() && disk.server([&walk.read().await]).is_none());
    assert_eq!(walk.list().await.len(), before.len() + 1);
    let set = |billing_account| DiskChange::SetBillingAccount { id: disk.id.clone(), billing_account };
    walk.apply(set(walk.account + 77)).await.unwrap();
    assert_eq!(walk.get(&disk.id).await.billing_account, Some(walk.account + 77));
    let (class, _, words) = walk.refused(set(1)).await;
    // The disk is not gone because an account is.
    assert_eq!((class, words.as_str()), (Refusal::Invalid, "Provided billing account is incorrect."));
    walk.apply(DiskChange::Delete { id: disk.id.clone() }).await.unwrap();
    assert_eq!(walk.get(&disk.id).await.state, DiskState::Deleted);
    assert_eq!(walk.list().await, before);
}

async fn copies(walk: &Walk<'_>) {
    let from = |source, size_gib| NewDisk { source, size_gib, ..empty(0) };
    let image = NewDiskSource::Image { name: "debian".to_owned(), version: "12".to_owned() };
    let system = walk.create(from(image, Some(25))).await;
    assert_eq!(system.source, Some(DiskOrigin::Image(Some("debian_12".to_owned()))));
    let copy = walk.create(from(NewDiskSource::Disk(system.id.clone()), None)).await;
    assert_eq!((copy.size_gib, copy.source), (Some(25), Some(DiskOrigin::Disk(Some(system.id.clone())))));
    let snapshots = walk.list().await.into_iter().find_map(|disk| disk.snapshots?.first().cloned());
    let snapshot = snapshots.unwrap();
    let copy = walk.create(from(NewDiskSource::Snapshot(snapshot.id.clone()), None)).await;
    assert_eq!(
        (copy.size_gib, copy.source),
        (snapshot.size_gib, Some(DiskOrigin::Snapshot(Some(snapshot.id))))
    );
    let small =
        NewDisk { billing_account: Some(walk.account), ..from(NewDiskSource::Disk(system.id), Some(24)) };
    let (class, field, _) = walk.refused(DiskChange::Create(small)).await;
    assert_eq!((class, field.as_deref()), (Refusal::Invalid, Some("size_gib")));
}

async fn at_their_server(walk: &Walk<'_>) {
    let server = || walk.server.clone();
    let before = walk.read().await.disk_gib.unwrap();
    let added = walk.apply(DiskChange::Add { server: server(), size_gib: 30 }).await.unwrap().id.unwrap();
    let row = walk.attached(&added).await.unwrap();
    assert_eq!((row.size_gib, row.primary, row.replicas.len()), (Some(30), false, 0));
    assert_eq!(walk.read().await.disk_gib, Some(before + 30));
    let disk = || added.clone();
    let grow = |size_gib| DiskChange::Grow { server: server(), disk: disk(), size_gib };
    walk.apply(grow(45)).await.unwrap();
    assert_eq!(walk.attached(&added).await.unwrap().size_gib, Some(45));
    assert_eq!(walk.get(&added).await.size_gib, Some(45));
    let (class, _, words) = walk.refused(grow(44)).await;
    assert_eq!(
        (class, words.as_str()),
        (Refusal::Invalid, "New disk size cannot be smaller than current size.")
    );
    let (class, field, _) = walk.refused(grow(5_000)).await;
    assert_eq!((class, field.as_deref()), (Refusal::Invalid, Some("size_gib")));

    // While a server has it, it cannot be given to a server again.
    let attach = DiskChange::Attach { server: server(), disk: disk() };
    assert_eq!(walk.refused(attach.clone()).await.0, Refusal::Invalid);
    let detach = DiskChange::Detach { server: server(), disk: disk() };
    walk.apply(detach.clone()).await.unwrap();
    assert_eq!((walk.attached(&added).await, walk.get(&added).await.state), (None, DiskState::Active));
    // Not "gone": the disk exists, only not there.
    assert_eq!(walk.refused(detach).await.0, Refusal::Other);
    walk.apply(attach).await.unwrap();
    assert_eq!(walk.attached(&added).await.unwrap().size_gib, Some(45));
    walk.apply(DiskChange::DeleteAttached { server: server(), disk: disk() }).await.unwrap();
    assert_eq!((walk.attached(&added).await, walk.get(&added).await.state), (None, DiskState::Deleted));
    assert_eq!(walk.read().await.disk_gib, Some(before));
    // What is gone already can be deleted.
    walk.apply(DiskChange::Delete { id: disk() }).await.unwrap();
}

async fn what_is_refused(walk: &Walk<'_>) {
    let server = || walk.server.clone();
    let boot = walk.read().await.details.disks.unwrap().into_iter().find(|disk| disk.primary).unwrap().id;
    for change in [
        DiskChange::Detach { server: server(), disk: boot.clone() },
        DiskChange::DeleteAttached { server: server(), disk: boot.clone() },
        DiskChange::Delete { id: boot.clone() },
    ] {
        let (class, _, words) = walk.refused(change).await;
        assert_eq!(class, Refusal::Invalid);
        assert!(words.contains("Primary disk"), "{words}");
    }
    assert!(walk.attached(&boot).await.is_some());
    for (new, field) in [
        (NewDisk { size_gib: None, ..empty(1) }, "size_gib"),
        (NewDisk { source: NewDiskSource::Disk(id("")), ..empty(20) }, ""),
        (NewDisk { ..empty(0) }, "size_gib"),
    ] {
        let new = NewDisk { billing_account: Some(walk.account), ..new };
        let (_, named, words) = walk.refused(DiskChange::Create(new)).await;
        assert_eq!(named.unwrap_or_default(), field, "{words}");
    }
    let (class, field, _) = walk.refused(DiskChange::Create(empty(20))).await;
    assert_eq!((class, field.as_deref()), (Refusal::Invalid, Some("billing_account")));
    let unknown = || id("00000000-0000-4000-8000-000000000000");
    let gone = walk.refused(DiskChange::Delete { id: unknown() }).await;
    assert_eq!(gone, (Refusal::Gone, None, "Disk not found".to_owned()));
    let gone = walk.refused(DiskChange::Add { server: unknown(), size_gib: 20 }).await;
    assert_eq!(gone.0, Refusal::Gone);
    let both = walk.refused(DiskChange::Attach { server: server(), disk: unknown() }).await;
    assert_eq!((both.0, both.2.as_str()), (Refusal::Other, "Disk not found"));
}

#[tokio::test]
async fn disks_are_made_moved_grown_and_destroyed() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
