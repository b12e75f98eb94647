//! Every method and encoding, over real HTTP: how a route tells them apart, and that faults, log and effects know
//! them.

use crate::support::{Peer, json as read, peer, quick};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{Effect, Fault, FaultKind, SimKind};

/// The uuid of the default location's network with this name.
async fn network(peer: &Peer, name: &str) -> String {
    let (_, networks) = peer.get("/v1/network/networks").await;
    let row = networks.as_array().expect("rows").iter().find(|row| row["name"] == name).cloned();
    row.expect("the network")["uuid"].as_str().expect("a uuid").to_owned()
}

async fn send(peer: &Peer, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let request = peer.request(method, path).header("Content-Type", "application/json");
    read(request.body(body.to_string())).await
}

#[tokio::test]
async fn a_patch_with_json_renames_a_network_and_nothing_but_json_does() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let uuid = network(&idc, "backend").await;
    let path = format!("/v1/network/network/{uuid}");
    let (status, renamed) = send(&idc, Method::PATCH, &path, json!({"name": "databases"})).await;
    assert_eq!((status, &renamed["name"]), (StatusCode::OK, &json!("databases")));
    assert_ne!(renamed["updated_at"], renamed["created_at"]);
    assert_eq!(network(&idc, "databases").await, uuid);

    let form = idc.request(Method::PATCH, &path).header("Content-Type", "application/x-www-form-urlencoded");
    let missing = json!({"errors": {"name": "Required parameter 'name' not supplied"}});
    assert_eq!(read(form.body("name=other")).await, (StatusCode::BAD_REQUEST, missing.clone()));
    assert_eq!(
        send(&idc, Method::PATCH, &path, json!({"name": 7})).await,
        (StatusCode::BAD_REQUEST, missing)
    );
    assert_eq!(send(&idc, Method::PATCH, &path, json!([])).await.0, StatusCode::BAD_REQUEST);
    let unknown = json!({"message": "Network UUID is invalid."});
    let elsewhere = format!("/v1/sgp01/network/network/{uuid}");
    let refused = send(&idc, Method::PATCH, &elsewhere, json!({"name": "x"})).await;
    assert_eq!(refused, (StatusCode::BAD_REQUEST, unknown));
    let did = Effect { action: "rename".to_owned(), subject: uuid };
    assert_eq!(idc.sim.control().effects(), [did]);
}

#[tokio::test]
async fn a_put_makes_a_network_the_only_default_of_its_location() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let uuid = network(&idc, "backend").await;
    let (status, row) =
        send(&idc, Method::PUT, &format!("/v1/network/network/{uuid}/default"), Value::Null).await;
    assert_eq!((status, &row["is_default"]), (StatusCode::OK, &json!(true)));
    let defaults = |rows: Value| {
        let rows = rows.as_array().expect("rows").clone();
        rows.into_iter()
            .filter(|row| row["is_default"] == true)
            .map(|row| row["uuid"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(defaults(idc.get("/v1/network/networks").await.1), [json!(uuid)]);
    let elsewhere = defaults(idc.get("/v1/sgp01/network/networks").await.1);
    assert_eq!(elsewhere.len(), 1, "other locations keep theirs");
    assert_eq!(idc.post(&format!("/v1/network/network/{uuid}/default"), "").await.0, 405);
}

#[tokio::test]
async fn a_new_address_has_a_number_a_uuid_and_a_text_of_its_own() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let path = "/v1/jkt02/network/ip_addresses/";
    let (_, accounts) = idc.get("/v1/payment/billing_account/list").await;
    let payer = accounts[1]["id"].clone();
    let (status, first) =
        send(&idc, Method::POST, path, json!({"billing_account_id": payer, "name": "entry"})).await;
    assert_eq!(status, StatusCode::OK);
    let (_, second) = send(&idc, Method::POST, path, json!({"billing_account_id": payer})).await;
    assert_eq!((&first["name"], &first["billing_account_id"]), (&json!("entry"), &payer));
    assert_eq!((&second["name"], second.get("assigned_to")), (&json!(""), Some(&Value::Null)));
    for slug in ["jkt01", "jkt02", "sgp01"] {
        let (_, rows) = idc.get(&format!("/v1/{slug}/network/ip_addresses")).await;
        let rows = rows.as_array().expect("rows").clone();
        for field in ["id", "uuid", "address"] {
            let taken = |row: &Value| rows.iter().filter(|other| other[field] == row[field]).count();
            let expected = usize::from(slug == "jkt02");
            assert_eq!((taken(&first), taken(&second)), (expected, expected), "{slug} {field}");
        }
    }
    let (status, refused) = send(&idc, Method::POST, path, json!({"name": "entry"})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(refused["errors"]["billing_account_id"], "billing_account_id is required");
}

#[tokio::test]
async fn a_form_route_does_not_see_the_fields_of_a_json_body() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let path = "/v1/payment/billing_account/set_default";
    let (_, accounts) = idc.get("/v1/payment/billing_account/list").await;
    let other = accounts[1]["id"].clone();
    let (status, refused) = send(&idc, Method::POST, path, json!({"billing_account_id": other})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(refused["errors"]["billing_account_id"].is_string());
    let done = idc.post(path, &format!("billing_account_id={other}")).await;
    assert_eq!(done, (StatusCode::OK, json!({"success": true})));
    let (_, accounts) = idc.get("/v1/payment/billing_account/list").await;
    assert_eq!((&accounts[0]["is_default"], &accounts[1]["is_default"]), (&json!(false), &json!(true)));
    assert_eq!(idc.post(path, "billing_account_id=5").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn put_patch_and_delete_count_as_writes_and_faults_tell_them_apart() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let control = idc.sim.control();
    let path = format!("/v1/network/network/{}", network(&idc, "backend").await);
    control.inject(Fault::new("/network/network", FaultKind::ServerError).on("PUT"));
    control.inject(Fault::new("/network/network", FaultKind::Forbidden).on("patch").after_work());
    let (status, _) = send(&idc, Method::PATCH, &path, json!({"name": "struck"})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    network(&idc, "struck").await;
    let (status, _) = send(&idc, Method::PUT, &format!("{path}/default"), Value::Null).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(control.effects().len(), 1, "the fault on PUT came before the work");
    read(idc.request(Method::DELETE, "/v1/network/networks")).await;
    let methods: Vec<String> =
        control.log().into_iter().filter(|entry| entry.is_write()).map(|entry| entry.method).collect();
    assert_eq!(methods, ["PATCH", "PUT", "DELETE"]);
    assert_eq!(control.writes_to("/default"), 1);
}
