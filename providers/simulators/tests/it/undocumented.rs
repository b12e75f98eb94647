//! What clients use of Warren although no document names it, and how they knock without a key.

use crate::networking::{bare, send};
use crate::support::{json as read, peer, quick};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{SimKind, SimOptions};

const FIREWALLS: &str = "/v1/network/firewalls";
const KEYS: &str = "/v1/user-resource/ssh_keys";
const ACCOUNT: u64 = 1_200_132_376;

#[tokio::test]
async fn a_firewall_has_rules_and_is_attached_to_vms() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let vm = idc.id("web-01");
    let new = json!({
        "display_name": "front",
        "billing_account_id": ACCOUNT,
        "rules": [
            {"protocol": "tcp", "direction": "inbound", "port_start": 443, "endpoint_spec_type": "any"},
            {
                "protocol": "udp", "direction": "outbound", "port_start": null, "port_end": null,
                "endpoint_spec_type": "ip_prefixes", "endpoint_spec": ["192.0.2.0/24"],
            },
        ],
    });
    let (status, made) = send(&idc, Method::POST, FIREWALLS, new).await;
    assert_eq!((status, &made["display_name"]), (StatusCode::OK, &json!("front")));
    // In another order, the last port filled in, no list for "any".
    let rule = &made["rules"][1];
    assert_eq!(
        (&rule["port_start"], &rule["port_end"], &rule["endpoint_spec"]),
        (&json!(443), &json!(443), &Value::Null)
    );
    assert_eq!(made["rules"][0]["endpoint_spec"], json!(["192.0.2.0/24"]));
    let path = format!("{FIREWALLS}/{}", made["uuid"].as_str().expect("a uuid"));
    assert_eq!(idc.get(&path).await.0, StatusCode::METHOD_NOT_ALLOWED);

    let rules = json!([{"protocol": "icmp", "direction": "inbound", "endpoint_spec_type": "any"}]);
    let (status, replaced) = send(&idc, Method::PUT, &path, json!({"name": "edge", "rules": rules})).await;
    assert_eq!(
        (status, &replaced["display_name"], replaced["rules"].as_array().map(Vec::len)),
        (StatusCode::OK, &json!("edge"), Some(1))
    );
    let attach = format!("{path}/vms?vm_uuid={vm}");
    let attached = json!([{"resource_type": "vm", "resource_uuid": vm}]);
    for _ in 0..2 {
        assert_eq!(bare(&idc, Method::POST, &attach).await, (StatusCode::OK, attached.clone()));
    }
    let (_, all) = idc.get(FIREWALLS).await;
    let mine = all.as_array().expect("rows").iter().find(|row| row["display_name"] == "edge");
    assert_eq!(mine.expect("the firewall")["resources_assigned"], attached);
    assert_eq!(bare(&idc, Method::DELETE, &attach).await, (StatusCode::NO_CONTENT, json!("")));
    assert_eq!(bare(&idc, Method::DELETE, &attach).await.0, StatusCode::NOT_FOUND);
    assert_eq!(bare(&idc, Method::DELETE, &path).await, (StatusCode::NO_CONTENT, json!("")));
    assert_eq!(bare(&idc, Method::DELETE, &path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_firewall_rule_that_makes_no_sense_is_refused_under_its_field() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let sound = json!({"protocol": "tcp", "direction": "inbound", "endpoint_spec_type": "any"});
    for (field, value) in [
        ("protocol", json!("gre")),
        ("direction", json!("sideways")),
        ("endpoint_spec_type", json!("ip_prefixes")),
        ("port_start", json!(70_000)),
    ] {
        let mut rule = sound.clone();
        rule[field] = value;
        let body = json!({"display_name": "x", "billing_account_id": ACCOUNT, "rules": [rule]});
        let (status, refused) = send(&idc, Method::POST, FIREWALLS, body).await;
        let blamed = if field == "endpoint_spec_type" { "endpoint_spec" } else { field };
        assert_eq!(
            (status, refused["errors"][blamed].is_string()),
            (StatusCode::BAD_REQUEST, true),
            "{field}"
        );
    }
}

#[tokio::test]
async fn public_keys_are_kept_renamed_and_forgotten() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExample+123 me@example";
    let (status, made) = send(&idc, Method::POST, KEYS, json!({"name": "me", "public_key": line})).await;
    assert_eq!((status, &made["public_key"], made.get("fingerprint")), (StatusCode::OK, &json!(line), None));
    for wrong in
        ["-----BEGIN RSA PRIVATE KEY-----", "ssh-ed25519", "ssh-rsa AAAA\nssh-rsa AAAA", "ssh-rsa++AAAA"]
    {
        let (status, refused) =
            send(&idc, Method::POST, KEYS, json!({"name": "x", "public_key": wrong})).await;
        assert_eq!(
            (status, refused["errors"]["public_key"].is_string()),
            (StatusCode::BAD_REQUEST, true),
            "{wrong}"
        );
    }
    let path = format!("{KEYS}/{}", made["uuid"].as_str().expect("a uuid"));
    assert_eq!(send(&idc, Method::PATCH, &path, json!({"name": "us"})).await.1["name"], "us");
    assert_eq!(idc.get(&KEYS.replace("/v1", "/v1/sgp01")).await.1.as_array().map(Vec::len), Some(1));
    assert_eq!(bare(&idc, Method::DELETE, &path).await.0, StatusCode::OK);
    assert_eq!(idc.get(KEYS).await.1, json!([]));
}

#[tokio::test]
async fn boot_images_are_listed() {
    let elastis = peer(SimKind::Elastis, quick()).await;
    let (status, images) = elastis.get("/v1/config/boot_images").await;
    assert_eq!((status, &images[0]["is_installation_media"]), (StatusCode::OK, &json!(true)));
}

#[tokio::test]
async fn who_knocks_without_a_key_learns_which_doors_there_are() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    for path in [
        "user-resource/vm",
        "user-resource/vm/storage",
        "network/ip_addresses",
        "network/networks",
        "network/firewalls",
        "network/load_balancers",
    ] {
        let status = read(idc.bare(Method::GET, &format!("/v1/jkt01/{path}"))).await.0;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(read(idc.bare(Method::GET, "/v1/jkt01/network/nothing")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_restricted_key_pays_with_its_account_without_saying_so() {
    let key = SimKind::IdCloudHost.demo_restricted_key();
    let options = SimOptions { restricted_key: key.to_owned(), ..quick() };
    let idc = peer(SimKind::IdCloudHost, options).await;
    let post = |path: &str, body: Value| {
        idc.bare(Method::POST, path)
            .header("apikey", key)
            .header("Content-Type", "application/json")
            .body(body.to_string())
    };
    let (status, made) = read(post("/v1/network/ip_addresses", json!({"name": "x"}))).await;
    assert_eq!((status, &made["billing_account_id"]), (StatusCode::OK, &json!(ACCOUNT)));
    let other = json!({"name": "x", "billing_account_id": ACCOUNT + 77});
    assert_eq!(read(post("/v1/network/ip_addresses", other)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(read(post("/v1/payment/pay_all", json!({}))).await.0, StatusCode::FORBIDDEN);
    assert!(!format!("{:?}", idc.sim.control().log()).contains(key));

    // It is there only when it was asked for.
    let plain = peer(SimKind::IdCloudHost, quick()).await;
    let list = plain.bare(Method::GET, "/v1/network/networks").header("apikey", key);
    assert_eq!(read(list).await.0, StatusCode::FORBIDDEN);
}
