//! The documents' own bodies, refusals in every shape, and bodies that nobody would send.

use domain::location::Location;
use domain::pricing::PriceList;
use domain::server::{AddressScope, ServerState};
use proptest::prelude::*;

use super::map::{self, Around};
use super::money::Currency;
use super::pricing::{Body, price_list};
use super::{client, refusal, wire};
use crate::error::{ProviderError, Refusal};
use crate::http::{Call, Reply};
use crate::wire::List;

const VMS: &str = include_str!("../../tests/samples/warren/vms.json");
const VM: &str = include_str!("../../tests/samples/warren/vm.json");
const STOP: &str = include_str!("../../tests/samples/warren/stop.json");
const START: &str = include_str!("../../tests/samples/warren/start.json");
const LOCATIONS: &str = include_str!("../../tests/samples/warren/locations.json");
const ADDRESSES: &str = include_str!("../../tests/samples/warren/addresses.json");
const PRICING: &str = include_str!("../../tests/samples/warren/pricing.json");
const IMAGES: &str = include_str!("../../tests/samples/warren/images.json");
const POOLS: &str = include_str!("../../tests/samples/warren/pools.json");
const USER: &str = include_str!("../../tests/samples/warren/user.json");

fn here() -> Location {
    Location { slug: "cyc01".into(), name: "Cycletown".into(), country: Some("EST".into()), is_default: true }
}

fn prices() -> PriceList {
    price_list(&serde_json::from_str(PRICING).unwrap(), Currency::named(Some("IDR")))
}

#[test]
fn the_documented_machine_is_read_whole() {
    let vm: wire::Vm = serde_json::from_str(VM).unwrap();
    let server = map::server(&vm, &here(), &Around { public: None, prices: Some(prices()) }).unwrap();
    assert_eq!(server.id.0, "f80b1d62-ffe4-43ef-9210-60f05445456a");
    assert_eq!((server.name.as_str(), &server.state), ("Windows-2016", &ServerState::Running));
    assert_eq!((server.vcpus, server.memory_mib, server.disk_gib), (Some(2), Some(4096), Some(40)));
    assert_eq!(server.plan.as_deref(), Some("General purpose"));
    assert_eq!(server.image.as_deref(), Some("Windows 2016"));
    assert_eq!((server.backups, server.hostname.as_deref()), (Some(true), Some("hostname")));
    let addresses: Vec<_> = server.addresses.iter().map(|a| (a.ip.to_string(), a.scope)).collect();
    assert_eq!(
        addresses,
        [
            ("2a05:1cc0:10:30::80:fffe".into(), AddressScope::Public),
            ("10.123.8.223".into(), AddressScope::Private)
        ]
    );
    // 2 × 0.00521 + 8 × 0.001645 + 40 × 0.0001 + 2 × 0.00548 for Windows.
    assert_eq!(server.price.unwrap().hour.amount.normalize().to_string(), "0.03854");
}

#[test]
fn the_documented_list_is_read_and_joined() {
    let rows: List<wire::FloatingIp> = serde_json::from_str(ADDRESSES).unwrap();
    let mut public = map::public_addresses(&rows.items);
    // One leads to a machine, the other to a service.
    assert_eq!(public.keys().collect::<Vec<_>>(), ["88e5a11b-9c89-4986-99c7-90d43499317c"]);
    let moved = public.remove("88e5a11b-9c89-4986-99c7-90d43499317c").unwrap();
    public.insert("d582f16a-013b-4a23-8463-c66bbbc96c43".into(), moved);
    let list: List<wire::Vm> = serde_json::from_str(VMS).unwrap();
    let around = Around { public: Some(public), prices: Some(prices()) };
    let servers: Vec<_> = list.items.iter().filter_map(|vm| map::server(vm, &here(), &around)).collect();
    assert_eq!((servers.len(), servers[0].name.as_str()), (5, "Name of the Clone"));
    assert_eq!(servers[0].addresses[0].ip.to_string(), "1.1.1.1");
    assert_eq!(servers[1].addresses.len(), 2);
    let price = servers[0].price.as_ref().unwrap();
    // 2 × 0.00521 + 4 × 0.001645 + 20 × 0.0001.
    assert_eq!(price.hour.amount.normalize().to_string(), "0.019");
    assert_eq!(price.month.amount.normalize().to_string(), "13.87");
}

