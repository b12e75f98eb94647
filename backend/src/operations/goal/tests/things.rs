//! What stands around servers: disks, snapshots, addresses.

use domain::change::{AddressChange, AssignTo, DiskChange};
use domain::disk::{Disk, DiskState};

use super::*;

#[test]
fn disks_at_a_server() {
    let with = |disks: Vec<AttachedDisk>| {
        let details = ServerDetails { disks: Some(disks), ..ServerDetails::default() };
        sees(Server { details: Box::new(details), ..vm(Running) })
    };
    let boot = |size| attached("boot", size, &[]);
    let add = || Change::Disk(DiskChange::Add { server: id("vm"), size_gib: 50 });
    assert_eq!(outcome(add(), None, &with(vec![boot(20)])), nothing("unmoved"));
    assert_eq!(outcome(add(), None, &with(vec![boot(20), attached("b", 50, &[])])), made("reached", "b"));
    assert_eq!(outcome(add(), None, &with(vec![boot(20), attached("b", 60, &[])])), nothing("ask"));
    let two = vec![boot(20), attached("b", 50, &[]), attached("c", 50, &[])];
    assert_eq!(outcome(add(), None, &with(two.clone())), nothing("ask"));
    assert_eq!(outcome(add(), Some("c"), &with(two)), made("reached", "c"));
    assert_eq!(outcome(add(), Some("c"), &with(vec![boot(20)])), nothing("elsewhere"));

    let grow = || Change::Disk(DiskChange::Grow { server: id("vm"), disk: id("boot"), size_gib: 40 });
    for (size, wanted) in [(20, "unmoved"), (30, "elsewhere"), (40, "reached"), (41, "reached")] {
        assert_eq!(stands(grow(), &with(vec![boot(size)])), wanted, "{size}");
    }
    assert_eq!(stands(grow(), &with(Vec::new())), "ask");

    let attach = || Change::Disk(DiskChange::Attach { server: id("vm"), disk: id("b") });
    let detach = || Change::Disk(DiskChange::Detach { server: id("vm"), disk: id("b") });
    let (has, has_not) = (with(vec![boot(20), attached("b", 5, &[])]), with(vec![boot(20)]));
    assert_eq!([stands(attach(), &has), stands(attach(), &has_not)], ["reached", "unmoved"]);
    assert_eq!([stands(detach(), &has), stands(detach(), &has_not)], ["unmoved", "reached"]);
    assert_eq!([stands(attach(), &gone()), stands(detach(), &gone())], ["ask", "ask"]);
    let untold = sees(Server { details: Box::default(), ..vm(Running) });
    assert_eq!([stands(attach(), &untold), stands(detach(), &untold)], ["elsewhere", "elsewhere"]);

    let delete = || Change::Disk(DiskChange::DeleteAttached { server: id("vm"), disk: id("b") });
    let disk = |state| {
        Some(Found::There(Disk {
            id: id("b"),
            name: None,
            state,
            note: None,
            size_gib: Some(5),
            source: None,
            billing_account: None,
            snapshots: None,
            created_at: None,
            updated_at: None,
        }))
    };
    let beside = |sight: &Sight, disk| Sight { disk, ..sight.clone() };
    assert_eq!(stands(delete(), &beside(&has_not, Some(Found::Gone))), "reached");
    assert_eq!(stands(delete(), &beside(&has_not, disk(DiskState::Deleted))), "reached");
    assert_eq!(stands(delete(), &beside(&has, disk(DiskState::Active))), "unmoved");
    assert_eq!(stands(delete(), &beside(&has_not, disk(DiskState::Active))), "elsewhere", "only detached");
    let alone = || Change::Disk(DiskChange::Delete { id: id("b") });
    assert_eq!(stands(alone(), &beside(&Sight::default(), disk(DiskState::Active))), "unmoved");
    assert_eq!(stands(alone(), &beside(&Sight::default(), Some(Found::Gone))), "reached");
}

