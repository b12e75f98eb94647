use domain::change::{DatabaseChange, NewDatabase};
use domain::database::DatabaseState;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;
use crate::golden;

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn create() -> DatabaseChange {
    DatabaseChange::Create(Box::new(NewDatabase {
        name: "My Postgre Service 14.0".to_owned(),
        service: "postgresql".to_owned(),
        version: "14.0".to_owned(),
        vcpus: 2,
        memory_mib: 4096,
        disk_gib: 40,
        is_multi_node: Some(true),
        parameters: Some(r#"{"location":"dc1"}"#.to_owned()),
        billing_account: 12,
    }))
}

/// The body of a change as a plan shows it.
fn body(change: &DatabaseChange) -> serde_json::Value {
    let plan = call(change).describe(&"https://api.example/v1".parse().unwrap());
    serde_json::from_str(plan.split_once("  ").unwrap().1).unwrap()
}

#[test]
fn the_documented_answers() {
    golden::list("warren/databases/list.json", map::database);
    for file in [
        "warren/databases/get.json",
        "warren/databases/create-reply.json",
        "warren/databases/update-reply.json",
        "warren/databases/delete.json",
    ] {
        golden::check(file, &database(&golden::reply(file)).unwrap());
    }
    for file in [
        "warren/databases/list-allowed.json",
        "warren/databases/add-allowed.json",
        "warren/databases/delete-allowed.json",
    ] {
        golden::check(file, &allowed(&golden::reply(file)).unwrap());
    }
    let secrets: wire::Secrets =
        golden::reply("warren/databases/get-secrets.json").object("secrets").unwrap();
    golden::check("warren/databases/get-secrets.json", &map::secrets(&secrets));
    assert_eq!(map::secrets(&secrets)[0].secret.value.expose_secret(), "example-password");
    assert!(!format!("{secrets:?}").contains("example-password"));
}

#[test]
fn requests_are_the_documented_ones() {
    let documented: serde_json::Value =
        golden::reply("warren/databases/create-request.json").json("request").unwrap();
    assert_eq!(body(&create()), documented);
    let update = DatabaseChange::Update {
        id: of("71cddf54-35ed-4f6e-bdf7-d344bbf0a546"),
        name: Some("New name".to_owned()),
        billing_account: Some(13),
    };
    // The document's body repeats the id of its own path.
    let mut documented: serde_json::Value =
        golden::reply("warren/databases/update-request.json").json("request").unwrap();
    let id = documented.as_object_mut().unwrap().remove("uuid").unwrap();
    assert_eq!(body(&update), documented);
    let plan = call(&update).describe(&"https://api.example/v1".parse().unwrap());
    assert!(plan.contains(id.as_str().unwrap()), "{plan}");
    let name_alone =
        DatabaseChange::Update { id: of("a"), name: Some("b".to_owned()), billing_account: None };
    assert_eq!(body(&name_alone).to_string(), r#"{"display_name":"b"}"#);
}

#[test]
fn what_is_not_said_is_not_sent() {
    let DatabaseChange::Create(mut new) = create() else { panic!("another change") };
    (new.is_multi_node, new.parameters) = (None, None);
    let body = body(&DatabaseChange::Create(new));
    assert!(body.get("is_multi_node").is_none() && body.get("package_parameters").is_none());
    assert_eq!(body.as_object().unwrap().len(), 7);
}

#[test]
fn tombstones_and_unknown_states_are_told() {
    let state = |marks: &str| {
        database(&Reply::test(200, &format!(r#"{{"uuid":"a",{marks}}}"#))).unwrap().state.word().to_owned()
    };
    for marks in [
        r#""status":"deleted""#,
        r#""status":"Deleted""#,
        r#""status":"active","is_deleted":true"#,
        r#""is_deleted":"True""#,
        r#""status":"active","deleted_at":"2022-01-04 14:48:43""#,
    ] {
        assert_eq!(state(marks), "deleted", "{marks}");
    }
    assert_eq!(state(r#""status":"ACTIVE","deleted_at":null"#), "active");
    assert_eq!(state(r#""status":"Provisioning""#), "Provisioning");
    assert_eq!(state(r#""status":null"#), "unknown");
    let tombstone = database(&golden::reply("warren/databases/delete.json")).unwrap();
    assert_eq!(tombstone.state, DatabaseState::Deleted);
    assert!(tombstone.parts.iter().all(|part| part.vcpus.is_none() && part.address.is_none()));
}

/// An empty list lets everyone connect: it must never be guessed.
#[test]
fn an_allow_list_is_empty_only_where_the_provider_says_so() {
    let list = |body: &str| allowed(&Reply::test(200, body));
    assert!(list("[]").unwrap().is_empty());
    for odd in ["", "null", "{}", "true", r#"["10.0.0.1",null]"#, r#"[{"ip_address":"10.0.0.1"}]"#, r#"[""]"#]
    {
        assert!(list(odd).is_err(), "{odd}");
    }
}

#[test]
fn what_is_no_database_is_an_error_with_its_bytes() {
    for odd in ["", "[]", "true", "{}", r#"{"uuid":""}"#, r#"{"message":"x"}"#] {
        assert!(database(&Reply::test(200, odd)).is_err(), "{odd}");
    }
    let applied = applied(&create(), &golden::reply("warren/databases/create-reply.json"));
    assert_eq!(applied.id, Some(of("71cddf54-35ed-4f6e-bdf7-d344bbf0a546")));
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..7) {
        let names = ["status", "properties", "resources", "prices", "deleted_at", "is_multi_node", "uuid"];
        let name = names[field];
        let inner = format!(r#"{{"resource_id":"r","resource_type":"vm","resource_allocation":{text}}}"#);
        for text in [
            text.clone(),
            format!(r#"{{"uuid":"a","{name}":{text}}}"#),
            format!(r#"{{"uuid":"a","resources":[{inner}]}}"#),
            format!("[{text}]"),
        ] {
            let reply = Reply::test(200, &text);
            let _database = database(&reply);
            let _allowed = allowed(&reply);
            let _applied = applied(&create(), &reply);
            let _secrets = reply.object("secrets").map(|row| map::secrets(&row));
        }
    }
}