#[test]
fn what_is_not_known_is_not_priced() {
    let vm = |text: &str| serde_json::from_str::<wire::Vm>(text).unwrap();
    let price =
        |text: &str, prices| map::server(&vm(text), &here(), &Around { public: None, prices }).unwrap().price;
    let whole = r#"{"uuid":"a","status":"running","vcpu":1,"memory":600,"storage":[{"size":10}]}"#;
    // A begun step of memory counts.
    assert_eq!(price(whole, Some(prices())).unwrap().hour.amount.normalize().to_string(), "0.0095");
    assert_eq!(price(whole, None), None);
    assert_eq!(
        price(whole, Some(price_list(&serde_json::from_str(PRICING).unwrap(), Currency::named(None)))),
        None
    );
    assert_eq!(price(whole, Some(PriceList::default())), None);
    for partial in [
        r#"{"uuid":"a","status":"stopped","vcpu":1,"memory":600,"storage":[{"size":10}]}"#,
        r#"{"uuid":"a","status":"running","memory":600,"storage":[{"size":10}]}"#,
        r#"{"uuid":"a","status":"running","vcpu":1,"memory":600,"storage":[{"size":"n/a"},{"size":10}]}"#,
        r#"{"uuid":"a","status":"running","vcpu":1,"memory":600,"storage":"n/a"}"#,
        r#"{"uuid":"a","status":"running","vcpu":4294967295,"memory":600}"#,
    ] {
        assert_eq!(price(partial, Some(prices())), None, "{partial}");
    }
}

