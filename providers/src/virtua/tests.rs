//! The documents' own bodies, refusals in every shape, and bodies that nobody would send.

use domain::server::ServerState;
use proptest::prelude::*;

use super::{client, map, refusal, wire};
use crate::error::{ProviderError, Refusal};
use crate::http::{Call, Reply};

const SERVERS: &str = include_str!("../../tests/samples/virtua/servers.json");
const SERVER: &str = include_str!("../../tests/samples/virtua/server.json");
const OFFERS: &str = include_str!("../../tests/samples/virtua/offers.json");
const SYSTEMS: &str = include_str!("../../tests/samples/virtua/systems.json");
const ACCOUNT: &str = include_str!("../../tests/samples/virtua/account.json");

#[test]
fn the_documented_server_is_read_whole() {
    let list: wire::Servers<'_> = serde_json::from_str(SERVERS).unwrap();
    let listed = map::server(list.cloud_servers.items[0].get()).unwrap();
    assert_eq!(Some(&listed), map::server(SERVER).as_ref());
    assert_eq!(listed.id.0, "4768103d-7e0b-46c8-8f65-360bcd7b3322");
    assert_eq!(listed.name, "vs4023.par01fr.vsys.cloud");
    assert_eq!(listed.state, ServerState::Running);
    assert_eq!((listed.location.slug.as_str(), listed.location.name.as_str()), ("par01fr", "Paris"));
    assert_eq!(listed.location.country.as_deref(), Some("France"));
    assert_eq!(listed.plan.as_deref(), Some("vCS-2-WIN"));
    assert_eq!((listed.vcpus, listed.memory_mib, listed.disk_gib), (Some(2), Some(4096), Some(40)));
    assert_eq!(listed.image.as_deref(), Some("Windows Server 2019 Standard (64 bits)"));
    let price = listed.price.unwrap();
    assert_eq!((price.hour.amount.to_string(), price.month.to_string()), ("0.0164".into(), "€12.00".into()));
    assert_eq!(listed.created_at.unwrap().exact(), "2020-02-10 13:53:53 UTC");
    assert_eq!((listed.hostname, listed.addresses.len()), (None, 0));
}

