//! The documents' answers, and answers that nobody would give.

use std::collections::BTreeMap;

use domain::change::{ImageChoice, NewServer, ServerChange, ServerSource};
use domain::ids::ProviderResourceId;
use domain::location::Location;
use domain::power::PowerCall;
use domain::rules::cloud_init::cloud_init;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::{applied, call, shown};
use crate::family::Secrets;
use crate::golden;
use crate::http::Reply;
use crate::warren::map::{self, Around};
use crate::warren::{refusal, wire};

fn here() -> Location {
    Location { slug: "cyc01".into(), name: "Cycletown".into(), country: Some("EST".into()), is_default: true }
}

fn clone() -> ServerChange {
    ServerChange::Clone { id: ProviderResourceId("a".into()), name: "b".into() }
}

#[test]
fn the_documented_machines() {
    golden::list("warren/vms.json", |row: &wire::Vm| map::server(row, &here(), &Around::default()));
    for file in [
        "warren/vm.json",
        "warren/compute/get.elastis.json",
        "warren/compute/create-reply.json",
        "warren/compute/clone.json",
        "warren/compute/modify.json",
        "warren/compute/reinstall.json",
        "warren/stop.json",
    ] {
        let reply = golden::reply(file);
        let (applied, shown) = (applied(&clone(), &reply), shown(&clone(), &reply, &here()));
        let shown = shown.expect("a machine");
        assert_eq!(applied.id.as_ref(), Some(&shown.id), "{file}");
        golden::check(file, &shown);
    }
}

#[test]
fn the_documented_refusals() {
    let delete = ServerChange::Delete { id: ProviderResourceId("a".into()) };
    let start = ServerChange::Power { id: ProviderResourceId("a".into()), call: PowerCall::Start };
    for (file, change) in [("warren/compute/delete-error.json", delete), ("warren/start.json", start)] {
        let call = call(&change, &Secrets::default()).unwrap();
        golden::check(file, &refusal::check(Reply::test(400, &golden::sample(file)), &call).err());
    }
}

#[test]
fn the_documented_cloud_init_obeys_the_rule_and_is_sent_whole() {
    let text = golden::sample("warren/compute/create-cloud-init.json");
    assert!(cloud_init(&text, Some("example")).is_ok());
    let new = NewServer {
        name: "Ubuntu-16-04".into(),
        description: None,
        source: ServerSource::Image {
            image: ImageChoice { name: "ubuntu".into(), version: Some("16.04".into()) },
            disk_gib: 20,
        },
        vcpus: 2,
        memory_mib: 2048,
        pool: Some(ProviderResourceId("d2fc6881-9316-46d7-b515-b6cddaeee927".into())),
        network: Some(ProviderResourceId("50341410-9e88-4af2-a21e-b8c898e33e52".into())),
        public_ip: true,
        billing_account: Some(6),
        backups: false,
        username: Some("example".into()),
        with_password: true,
        public_keys: Vec::new(),
        with_cloud_init: true,
    };
    let secrets = Secrets {
        password: Some("Password123".into()),
        cloud_init: Some(text.clone().into()),
        ..Secrets::default()
    };
    let call = call(&ServerChange::Create(Box::new(new)), &secrets).unwrap();
    // As the document's example, and what its table marks as the default, said aloud.
    let mut wanted = BTreeMap::from([
        ("name", "Ubuntu-16-04"),
        ("os_name", "ubuntu"),
        ("os_version", "16.04"),
        ("disks", "20"),
        ("vcpu", "2"),
        ("ram", "2048"),
        ("designated_pool_uuid", "d2fc6881-9316-46d7-b515-b6cddaeee927"),
        ("username", "example"),
        ("password", "[secret]"),
        ("billing_account_id", "6"),
        ("network_uuid", "50341410-9e88-4af2-a21e-b8c898e33e52"),
        ("cloud_init", "[secret]"),
        ("reserve_public_ip", "true"),
    ]);
    let plan = call.describe(&"https://api.example.net/v1".parse().unwrap());
    let (request, body) = plan.split_once("  ").unwrap();
    assert_eq!(request, "POST https://api.example.net/v1/user-resource/vm");
    for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
        assert_eq!(wanted.remove(&*name), Some(&*value), "{name}");
    }
    assert!(wanted.is_empty(), "{wanted:?}");
    let hidden = call.payload.secrets();
    assert!(hidden.iter().any(|secret| secret.expose_secret() == text));
}

#[test]
fn an_answer_without_a_machine_shows_none() {
    let reply = golden::reply("warren/compute/change-password.json");
    let password = ServerChange::SetPassword { id: ProviderResourceId("a".into()), username: "b".into() };
    golden::check("warren/compute/change-password.json", &applied(&password, &reply));
    for body in ["", "true", "[]", "{}", "null", r#"{"success":true}"#, r#"[{"uuid":"a"}]"#] {
        let reply = Reply::test(200, body);
        assert_eq!(applied(&clone(), &reply).id, None, "{body}");
        assert_eq!(shown(&clone(), &reply, &here()), None, "{body}");
    }
}

proptest! {
    #[test]
    fn no_answer_panics(value in crate::wire::json(), field in 0_usize..6) {
        let names = ["description", "username", "billing_account", "designated_pool_uuid", "mac", "storage"];
        for body in [value.clone(), format!(r#"{{"uuid":"a","{}":{value}}}"#, names[field])] {
            let reply = Reply::test(200, &body);
            let _applied = applied(&clone(), &reply);
            let _shown = shown(&clone(), &reply, &here());
        }
    }
}