#[test]
fn snapshots_and_backups() {
    let create = || Change::Replica(ReplicaChange::Create { server: id("vm") });
    let among = |replicas: Vec<Replica>| Sight { replicas: Some(replicas), ..Sight::default() };
    let old = || snapshot("old", LONG_BEFORE);
    let backup =
        || Replica { origin: ReplicaOrigin::Known(ReplicaKind::Backup), ..snapshot("backup", LATER) };
    assert_eq!(outcome(create(), None, &among(vec![old(), backup()])), nothing("unmoved"));
    let both = among(vec![old(), snapshot("new", LATER)]);
    assert_eq!(outcome(create(), None, &both), made("reached", "new"));
    let several = among(vec![snapshot("new", LATER), snapshot("newer", LATER)]);
    assert_eq!(outcome(create(), None, &several), nothing("ask"));
    assert_eq!(outcome(create(), Some("newer"), &several), made("reached", "newer"));
    let unseen = among(vec![snapshot("unseen", LONG_BEFORE), snapshot("new", LATER)]);
    assert_eq!(outcome(create(), None, &unseen), made("reached", "new"), "time tells them apart");

    let delete = || Change::Replica(ReplicaChange::Delete { id: id("old") });
    assert_eq!(stands(delete(), &among(vec![old()])), "unmoved");
    assert_eq!(stands(delete(), &among(vec![backup()])), "reached");

    let backups = |enable| Change::Replica(ReplicaChange::AutoBackup { server: id("vm"), enable });
    let are = |backups| sees(Server { backups, ..vm(Running) });
    assert_eq!(stands(backups(true), &are(Some(true))), "reached");
    assert_eq!(stands(backups(true), &are(Some(false))), "unmoved");
    assert_eq!(stands(backups(false), &are(Some(false))), "reached");
    assert_eq!(stands(backups(true), &are(None)), "elsewhere");
}

#[test]
fn addresses() {
    let reserve =
        || Change::Address(AddressChange::Create { name: Some("front".to_owned()), billing_account: None });
    let (old, new) = (address("1.1.1.1", None, LONG_BEFORE), address("2.2.2.2", None, LATER));
    let known = FloatingIp { id: id("known"), ..old.clone() };
    assert_eq!(outcome(reserve(), None, &sees_addresses(vec![known.clone()])), nothing("unmoved"));
    assert_eq!(
        outcome(reserve(), None, &sees_addresses(vec![known, new.clone()])),
        made("reached", "2.2.2.2")
    );
    assert_eq!(
        outcome(reserve(), None, &sees_addresses(vec![old.clone()])),
        nothing("ask"),
        "a clock is off"
    );
    let other_name = FloatingIp { name: Some("back".to_owned()), ..new.clone() };
    assert_eq!(outcome(reserve(), None, &sees_addresses(vec![other_name])), nothing("unmoved"));
    assert_eq!(outcome(reserve(), Some("2.2.2.2"), &sees_address(new)), made("reached", "2.2.2.2"));

    let release = || Change::Address(AddressChange::Delete { id: id("1.1.1.1") });
    assert_eq!(stands(release(), &sees_addresses(vec![old.clone()])), "unmoved");
    assert_eq!(stands(release(), &sees_addresses(Vec::new())), "reached");
    let tombstone = FloatingIp { deleted: true, ..old };
    assert_eq!(stands(release(), &sees_addresses(vec![tombstone.clone()])), "reached");

    let at = |leads_to| sees_address(address("1.1.1.1", leads_to, LONG_BEFORE));
    let to = AssignTo::Server(id("vm"));
    let assign = || Change::Address(AddressChange::Assign { id: id("1.1.1.1"), to: to.clone() });
    let unassign = || Change::Address(AddressChange::Unassign { id: id("1.1.1.1") });
    assert_eq!(
        [stands(assign(), &at(Some("vm"))), stands(unassign(), &at(Some("vm")))],
        ["reached", "unmoved"]
    );
    assert_eq!([stands(assign(), &at(None)), stands(unassign(), &at(None))], ["unmoved", "reached"]);
    assert_eq!(stands(assign(), &at(Some("else"))), "unmoved");
    assert_eq!(stands(assign(), &sees_address(tombstone)), "ask");
}