#[test]
fn flags_outrank_the_status() {
    for (fields, state) in [
        (r#""status":"running","is_setup":"1""#, ServerState::Running),
        (r#""status":"STOPPED","is_setup":1"#, ServerState::Stopped),
        (r#""status":"running","is_processing":"1""#, ServerState::Busy),
        (r#""status":"stopped","is_setup":"0","is_processing":1"#, ServerState::Provisioning),
        (r#""status":"running","is_error":true,"is_setup":"0""#, ServerState::Error),
        (r#""status":"running","is_suspended":"1","is_error":"1""#, ServerState::Suspended),
        (r#""status":"Rescue""#, ServerState::Other("Rescue".into())),
        (r#""status":null"#, ServerState::Other("unknown".into())),
        (r#""status":"deleted","is_suspended":1"#, ServerState::Deleted),
    ] {
        let server = map::server(&format!(r#"{{"uuid":"a",{fields}}}"#)).unwrap();
        assert_eq!(server.state, state, "{fields}");
    }
}

#[test]
fn addresses_are_found_wherever_they_are() {
    for fields in [
        r#""ip_address_v4":"203.0.113.9","ip_address_v6":"2a05:1cc0::9""#,
        r#""ips":["2a05:1cc0::9/64","203.0.113.9"],"gateway_ip":"203.0.113.1""#,
        r#""ip_addresses":[{"address":"203.0.113.9","netmask":"255.255.255.0"},{"v6":{"ip":"2a05:1cc0::9"}}]"#,
        r#""ipv4":"203.0.113.9","ipv6":"2a05:1cc0::9","is_ipv6_enabled":"1""#,
    ] {
        let server = map::server(&format!(r#"{{"uuid":"a",{fields}}}"#)).unwrap();
        let found: Vec<_> = server.addresses.iter().map(|address| address.ip.to_string()).collect();
        assert_eq!(found, ["203.0.113.9", "2a05:1cc0::9"], "{fields}");
    }
}

#[test]
fn odd_fields_cost_only_themselves() {
    let text = r#"{"uuid":7,"label":"","name":"n","offer":[],"cloud_zone":null,"system":"debian","vcpus":"two",
        "memory_size":2048,"root_space":[],"status":1,"start_time":false}"#;
    let server = map::server(text).unwrap();
    assert_eq!((server.id.0.as_str(), server.name.as_str()), ("7", "n"));
    assert_eq!((server.vcpus, server.memory_mib, server.disk_gib), (None, Some(2048), None));
    assert_eq!((server.price, server.image, server.created_at), (None, None, None));
    assert_eq!(map::server(r#"{"name":"without an id"}"#), None);
}

#[test]
fn the_documented_catalogue_is_read() {
    let offers = serde_json::from_str::<wire::Offers>(OFFERS).unwrap().offers.items;
    let locations = map::locations(&offers);
    assert_eq!((locations.len(), locations[0].slug.as_str()), (1, "par01fr"));
    let plan = map::plan(&offers[0]).unwrap();
    assert_eq!((plan.id.as_str(), plan.name.as_str()), ("vcs-2-intel.par01fr", "vCS-2"));
    assert_eq!(
        (plan.vcpus, plan.memory_mib, plan.disk_gib),
        (Some((1, 1)), Some((2048, 2048)), Some((40, 40)))
    );
    assert_eq!(plan.price.unwrap().hour.amount.to_string(), "0.0167");
    let systems = serde_json::from_str::<wire::Systems>(SYSTEMS).unwrap().systems.items;
    let images: Vec<_> = systems.iter().filter_map(map::image).collect();
    assert_eq!((images.len(), images[0].id.as_str()), (5, "debian-10-64"));
    let account = map::account(&serde_json::from_str(ACCOUNT).unwrap());
    assert_eq!(account.summary, "The key works: balance €93.64, up to 8 servers.");
}

fn refused(status: u16, body: &str, call: &Call) -> (Refusal, String) {
    match refusal::check(Reply::test(status, body), call).err() {
        Some(ProviderError::Refused { class, message, correlation_id, .. }) => {
            assert_eq!(correlation_id.as_deref(), Some("c-1"));
            (class, message)
        }
        other => panic!("{status} {body}: {other:?}"),
    }
}

#[test]
fn every_shape_of_refusal_gives_its_class_and_words() {
    let (exact, list) = (client::server("a"), client::servers());
    let from_here = "Virtua.cloud denied access. The key is wrong, or it may not be used from this address.";
    for (status, body, call, class, words) in [
        (
            401,
            r#"{"success":false,"error":"unauthorized","messages":["No key."]}"#,
            &list,
            Refusal::BadKey,
            "No key.",
        ),
        (403, "", &list, Refusal::BadKey, from_here),
        (
            403,
            r#"{"success":false,"messages":[{"content":"Suspended."}]}"#,
            &exact,
            Refusal::NotAllowed,
            "Suspended.",
        ),
        (
            404,
            r#"{"success":false,"messages":[{"content":"Cloud Server not found."}]}"#,
            &exact,
            Refusal::Gone,
            "Cloud Server not found.",
        ),
        (
            404,
            r#"{"success":false,"messages":[{"content":"Cloud Server not found."}]}"#,
            &list,
            Refusal::UnknownRoute,
            "Cloud Server not found.",
        ),
        (404, "<html>", &exact, Refusal::UnknownRoute, "The provider answered 404 Not Found."),
        (
            409,
            r#"{"success":false,"error":"processing","messages":["Busy.",{"content":"Wait."}]}"#,
            &exact,
            Refusal::Conflict,
            "Busy. Wait.",
        ),
        (422, r#"{"success":false,"errors":["a","b"],"message":"c"}"#, &exact, Refusal::Invalid, "a b c"),
        (200, r#"{"success":false,"error":"nope"}"#, &exact, Refusal::Other, "nope"),
        (200, r#"{"success":"0","error":"unauthorized"}"#, &exact, Refusal::BadKey, "unauthorized"),
        (402, "[]", &exact, Refusal::Other, "The provider answered 402 Payment Required."),
        (400, r#"{"success":false,"message":"canary-key is odd"}"#, &exact, Refusal::Invalid, "[key] is odd"),
    ] {
        assert_eq!(refused(status, body, call), (class, words.to_owned()), "{status} {body}");
    }
}

#[test]
fn success_needs_no_word_and_failures_are_no_refusals() {
    let call = client::servers();
    assert!(refusal::check(Reply::test(200, ACCOUNT), &call).is_ok());
    assert!(refusal::check(Reply::test(204, ""), &call).is_ok());
    for status in [500, 502, 503, 408, 499, 304, 700] {
        let error = refusal::check(Reply::test(status, r#"{"success":false}"#), &call).err().unwrap();
        assert!(!error.outcome_known_not_done() && error.refusal().is_none(), "{status}: {error:?}");
    }
    // Without a 4xx even a plain no is only probable.
    let no = refusal::check(Reply::test(200, r#"{"success":false}"#), &call).err().unwrap();
    assert!(!no.outcome_known_not_done());
}

proptest! {
    #[test]
    fn no_body_panics(text in ".{0,200}", status in 200_u16..600) {
        let _server = map::server(&text);
        let _refusal = refusal::check(Reply::test(status, &text), &client::server("a"));
    }

    #[test]
    fn no_value_in_a_known_field_panics(value in crate::wire::json(), field in 0_usize..22) {
        let names = ["uuid", "name", "label", "hostname", "offer", "cloud_zone", "system", "vcpus", "memory_size",
            "root_space", "status", "is_error", "is_setup", "is_processing", "is_suspended", "suspension_reason",
            "start_time", "is_setup_at", "ip_address_v4", "success", "messages", "errors"];
        let text = format!(r#"{{"uuid":"a","{}":{value}}}"#, names[field]);
        let _server = map::server(&text);
        let _list = serde_json::from_str::<wire::Servers<'_>>(&format!(r#"{{"cloud_servers":{value}}}"#));
        let _account = serde_json::from_str::<wire::Account>(&value).map(|account| map::account(&account));
        let _refusal = refusal::check(Reply::test(400, &text), &client::server("a"));
    }
}
