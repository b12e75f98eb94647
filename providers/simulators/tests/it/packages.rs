//! Managed services: they take their time, cost a multiple of servers, and only one brand has them.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simulators::{SimKind, SimOptions};

use crate::support::{Peer, json as answer, peer, quick};

const PACKAGE: &str = "/v1/user-resource/service/package";
const PACKAGES: &str = "/v1/user-resource/service/packages";

fn sent(warren: &Peer, method: Method, path: &str, body: &Value) -> RequestBuilder {
    warren.request(method, path).header("Content-Type", "application/json").body(body.to_string())
}

async fn account(warren: &Peer) -> u64 {
    warren.get("/v1/payment/billing_account/list").await.1[0]["id"].as_u64().unwrap()
}

/// The document's own request, for this account and location.
async fn request(warren: &Peer) -> Value {
    json!({
        "billing_account_id": account(warren).await,
        "service": "postgresql",
        "version": "14.0",
        "display_name": "My Postgre Service 14.0",
        "vm_cpu": 2,
        "vm_ram": 4096,
        "vm_disk_gb": 40,
        "package_parameters": "{\"location\":\"jkt01\"}",
        "is_multi_node": true,
    })
}

#[tokio::test]
async fn the_documented_request_gives_what_the_document_shows() {
    let warren = peer(SimKind::IdCloudHost, SimOptions { speed: 0.0, ..quick() }).await;
    let body = request(&warren).await;
    let (status, made) = answer(sent(&warren, Method::POST, PACKAGE, &body)).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    for name in ["billing_account_id", "display_name", "is_multi_node", "service", "version"] {
        assert_eq!(made[name], body[name], "{name}");
    }
    assert_eq!(made["properties"]["port"], 5432);
    assert_eq!((&made["status"], &made["is_deleted"]), (&json!("active"), &json!(false)));
    assert_eq!(made.get("deleted_at"), None);
    let kinds: Vec<_> =
        made["resources"].as_array().unwrap().iter().map(|row| &row["resource_type"]).collect();
    assert_eq!(kinds, ["virtual_ip", "vm", "vm"]);
    assert_eq!(made["resources"][0]["resource_allocation"]["address"], made["properties"]["service_ip"]);
    let server = &made["resources"][1]["resource_allocation"];
    assert_eq!(
        (&server["vcpu"], &server["memory"], &server["storage"][0]["size"]),
        (&json!(2), &json!(4096), &json!(40))
    );
    assert_eq!(made["prices"][0], json!({"priceMultiplier": 3.0, "resourceType": "CPU"}));
    assert_eq!(made["prices"].as_array().unwrap().len(), 9);
    let path = format!("{PACKAGE}/{}", made["uuid"].as_str().unwrap());
    assert_eq!(warren.get(&path).await, (StatusCode::OK, made));
    let (_, secrets) = warren.get(&format!("{path}/secrets")).await;
    assert!(secrets["sql_pass"].is_string() && secrets.as_object().unwrap().len() == 1);
    // A form is not read.
    let (status, why) = warren.post(PACKAGE, "service=postgresql").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{why}");
}

#[tokio::test]
async fn a_package_is_there_when_its_caller_is_answered() {
    // The whole of 309 s would pass in about three.
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let before = warren.get(PACKAGES).await.1.as_array().unwrap().len();
    let body = request(&warren).await;
    let asked = tokio::spawn(answer(sent(&warren, Method::POST, PACKAGE, &body)));
    crate::support::until("the package is being made", || {
        warren.sim.control().effects().iter().any(|effect| effect.action == "create")
    })
    .await;
    assert_eq!(warren.get(PACKAGES).await.1.as_array().unwrap().len(), before);
    assert!(!asked.is_finished());
    let (status, made) = asked.await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let (_, after) = warren.get(PACKAGES).await;
    assert_eq!(after.as_array().unwrap().last(), Some(&made));
}

