//! The documents' answers, and answers that nobody would give.

use domain::change::ReplicaChange;
use domain::ids::ProviderResourceId;
use domain::location::Location;
use domain::replica::ReplicaOrigin;
use domain::rules::replica::ReplicaKind;
use proptest::prelude::*;

use super::{applied, call, newest_first, replica, shown, wire};
use crate::golden;
use crate::http::Reply;
use crate::warren::disks::{Storage, attached};
use crate::wire::List;

fn here() -> Location {
    Location { slug: "cyc01".into(), name: "Cycletown".into(), country: Some("EST".into()), is_default: true }
}

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn create() -> ReplicaChange {
    ReplicaChange::Create { server: id("a") }
}

fn rebuild() -> ReplicaChange {
    ReplicaChange::Rebuild { server: id("a"), replica: id("b") }
}

fn backup(enable: bool) -> ReplicaChange {
    ReplicaChange::AutoBackup { server: id("a"), enable }
}

#[test]
fn the_documented_list_is_empty() {
    golden::list("warren/replicas/list.json", replica);
}

#[test]
fn a_create_answers_with_the_disk() {
    let file = "warren/replicas/create.json";
    let reply = golden::reply(file);
    let made = applied(&create(), &reply).id.unwrap();
    assert_eq!(made.0, "f80b1d62-ffe4-43ef-9210-60f05445456a2018-02-22-14-24-32");
    assert_eq!(shown(&create(), &reply, &here()), None);
    golden::check(file, &attached(&reply.object::<Storage>("disk").unwrap()).unwrap());
}

#[test]
fn the_newest_snapshot_is_the_new_one() {
    let made = |rows: &str| applied(&create(), &Reply::test(200, &format!(r#"{{"replica":{rows}}}"#))).id;
    let rows = r#"[{"uuid":"new","type":"snapshot","created_at":"2026-01-02 00:00:00"},
        {"uuid":"old","type":"snapshot","created_at":"2026-01-01 00:00:00"},
        {"uuid":"backup","type":"backup","created_at":"2026-01-03 00:00:00"}]"#;
    assert_eq!(made(rows), Some(id("new")));
    assert_eq!(made(r#"["a"]"#), Some(id("a")));
    assert_eq!(made("[]"), None);
}

#[test]
fn rebuilding_and_switching_answer_with_the_machine() {
    for (file, change) in
        [("warren/replicas/rebuild.json", rebuild()), ("warren/replicas/toggle-backup.json", backup(false))]
    {
        let reply = golden::reply(file);
        assert_eq!(applied(&change, &reply).note, None, "{file}");
        golden::check(file, &shown(&change, &reply, &here()).expect("a machine"));
    }
    let reply = golden::reply("warren/replicas/toggle-backup.json");
    let note = applied(&backup(true), &reply).note.unwrap();
    assert_eq!(note, "The provider says that automatic backups are off now.");
    let file = "warren/replicas/delete.json";
    golden::check(file, &applied(&ReplicaChange::Delete { id: id("a") }, &golden::reply(file)));
}

#[test]
fn replicas_are_objects_or_bare_ids() {
    let disk: Storage = serde_json::from_str(
        r#"{"uuid":"d","replica":["bare",{"uuid":"old","created_at":"2026-01-01 00:00:00"},7,null,
            {"type":"snapshot"},
            {"uuid":"new","type":"Backup","size":20,"created_at":"2026-01-02 00:00:00.5"}]}"#,
    )
    .unwrap();
    let rows = newest_first(&disk.replica);
    let seen: Vec<_> = rows.iter().map(|row| (row.id.0.as_str(), row.origin.word())).collect();
    assert_eq!(seen, [("new", "backup"), ("old", "unknown"), ("bare", "unknown")]);
    assert_eq!(rows[0].origin, ReplicaOrigin::Known(ReplicaKind::Backup));
    for odd in [r#"{"uuid":"d","replica":{}}"#, r#"{"uuid":"d","replica":null}"#, r#"{"uuid":"d"}"#] {
        assert!(newest_first(&serde_json::from_str::<Storage>(odd).unwrap().replica).is_empty(), "{odd}");
    }
}

#[test]
fn only_calls_about_one_thing_can_say_that_it_is_gone() {
    let delete = ReplicaChange::Delete { id: id("a") };
    for (change, exact) in [(create(), true), (delete, true), (rebuild(), false), (backup(true), true)] {
        let call = call(&change);
        assert_eq!((call.exact, call.located), (exact, true), "{}", change.kind());
    }
}

proptest! {
    #[test]
    fn no_answer_panics(value in crate::wire::json(), field in 0_usize..4) {
        let names = ["replica", "type", "created_at", "backup"];
        for body in [value.clone(), format!(r#"{{"uuid":"a","{}":{value}}}"#, names[field])] {
            let reply = Reply::test(200, &body);
            for change in [create(), rebuild(), backup(true)] {
                let _told = (applied(&change, &reply), shown(&change, &reply, &here()));
            }
            let list = reply.json::<List<wire::Replica>>("list").unwrap_or_default();
            list.items.iter().for_each(|row| drop(replica(row)));
        }
    }
}
