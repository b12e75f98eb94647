//! Networks, floating addresses and load balancers of Warren: what each call answers, and what goes along with what.

use crate::support::{Peer, json as read, peer, quick};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{SimKind, SimOptions};

const NETWORK: &str = "/v1/network/network";
const ADDRESSES: &str = "/v1/network/ip_addresses";
const BALANCERS: &str = "/v1/network/load_balancers";
const ACCOUNT: u64 = 1_200_132_376;

pub async fn send(peer: &Peer, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let request = peer.request(method, path).header("Content-Type", "application/json");
    read(request.body(body.to_string())).await
}

/// With the type of JSON and without a body, as several clients send it.
pub async fn bare(peer: &Peer, method: Method, path: &str) -> (StatusCode, Value) {
    read(peer.request(method, path).header("Content-Type", "application/json")).await
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn rows(list: Value) -> Vec<Value> {
    list.as_array().expect("rows").clone()
}

async fn deck() -> Peer {
    peer(SimKind::IdCloudHost, SimOptions { speed: 0.0, ..quick() }).await
}

#[tokio::test]
async fn a_network_is_made_by_name_and_goes_when_it_is_empty() {
    let idc = deck().await;
    let default = rows(idc.get("/v1/network/networks").await.1).remove(0);
    // Without a name it is the default one that is there already.
    assert_eq!(bare(&idc, Method::POST, NETWORK).await, (StatusCode::OK, default.clone()));
    let (status, made) = bare(&idc, Method::POST, &format!("{NETWORK}?name=my+two%20words")).await;
    assert_eq!(
        (status, &made["name"], &made["is_default"]),
        (StatusCode::OK, &json!("my two words"), &json!(false))
    );
    assert_eq!((&made["vm_uuids"], &made["resources_count"]), (&json!([]), &json!(0)));
    let (_, other) = idc.post(NETWORK, "name=by%20form").await;
    assert_eq!(other["name"], "by form");
    assert_ne!(made["subnet"], other["subnet"]);
    let path = format!("{NETWORK}/{}", text(&made["uuid"]));
    assert_eq!(idc.get(&format!("{path}/")).await, (StatusCode::OK, made));

    let default_path = format!("{NETWORK}/{}", text(&default["uuid"]));
    let (status, words) = bare(&idc, Method::DELETE, &default_path).await;
    assert_eq!((status, words["message"].is_string()), (StatusCode::BAD_REQUEST, true));
    bare(&idc, Method::PUT, &format!("{path}/default")).await;
    let (status, words) = bare(&idc, Method::DELETE, &default_path).await;
    assert_eq!(
        (status, &words["message"]),
        (StatusCode::BAD_REQUEST, &json!("Network contains resources and cannot be deleted."))
    );
    let other = format!("{NETWORK}/{}", text(&other["uuid"]));
    assert_eq!(bare(&idc, Method::DELETE, &other).await, (StatusCode::OK, json!("")));
    assert_eq!(
        idc.get(&other).await,
        (StatusCode::BAD_REQUEST, json!({"message": "Network UUID is invalid."}))
    );
}

#[tokio::test]
async fn an_address_is_reserved_assigned_moved_and_given_back() {
    let idc = deck().await;
    let (status, made) = send(&idc, Method::POST, ADDRESSES, json!({"billing_account_id": ACCOUNT})).await;
    assert_eq!((status, &made["name"]), (StatusCode::OK, &json!("")));
    assert_eq!((made.get("assigned_to"), made.get("unassigned_at")), (Some(&Value::Null), None));
    let address = text(&made["address"]);
    let (_, alone) = idc.get(&format!("{ADDRESSES}/{address}")).await;
    assert!(alone.get("assigned_to").is_none(), "reads leave out what writes call null");
    let path = format!("{ADDRESSES}/{address}");
    let (_, updated) =
        send(&idc, Method::PATCH, &path, json!({"name": "mail", "billing_account_id": ACCOUNT + 77})).await;
    assert_eq!((&updated["name"], &updated["billing_account_id"]), (&json!("mail"), &json!(ACCOUNT + 77)));
    let (status, refused) = send(&idc, Method::PATCH, &path, json!({"billing_account_id": 5})).await;
    assert_eq!(
        (status, &refused["errors"]["Error"]),
        (StatusCode::BAD_REQUEST, &json!("Provided billing account is incorrect."))
    );

    let (one, two) = (idc.id("cache-01"), idc.id("db-primary"));
    let (status, assigned) =
        send(&idc, Method::POST, &format!("{path}/assign"), json!({"vm_uuid": one})).await;
    assert_eq!((status, &assigned["assigned_to"]), (StatusCode::OK, &json!(one)));
    assert_eq!(assigned["assigned_to_resource_type"], "virtual_machine");
    assert!(text(&assigned["assigned_to_private_ip"]).starts_with("10."));
    let pair = json!({"assigned_to": two, "assigned_to_resource_type": "virtual_machine"});
    let (status, _) = send(&idc, Method::POST, &format!("{path}/assign"), pair.clone()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "it leads elsewhere");
    // With nothing, with an empty object, and with the type alone.
    let (status, free) = bare(&idc, Method::POST, &format!("{path}/unassign")).await;
    assert_eq!(
        (status, free.get("assigned_to"), free["unassigned_at"].is_string()),
        (StatusCode::OK, Some(&Value::Null), true)
    );
    assert_eq!(send(&idc, Method::POST, &format!("{path}/assign"), pair).await.1["assigned_to"], two);
    let (status, _) = send(&idc, Method::POST, &format!("{path}/unassign"), json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let nobody = json!({"vm_uuid": "00000000-0000-4000-8000-000000000000"});
    assert_eq!(send(&idc, Method::POST, &format!("{path}/assign"), nobody).await.0, 400);
    for wrong in [
        json!({}),
        json!({"assigned_to": two}),
        json!({"assigned_to": two, "assigned_to_resource_type": "x"}),
    ] {
        assert_eq!(send(&idc, Method::POST, &format!("{path}/assign"), wrong).await.0, 400);
    }
    assert_eq!(bare(&idc, Method::DELETE, &format!("{path}/")).await, (StatusCode::OK, json!(true)));
    let gone = json!({"message": format!("Ip address {address} was not found.")});
    for (method, path) in [(Method::GET, path.clone()), (Method::DELETE, path.clone())] {
        assert_eq!(bare(&idc, method, &path).await, (StatusCode::NOT_FOUND, gone.clone()));
    }
}

#[tokio::test]
async fn an_address_leads_to_a_service_until_that_is_deleted() {
    let idc = deck().await;
    let package = rows(idc.get("/v1/user-resource/service/packages").await.1).remove(0);
    let free = rows(idc.get(ADDRESSES).await.1)
        .into_iter()
        .find(|row| row["name"] == "old-web")
        .expect("a free one");
    let path = format!("{ADDRESSES}/{}", text(&free["address"]));
    let to = json!({"assigned_to": package["uuid"], "assigned_to_resource_type": "service"});
    let (status, row) = send(&idc, Method::POST, &format!("{path}/assign"), to).await;
    assert_eq!((status, &row["assigned_to_resource_type"]), (StatusCode::OK, &json!("service")));
    let service = format!("/v1/user-resource/service/package/{}", text(&package["uuid"]));
    assert_eq!(bare(&idc, Method::DELETE, &service).await.0, StatusCode::OK);
    assert!(idc.get(&path).await.1["unassigned_at"].is_string());
}

#[tokio::test]
async fn the_older_calls_reserve_and_release_and_do_not_tell_the_address() {
    let idc = deck().await;
    let vm = idc.id("cache-01");
    let of_vm = format!("{ADDRESSES}?vm_uuid={vm}");
    let (status, shown) = idc.post("/v1/user-resource/vm/ip/public", &format!("uuid={vm}")).await;
    assert_eq!((status, &shown["uuid"], shown.get("public_ipv4")), (StatusCode::OK, &json!(vm), None));
    let reserved = rows(idc.get(&of_vm).await.1).remove(0);
    let delete = idc
        .request(Method::DELETE, "/v1/user-resource/vm/ip/public")
        .header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(read(delete.body(format!("uuid={vm}"))).await.0, StatusCode::OK);
    assert_eq!(idc.get(&of_vm).await.1, json!([]));
    let (_, kept) = idc.get(&format!("{ADDRESSES}/{}", text(&reserved["address"]))).await;
    assert!(kept["unassigned_at"].is_string());
}

#[tokio::test]
async fn a_balancer_is_made_changed_and_deleted_and_its_address_stays() {
    let idc = deck().await;
    let (web, cache) = (idc.id("web-01"), idc.id("cache-01"));
    let target = |uuid: &str| json!({"target_uuid": uuid, "target_type": "vm"});
    let new = json!({
        "display_name": "front",
        "billing_account_id": ACCOUNT,
        "reserve_public_ip": "true",
        "rules": [{"source_port": 80, "target_port": 8080}],
        "targets": [target(&web)],
    });
    let (status, made) = send(&idc, Method::POST, BALANCERS, new).await;
    assert_eq!(
        (status, &made["display_name"], &made["is_deleted"]),
        (StatusCode::OK, &json!("front"), &json!(false))
    );
    assert_eq!(
        (&made["forwarding_rules"][0]["target_port"], &made["forwarding_rules"][0]["protocol"]),
        (&json!(8080), &json!("TCP"))
    );
    let uuid = text(&made["uuid"]);
    let path = format!("{BALANCERS}/{uuid}");
    let find = |list: Value| rows(list).into_iter().find(|row| row["assigned_to"] == uuid);
    let address = find(idc.get(ADDRESSES).await.1).expect("an address of its own");
    assert_eq!(
        (&address["assigned_to_resource_type"], &address["assigned_to_private_ip"]),
        (&json!("load_balancer"), &made["private_address"])
    );

    let (status, added) = send(&idc, Method::POST, &format!("{path}/targets"), target(&cache)).await;
    assert_eq!((status, &added["target_uuid"]), (StatusCode::OK, &json!(cache)));
    assert_eq!(send(&idc, Method::POST, &format!("{path}/targets"), target(&cache)).await.0, 400);
    let ports = json!({"source_port": 443, "target_port": 8443});
    let added = send(&idc, Method::POST, &format!("{path}/forwarding_rules"), ports.clone()).await;
    assert_eq!(added, (StatusCode::OK, ports.clone()), "the answer has no uuid");
    assert_eq!(send(&idc, Method::POST, &format!("{path}/forwarding_rules"), ports).await.0, 400);
    let rule = text(&idc.get(&path).await.1["forwarding_rules"][1]["uuid"]);
    for (part, id) in [("forwarding_rules", &rule), ("targets", &cache)] {
        let item = format!("{path}/{part}/{id}");
        assert_eq!(bare(&idc, Method::DELETE, &item).await, (StatusCode::OK, json!("")));
        assert_eq!(bare(&idc, Method::DELETE, &item).await.0, StatusCode::NOT_FOUND);
    }
    let (_, renamed) = send(&idc, Method::PATCH, &path, json!({"display_name": "edge"})).await;
    assert_eq!(renamed["display_name"], "edge");
    let account = format!("{path}/billing_account");
    for (method, query, body) in [
        (Method::PUT, "", json!({"set_id": ACCOUNT + 77})),
        (Method::PUT, "?set_id=1200132376", Value::Null),
        (Method::PATCH, "", json!({"billing_account_id": ACCOUNT + 77})),
    ] {
        let path = format!("{account}{query}");
        let (status, row) = if body.is_null() {
            bare(&idc, method, &path).await
        } else {
            send(&idc, method, &path, body).await
        };
        assert_eq!(status, StatusCode::OK);
        let expected = if query.is_empty() { ACCOUNT + 77 } else { ACCOUNT };
        assert_eq!(row["billing_account_id"], expected);
    }
    assert_eq!(send(&idc, Method::PUT, &account, json!({})).await.0, StatusCode::BAD_REQUEST);

    assert_eq!(bare(&idc, Method::DELETE, &path).await, (StatusCode::OK, json!("")));
    assert_eq!(bare(&idc, Method::DELETE, &path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(idc.get(&path).await.1["is_deleted"], true);
    let listed = |rows: Vec<Value>| rows.iter().any(|row| row["uuid"] == uuid);
    assert!(!listed(rows(idc.get(BALANCERS).await.1)));
    assert!(listed(rows(idc.get(&format!("{BALANCERS}?all=true")).await.1)));
    let (_, kept) = idc.get(&format!("{ADDRESSES}/{}", text(&address["address"]))).await;
    assert!(kept.get("assigned_to").is_none() && kept["unassigned_at"].is_string());
}

#[tokio::test]
async fn a_balancer_needs_targets_an_account_and_sound_ports() {
    let idc = deck().await;
    let new = |rules: Value| json!({"billing_account_id": ACCOUNT, "rules": rules, "targets": []});
    let without = json!({"billing_account_id": ACCOUNT});
    assert_eq!(send(&idc, Method::POST, BALANCERS, without).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(send(&idc, Method::POST, BALANCERS, json!({"targets": []})).await.0, StatusCode::BAD_REQUEST);
    for (rules, field) in [
        (json!([{"source_port": 0, "target_port": 80}]), "source_port"),
        (json!([{"source_port": 80, "target_port": 70_000}]), "target_port"),
        (json!([{"target_port": 80}]), "source_port"),
        (
            json!([{"source_port": 80, "target_port": 80}, {"source_port": "80", "target_port": 81}]),
            "source_port",
        ),
    ] {
        let (status, refused) = send(&idc, Method::POST, BALANCERS, new(rules)).await;
        assert_eq!(
            (status, refused["errors"][field].is_string()),
            (StatusCode::BAD_REQUEST, true),
            "{field}"
        );
    }
    assert_eq!(idc.sim.control().effects(), []);
    let (_, made) = send(&idc, Method::POST, BALANCERS, new(json!([]))).await;
    let network = text(&made["network_uuid"]);
    // A balancer keeps its network, although no VM is inside.
    bare(
        &idc,
        Method::PUT,
        &format!("{NETWORK}/{}/default", text(&rows(idc.get("/v1/network/networks").await.1)[1]["uuid"])),
    )
    .await;
    assert_eq!(bare(&idc, Method::DELETE, &format!("{NETWORK}/{network}")).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_vm_that_goes_leaves_its_balancers_and_its_address() {
    let idc = deck().await;
    let web = idc.id("web-01");
    let seeded = rows(idc.get(BALANCERS).await.1).remove(0);
    assert_eq!(
        (&seeded["display_name"], seeded["targets"].as_array().map(Vec::len)),
        (&json!("web"), Some(2))
    );
    let address = text(&idc.get(&format!("{ADDRESSES}?vm_uuid={web}")).await.1[0]["address"]);
    assert!(idc.sim.control().remove_server(&web));
    let (_, left) = idc.get(&format!("{BALANCERS}/{}", text(&seeded["uuid"]))).await;
    assert_eq!(left["targets"].as_array().map(Vec::len), Some(1));
    let (_, row) = idc.get(&format!("{ADDRESSES}/{address}")).await;
    assert!(row["unassigned_at"].is_string());
}