#[tokio::test]
async fn an_allow_list_takes_a_form_and_json() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let (_, packages) = warren.get(PACKAGES).await;
    let mut packages = packages.as_array().unwrap().iter();
    let single = packages.find(|package| package["is_multi_node"] == json!(false)).expect("a single server");
    let path = format!("{PACKAGE}/{}/whitelist_addresses", single["uuid"].as_str().unwrap());
    assert_eq!(warren.get(&path).await, (StatusCode::OK, json!([])), "everyone may connect");
    assert_eq!(warren.post(&path, "ip_address=1.2.3.0%2F24").await, (StatusCode::OK, json!(["1.2.3.0/24"])));
    let as_json = json!({"ip_address": "176.112.157.203"});
    let added = answer(sent(&warren, Method::POST, &path, &as_json)).await;
    assert_eq!(added, (StatusCode::OK, json!(["1.2.3.0/24", "176.112.157.203"])));
    let removed = answer(sent(&warren, Method::DELETE, &path, &as_json)).await;
    assert_eq!(removed, (StatusCode::OK, json!(["1.2.3.0/24"])));
    let (status, why) = warren.post(&path, "ip_address=1.2.3.0%2F33").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(why["errors"]["ip_address"].is_string(), "{why}");
}

#[tokio::test]
async fn packages_cost_three_times_their_servers_until_they_are_deleted() {
    let warren = peer(SimKind::IdCloudHost, SimOptions { speed: 0.0, ..quick() }).await;
    let id = account(&warren).await;
    warren.leave_the_months_end();
    let usage = format!("/v1/charging/usage?billing_account_id={id}");
    let hours = async |name: &str| {
        let (_, rows) = warren.get(&usage).await;
        let row = rows
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["description"].as_str().is_some_and(|text| text.starts_with(name)))?;
        Some((row["hours"].as_f64()?, row["price"].as_f64()?))
    };
    warren.sim.control().advance(Duration::from_secs(7_200));
    let (before, price) = hours("orders, postgresql 14.0").await.expect("a row");
    // Two servers with 2 CPUs, 4 GB and 40 GB by the price list, three times over.
    let (_, policy) = warren.get("/v1/pricing/policy").await;
    let rate = |label: &str| {
        let mut rows = policy["policy"].as_array().unwrap().iter();
        rows.find(|row| row["serviceNameUserFriendly"] == label).unwrap()["price"].as_f64().unwrap()
    };
    let server = 2.0 * rate("1 CPU") + 8.0 * rate("0.5 GB RAM") + 40.0 * rate("Storage");
    assert!((price - 6.0 * server).abs() < 0.01, "{price} {server}");

    let (_, packages) = warren.get(PACKAGES).await;
    let orders =
        packages.as_array().unwrap().iter().find(|package| package["display_name"] == "orders").unwrap();
    let path = format!("{PACKAGE}/{}", orders["uuid"].as_str().unwrap());
    let (status, tombstone) = answer(warren.request(Method::DELETE, &path)).await;
    assert_eq!((status, &tombstone["status"]), (StatusCode::OK, &json!("deleted")));
    assert!(tombstone["deleted_at"].is_string() && tombstone["is_deleted"] == json!(true));
    assert!(
        tombstone["resources"].as_array().unwrap().iter().all(|row| row["resource_allocation"] == json!({}))
    );
    warren.sim.control().advance(Duration::from_secs(36_000));
    assert_eq!(hours("orders, postgresql").await.map(|(hours, _)| hours), Some(before));
}

#[tokio::test]
async fn the_other_brand_has_no_such_route() {
    let warren = peer(SimKind::Elastis, quick()).await;
    for path in [PACKAGES, "/v1/jkt01/user-resource/service/packages", PACKAGE] {
        let (status, why) = warren.get(path).await;
        let words = json!({"message": "no route and no API found with those values"});
        assert_eq!((status, why), (StatusCode::NOT_FOUND, words), "{path}");
    }
}