#[test]
fn only_live_assignments_to_machines_count() {
    let row = |extra: &str| {
        let text = format!(r#"[{{"address":"203.0.113.5","assigned_to":"vm-1"{extra}}}]"#);
        map::public_addresses(&serde_json::from_str::<List<wire::FloatingIp>>(&text).unwrap().items).len()
    };
    assert_eq!(
        row(r#","assigned_to_resource_type":"virtual_machine","unassigned_at":null,"is_deleted":false"#),
        1
    );
    assert_eq!(row(r#","assigned_to_resource_type":"virtual_machine""#), 1);
    assert_eq!(row(""), 0);
    assert_eq!(row(r#","assigned_to_resource_type":"service""#), 0);
    assert_eq!(row(r#","assigned_to_resource_type":"virtual_machine","is_deleted":true"#), 0);
    assert_eq!(
        row(r#","assigned_to_resource_type":"virtual_machine","unassigned_at":"2024-01-01 00:00:00""#),
        0
    );
}

#[test]
fn states_are_compared_without_case_and_unknown_ones_shown() {
    for (status, state) in [
        ("Running", ServerState::Running),
        ("started", ServerState::Running),
        ("stopped", ServerState::Stopped),
        ("installing", ServerState::Provisioning),
        ("reinstalling", ServerState::Busy),
        ("deleted", ServerState::Deleted),
        ("Migrating", ServerState::Other("Migrating".into())),
    ] {
        let vm: wire::Vm = serde_json::from_str(&format!(r#"{{"uuid":"a","status":"{status}"}}"#)).unwrap();
        assert_eq!(map::server(&vm, &here(), &Around::default()).unwrap().state, state);
    }
}

#[test]
fn the_documented_catalogue_is_read() {
    let rows: List<wire::Location> = serde_json::from_str(LOCATIONS).unwrap();
    let locations: Vec<_> = rows.items.iter().filter_map(map::location).collect();
    assert_eq!(locations[0], here());
    assert_eq!((locations[1].slug.as_str(), locations[1].is_default), ("bus02", false));
    let rows: List<wire::Image> = serde_json::from_str(IMAGES).unwrap();
    let images: Vec<_> = rows.items.iter().filter_map(map::image).collect();
    let versions: Vec<_> = images[1].versions.iter().map(|version| version.id.as_str()).collect();
    assert_eq!(versions, ["7.3.1611", "7.6", "8.2"]);
    assert!(images[1].is_app && !images[0].is_app);
    let rows: List<wire::Pool> = serde_json::from_str(POOLS).unwrap();
    let pools: Vec<_> = rows.items.iter().filter_map(|row| map::pool(row, "cyc01")).collect();
    assert_eq!((pools[0].name.as_str(), pools[0].vcpus), ("General", None));
    let user: wire::User = serde_json::from_str(USER).unwrap();
    assert_eq!(user.profile_data.0.unwrap().email.text(), Some("user@example.com"));
    let stopped: wire::Vm = serde_json::from_str(STOP).unwrap();
    assert_eq!(map::server(&stopped, &here(), &Around::default()).unwrap().state, ServerState::Stopped);
}

fn refused(status: u16, body: &str, call: &Call) -> (Refusal, String, Option<String>) {
    match refusal::check(Reply::test(status, body), call).err() {
        Some(ProviderError::Refused { class, message, field, .. }) => (class, message, field),
        other => panic!("{status} {body}: {other:?}"),
    }
}

#[test]
fn every_shape_of_refusal_gives_its_class_and_words() {
    let (exact, list) = (client::vm("a"), client::vms());
    for (status, body, call, class, words, field) in [
        (
            400,
            r#"{"errors":{"Error":"No such virtual machine exists: a"}}"#,
            &exact,
            Refusal::Gone,
            "No such virtual machine exists: a",
            None,
        ),
        (
            400,
            r#"{"errors":{"Error":"No such virtual machine exists: a"}}"#,
            &list,
            Refusal::Invalid,
            "No such virtual machine exists: a",
            None,
        ),
        (
            400,
            r#"{"message":"Network UUID is invalid."}"#,
            &exact,
            Refusal::Gone,
            "Network UUID is invalid.",
            None,
        ),
        (404, r#"{"message":"Disk not found"}"#, &exact, Refusal::Gone, "Disk not found", None),
        (
            404,
            r#"{"message":"Ip address 1.1.1.1 was not found."}"#,
            &exact,
            Refusal::Gone,
            "Ip address 1.1.1.1 was not found.",
            None,
        ),
        (
            404,
            r#"{"message":"no route and no API found with those values"}"#,
            &exact,
            Refusal::UnknownRoute,
            "no route and no API found with those values",
            None,
        ),
        (404, "", &exact, Refusal::Other, "The provider answered 404 Not Found.", None),
        (
            401,
            r#"{"message":"No API key found in request"}"#,
            &list,
            Refusal::BadKey,
            "No API key found in request",
            None,
        ),
        (
            403,
            r#"{"message":"Invalid authentication credentials"}"#,
            &list,
            Refusal::BadKey,
            "Invalid authentication credentials",
            None,
        ),
        (
            403,
            r#"{"errors":{"consumer::resource_forbidden":{"msg":"Not for tokens","subtype":"x","type":"y"}}}"#,
            &list,
            Refusal::NotAllowed,
            "Not for tokens",
            None,
        ),
        (403, "", &list, Refusal::NotAllowed, "The provider answered 403 Forbidden.", None),
        (
            400,
            r#"{"errors":{"uuid":"Required parameter 'uuid' not supplied"}}"#,
            &exact,
            Refusal::Invalid,
            "Required parameter 'uuid' not supplied",
            Some("uuid"),
        ),
        (409, r#"{"errors":{"Error":"locked"}}"#, &exact, Refusal::Conflict, "locked", None),
        (
            405,
            r#"{"message":"Method not allowed"}"#,
            &exact,
            Refusal::UnknownRoute,
            "Method not allowed",
            None,
        ),
        (
            402,
            r#"{"errors":{"a":"one","b":{"msg":"two"},"c":[3]}}"#,
            &exact,
            Refusal::Other,
            "one two",
            Some("a"),
        ),
        (
            400,
            r#"{"message":"apikey canary-key is odd"}"#,
            &list,
            Refusal::Invalid,
            "apikey [key] is odd",
            None,
        ),
        (
            200,
            START,
            &exact,
            Refusal::Gone,
            "No such virtual machine exists. aaaaaaaa-0000-bbbb-1111-cccccccccccc",
            None,
        ),
    ] {
        let got = refused(status, body, call);
        assert_eq!(got, (class, words.to_owned(), field.map(str::to_owned)), "{status} {body}");
    }
}

#[test]
fn any_success_body_passes_and_failures_are_no_refusals() {
    let call = client::vm("a");
    for body in ["", "true", "[]", "{}", VM, r#"{"errors":{}}"#, r#"{"errors":null}"#] {
        assert!(refusal::check(Reply::test(200, body), &call).is_ok(), "{body}");
    }
    for status in [500, 502, 408, 499, 304, 700] {
        let error = refusal::check(Reply::test(status, r#"{"message":"x"}"#), &call).err().unwrap();
        assert!(!error.outcome_known_not_done() && error.refusal().is_none(), "{status}: {error:?}");
    }
}

proptest! {
    #[test]
    fn no_body_panics(text in ".{0,200}", status in 200_u16..600) {
        let _refusal = refusal::check(Reply::test(status, &text), &client::vm("a"));
        let _vm = serde_json::from_str::<wire::Vm>(&text);
    }

    #[test]
    fn no_value_in_a_known_field_panics(value in crate::wire::json(), field in 0_usize..18) {
        let names = ["uuid", "name", "hostname", "status", "vcpu", "memory", "storage", "os_name", "os_version",
            "license_type", "private_ipv4", "public_ipv4", "public_ipv6", "backup", "created_at",
            "designated_pool_name", "errors", "message"];
        let text = format!(r#"{{"uuid":"a","status":"running","{}":{value}}}"#, names[field]);
        if let Ok(vm) = serde_json::from_str::<wire::Vm>(&text) {
            let _server = map::server(&vm, &here(), &Around { public: None, prices: Some(prices()) });
        }
        if let Ok(rows) = serde_json::from_str::<List<wire::FloatingIp>>(&value) {
            let _public = map::public_addresses(&rows.items);
        }
        if let Ok(pricing) = serde_json::from_str::<Body>(&format!(r#"{{"policy":{value}}}"#)) {
            let _prices = price_list(&pricing, Currency::named(Some("IDR")));
        }
        let _refusal = refusal::check(Reply::test(400, &text), &client::vm("a"));
    }
}
