//! Floating IPs against the documents' own bodies, and against arbitrary ones.

use domain::change::{AddressChange, AssignTo};
use domain::floating_ip::AssignedKind;
use domain::ids::ProviderResourceId;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::golden;

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

#[test]
fn the_documented_answers() {
    golden::list("warren/addresses.json", map::floating_ip);
    for file in ["get", "create-reply", "update-reply", "assign-reply", "unassign"] {
        let file = format!("warren/addresses/{file}.json");
        golden::check(&file, &one(&golden::reply(&file)).unwrap());
    }
    let create = AddressChange::Create { name: None, billing_account: None };
    let made = applied(&create, &golden::reply("warren/addresses/create-reply.json"));
    assert_eq!(made.id, Some(id("1.1.1.1")));
    for (change, file) in [
        (AddressChange::DeprecatedReserve { server: id("a") }, "warren/addresses/reserve-public.json"),
        (AddressChange::DeprecatedRelease { server: id("a") }, "warren/addresses/release-public.json"),
    ] {
        golden::check(file, &applied(&change, &golden::reply(file)));
    }
}

#[test]
fn the_documented_requests() {
    let base = "https://api.example.net/v1".parse().unwrap();
    let sent = |change: &AddressChange| call(change).describe(&base);
    let sample = |file: &str| -> Value { serde_json::from_str(&golden::sample(file)).unwrap() };
    let (address, name, account) = (id("1.1.1.1"), Some("my_ip".to_owned()), Some(2));
    let server = id("88e5a11b-9c89-4986-99c7-90d43499317c");
    for (change, line, file) in [
        (
            AddressChange::Create { name: name.clone(), billing_account: account },
            "POST https://api.example.net/v1/network/ip_addresses",
            "warren/addresses/create-request.json",
        ),
        (
            AddressChange::Update { id: address.clone(), name, billing_account: account },
            "PATCH https://api.example.net/v1/network/ip_addresses/1.1.1.1",
            "warren/addresses/update-request.json",
        ),
        (
            AddressChange::Assign { id: address.clone(), to: AssignTo::Server(server) },
            "POST https://api.example.net/v1/network/ip_addresses/1.1.1.1/assign",
            "warren/addresses/assign-request.json",
        ),
    ] {
        let sent = sent(&change);
        let (head, body) = sent.split_once("  ").unwrap();
        assert_eq!((head, serde_json::from_str(body).ok()), (line, Some(sample(file))));
    }
    let pair = AssignTo::Resource { id: id("b1"), kind: AssignedKind::Balancer };
    let pair = sent(&AddressChange::Assign { id: address.clone(), to: pair });
    assert!(
        pair.ends_with(r#"  {"assigned_to":"b1","assigned_to_resource_type":"load_balancer"}"#),
        "{pair}"
    );
    let nothing =
        AddressChange::Update { id: address.clone(), name: Some(String::new()), billing_account: None };
    assert!(sent(&nothing).ends_with(r#"  {"name":""}"#));
    assert!(sent(&AddressChange::Unassign { id: address }).ends_with("/1.1.1.1/unassign"));
}

#[test]
fn an_address_that_says_since_when_it_is_free_is_free() {
    let row = r#"{"address":"1.1.1.1","assigned_to":"a","unassigned_at":"2021-12-06 13:03:33"}"#;
    let free = one(&Reply::test(200, row)).unwrap();
    assert_eq!((free.assigned, free.unassigned_at.is_some()), (None, true));
    let row = r#"{"address":"1.1.1.1","assigned_to":"a","assigned_to_resource_type":"router"}"#;
    let odd = one(&Reply::test(200, row)).unwrap().assigned.unwrap();
    assert_eq!((odd.kind, odd.private_ip), (AssignedKind::Other("router".to_owned()), None));
    assert!(one(&Reply::test(200, r#"{"id":1}"#)).is_err());
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..5) {
        let name = ["name", "assigned_to", "assigned_to_private_ip", "created_at", "billing_account_id"][field];
        for text in [text.clone(), format!(r#"{{"address":1,"{name}":{text}}}"#)] {
            let reply = Reply::test(200, &text);
            let _address = one(&reply);
            let _made = applied(&AddressChange::Create { name: None, billing_account: None }, &reply);
        }
    }
}
