//! The documents' answers, and answers that nobody would give.

use domain::change::{DiskChange, NewDisk, NewDiskSource};
use domain::disk::{DiskOrigin, DiskState};
use domain::ids::ProviderResourceId;
use proptest::prelude::*;

use super::{Storage, applied, attached, call, map, wire};
use crate::golden;
use crate::http::Reply;
use crate::wire::List;

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn create() -> DiskChange {
    let source = NewDiskSource::Empty;
    DiskChange::Create(NewDisk { source, size_gib: Some(50), name: None, billing_account: Some(129_673) })
}

fn add() -> DiskChange {
    DiskChange::Add { server: id("a"), size_gib: 50 }
}

#[test]
fn the_documented_disks() {
    golden::list("warren/disks/list.json", map::disk);
    for file in ["warren/disks/get.json", "warren/disks/create.json", "warren/disks/modify.json"] {
        let reply = golden::reply(file);
        let row: wire::Disk = reply.object("disk").unwrap();
        let disk = map::disk(&row).expect("a disk");
        assert_eq!(applied(&create(), &reply).id.as_ref(), Some(&disk.id), "{file}");
        golden::check(file, &disk);
    }
}

#[test]
fn the_documented_disks_of_machines() {
    for file in
        ["warren/disks/add-attached.json", "warren/disks/grow-attached.json", "warren/disks/attach.json"]
    {
        let reply = golden::reply(file);
        let row: Storage = reply.object("disk").unwrap();
        let disk = attached(&row).expect("a disk");
        assert_eq!(applied(&add(), &reply).id.as_ref(), Some(&disk.id), "{file}");
        golden::check(file, &disk);
    }
}

#[test]
fn what_is_taken_away_answers_with_no_disk() {
    let detach = DiskChange::Detach { server: id("a"), disk: id("b") };
    let delete = DiskChange::DeleteAttached { server: id("a"), disk: id("b") };
    golden::check("warren/disks/detach.json", &applied(&detach, &golden::reply("warren/disks/detach.json")));
    let file = "warren/disks/delete-attached.json";
    golden::check(file, &applied(&delete, &golden::reply(file)));
    for body in ["", "true", "[]", "{}", "null", r#"{"success":true}"#, r#"[{"uuid":"a"}]"#] {
        let reply = Reply::test(200, body);
        assert_eq!(applied(&create(), &reply).id, None, "{body}");
        assert_eq!(applied(&add(), &reply).id, None, "{body}");
    }
}

#[test]
fn words_and_sources_that_nobody_knows_are_kept() {
    let disk = |json: &str| map::disk(&serde_json::from_str(json).unwrap());
    let known = |json: &str| disk(json).unwrap();
    assert_eq!(disk(r#"{"status":"Active"}"#), None);
    assert_eq!(known(r#"{"uuid":"a"}"#).state, DiskState::Other("unknown".to_owned()));
    assert_eq!(known(r#"{"uuid":"a","status":"Creating"}"#).state, DiskState::Other("Creating".to_owned()));
    assert_eq!(known(r#"{"uuid":"a","status":"DELETED"}"#).state, DiskState::Deleted);
    let source = |kind: &str| {
        known(&format!(r#"{{"uuid":"a","source_image_type":"{kind}","source_image":"x"}}"#)).source.unwrap()
    };
    assert_eq!(source("snapshot"), DiskOrigin::Snapshot(Some(id("x"))));
    assert_eq!(source("DISK"), DiskOrigin::Disk(Some(id("x"))));
    assert_eq!(source("ISO"), DiskOrigin::Other("ISO".to_owned()));
    // Either spelling of the size, newest first, and none is not the same as not told.
    let disk = known(
        r#"{"uuid":"a","snapshots":[{"uuid":"s","size_gb":7,"created_at":"2022-08-30T01:31:45.625+0000"},
            {"uuid":"t","sizeGb":"8","created_at":"2022-09-02T01:31:51.065+0000"},{"sizeGb":9},7]}"#,
    );
    let snapshots: Vec<_> = disk.snapshots.iter().flatten().map(|s| (s.id.0.as_str(), s.size_gib)).collect();
    assert_eq!(snapshots, [("t", Some(8)), ("s", Some(7))]);
    assert_eq!(known(r#"{"uuid":"a","snapshots":[]}"#).snapshots, Some(Vec::new()));
    assert_eq!(known(r#"{"uuid":"a","snapshots":null}"#).snapshots, None);
}

#[test]
fn a_disk_that_does_not_say_so_is_taken_for_the_boot_disk() {
    let primary = |json: &str| attached(&serde_json::from_str(json).unwrap()).unwrap().primary;
    assert!(primary(r#"{"uuid":"a"}"#) && primary(r#"{"uuid":"a","primary":"maybe"}"#));
    assert!(!primary(r#"{"uuid":"a","primary":false}"#) && !primary(r#"{"uuid":"a","primary":0}"#));
}

#[test]
fn only_calls_about_one_thing_can_say_that_it_is_gone() {
    let (server, disk) = (id("a"), id("b"));
    for (change, exact) in [
        (create(), false),
        (add(), true),
        (DiskChange::SetBillingAccount { id: disk.clone(), billing_account: 6 }, false),
        (DiskChange::Delete { id: disk.clone() }, true),
        (DiskChange::Grow { server: server.clone(), disk: disk.clone(), size_gib: 60 }, false),
        (DiskChange::Attach { server: server.clone(), disk: disk.clone() }, false),
        (DiskChange::Detach { server: server.clone(), disk: disk.clone() }, false),
        (DiskChange::DeleteAttached { server, disk }, false),
    ] {
        let call = call(&change);
        assert_eq!((call.exact, call.located), (exact, true), "{}", change.kind());
    }
}

proptest! {
    #[test]
    fn no_answer_panics(value in crate::wire::json(), field in 0_usize..8) {
        let names = [
            "status", "snapshots", "size_gb", "source_image_type", "replica", "primary", "size", "created_at",
        ];
        for body in [value.clone(), format!(r#"{{"uuid":"a","{}":{value}}}"#, names[field])] {
            let reply = Reply::test(200, &body);
            let _made = (applied(&create(), &reply), applied(&add(), &reply));
            let list = reply.json::<List<wire::Disk>>("disks").unwrap_or_default();
            list.items.iter().for_each(|row| drop(map::disk(row)));
            let _disk = reply.object::<wire::Disk>("disk").map(|row| map::disk(&row));
            let _attached = reply.object::<Storage>("disk").map(|row| attached(&row));
        }
    }
}
