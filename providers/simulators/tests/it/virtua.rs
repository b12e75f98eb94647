//! Rules and shapes of Virtua, over real HTTP.

use crate::support::{json as read, peer, quick, until};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{SimKind, SimOptions, VirtuaPaths, VirtuaScheme};

const KEY: &str = "demo-virtua-key";

#[tokio::test]
async fn every_read_answers_with_and_without_the_version() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    for path in ["/account", "/cloud/limits", "/cloud-server", "/cloud/offers", "/cloud/systems", "/project"]
    {
        let (status, body) = virtua.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let (status, versioned) = virtua.get(&format!("/v1{path}/")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(body.get("success"), versioned.get("success"));
    }
}

#[tokio::test]
async fn the_base_path_can_be_restricted_so_that_probing_has_something_to_find() {
    for (paths, v1, bare) in [(VirtuaPaths::V1Only, 200, 404), (VirtuaPaths::BareOnly, 404, 200)] {
        let virtua = peer(SimKind::Virtua, SimOptions { paths, ..quick() }).await;
        assert_eq!(virtua.get("/v1/account").await.0.as_u16(), v1);
        assert_eq!(virtua.get("/account").await.0.as_u16(), bare);
    }
}

#[tokio::test]
async fn only_the_chosen_schemes_are_accepted_and_the_key_is_raw() {
    let headers = [
        (VirtuaScheme::Bearer, "Authorization", format!("Bearer {KEY}"), "bearer"),
        (VirtuaScheme::XApiKey, "X-API-Key", KEY.to_owned(), "x-api-key"),
        (VirtuaScheme::Basic, "Authorization", format!("Basic {KEY}"), "basic"),
    ];
    for (accepted, ..) in &headers {
        let virtua = peer(SimKind::Virtua, SimOptions { schemes: vec![*accepted], ..quick() }).await;
        for (scheme, name, value, logged) in &headers {
            let (status, _) = read(virtua.bare(Method::GET, "/account").header(*name, value)).await;
            let expected = if scheme == accepted { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            assert_eq!(status, expected, "{scheme:?} where {accepted:?} is accepted");
            let last = virtua.sim.control().log().pop().expect("an entry");
            assert_eq!(last.scheme, Some(*logged));
        }
    }
}

#[tokio::test]
async fn a_wrong_key_is_denied_without_a_body_and_no_key_is_unauthorised() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let wrong = virtua.bare(Method::GET, "/v1/account").bearer_auth("wrong");
    assert_eq!(read(wrong).await, (StatusCode::FORBIDDEN, json!("")));
    let (status, body) = read(virtua.bare(Method::GET, "/v1/account")).await;
    assert_eq!((status, &body["success"]), (StatusCode::UNAUTHORIZED, &json!(false)));
    let (status, body) = virtua.get("/v1/cloud-server/nothing").await;
    assert_eq!((status, &body["success"]), (StatusCode::NOT_FOUND, &json!(false)));
    assert!(body["error"].is_string() && body["messages"][0]["content"].is_string());
}

#[tokio::test]
async fn scalars_are_strings_and_the_account_has_no_success() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let (_, account) = virtua.get("/account").await;
    assert!(account.get("success").is_none());
    assert_eq!((&account["currency"], &account["balance"]), (&json!("EUR"), &json!("93.6425")));
    assert!(account["cloud_servers_limit"].is_string());

    let (_, limits) = virtua.get("/cloud/limits").await;
    assert_eq!(limits["usage"]["cloud_servers"], 8);
    assert!(limits["usage"]["vcpus"].is_string() && limits["limits"]["smtp_enabled"] == "1");

    let (_, list) = virtua.get("/cloud-server").await;
    let servers = list["cloud_servers"].as_array().expect("rows");
    let cities: std::collections::HashSet<&str> =
        servers.iter().filter_map(|server| server["cloud_zone"]["city_name"].as_str()).collect();
    assert_eq!((servers.len(), cities.len()), (8, 2));
    for server in servers {
        for field in ["vcpus", "memory_size", "root_space", "uptime", "is_processing", "is_suspended"] {
            assert!(server[field].is_string(), "{field}");
        }
        let usage = server["monthly_usage"].as_str().expect("text");
        assert_eq!(usage.split_once('.').map(|(_, decimals)| decimals.len()), Some(30));
    }
    let uuid = servers[0]["uuid"].as_str().expect("an id");
    let (_, one) = virtua.get(&format!("/cloud-server/{uuid}")).await;
    assert_eq!((&one["success"], &one["name"]), (&json!(true), &servers[0]["name"]));
}

#[tokio::test]
async fn an_offer_carries_its_zone() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let (_, offers) = virtua.get("/cloud/offers").await;
    let rows = offers["offers"].as_array().expect("rows");
    let sample = rows.iter().find(|row| row["uuid"] == "vcs-2-intel.par01fr").expect("the documented offer");
    assert_eq!((&sample["memory_size"], &sample["price_hour"]), (&json!("2048"), &json!("0.0167")));
    let (_, systems) = virtua.get("/cloud/systems").await;
    assert_eq!(systems["systems"][0]["is_windows"], "0");
    let (_, projects) = virtua.get("/project").await;
    let counted: usize = projects["projects"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|project| project["cloud_servers_count"].as_str()?.parse::<usize>().ok())
        .sum();
    assert_eq!(counted, 8);
}

#[tokio::test]
async fn the_public_catalogue_needs_no_key_and_revalidates() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let first = virtua.bare(Method::GET, "/v1/offers").send().await.expect("an answer");
    let tag = first.headers()["etag"].to_str().expect("text").to_owned();
    assert_eq!(first.headers()["cache-control"], "public, max-age=300");
    let body: Value = serde_json::from_str(&first.text().await.expect("a body")).expect("JSON");
    assert_eq!((&body["currency"], body["plans"][0]["vcpus"].is_number()), (&json!("EUR"), true));
    assert!(body["zones"].as_array().expect("rows").iter().any(|zone| zone["state"] == "sold_out"));
    let again =
        virtua.bare(Method::GET, "/offers").header("If-None-Match", tag).send().await.expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let head = virtua.bare(Method::HEAD, "/offers").send().await.expect("an answer");
    assert_eq!(head.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_change_is_answered_at_once_and_processed_afterwards() {
    let virtua = peer(SimKind::Virtua, SimOptions { speed: 0.02, ..SimOptions::default() }).await;
    let id = virtua.id("shop-web");
    let control = virtua.sim.control().clone();
    let (status, body) = virtua.post(&format!("/v1/cloud-server/{id}/stop"), "").await;
    assert_eq!(status, StatusCode::OK);
    let message = json!({"content": "Stop in progress...", "type": "notice"});
    assert_eq!(body, json!({"success": true, "uuid": id, "messages": [message]}));
    until("it is stopped", || control.server(&id).is_some_and(|one| one.status == "stopped" && !one.busy))
        .await;
    let (_, server) = virtua.get(&format!("/v1/cloud-server/{id}")).await;
    assert_eq!(
        (&server["status"], &server["is_processing"], &server["uptime"]),
        (&json!("stopped"), &json!("0"), &json!("0"))
    );
    let (_, body) = virtua.post(&format!("/cloud-server/{id}/start"), "").await;
    assert_eq!(body["messages"][0]["content"], "Start in progress...");
    until("it runs", || control.server(&id).is_some_and(|one| one.status == "running" && !one.busy)).await;
}

#[tokio::test]
async fn a_server_in_a_change_says_so_and_refuses_another() {
    let virtua = peer(SimKind::Virtua, SimOptions::default()).await;
    let id = virtua.id("shop-web");
    let (_, body) = virtua.post(&format!("/cloud-server/{id}/restart"), "").await;
    assert_eq!(body["messages"][0]["content"], "Restart in progress...");
    let (_, server) = virtua.get(&format!("/cloud-server/{id}")).await;
    assert_eq!((&server["is_processing"], &server["status"]), (&json!("1"), &json!("running")));
    let (status, body) = virtua.post(&format!("/cloud-server/{id}/stop"), "").await;
    assert_eq!((status, &body["success"]), (StatusCode::CONFLICT, &json!(false)));
    assert_eq!(virtua.sim.control().effects().len(), 1);
}

#[tokio::test]
async fn a_suspended_server_refuses_to_be_changed() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let id = virtua.id("scraper-02");
    let (_, server) = virtua.get(&format!("/cloud-server/{id}")).await;
    assert_eq!((&server["is_suspended"], server["suspension_reason"].is_string()), (&json!("1"), true));
    let (status, _) = virtua.post(&format!("/cloud-server/{id}/start"), "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(virtua.sim.control().effects().is_empty());
}

#[tokio::test]
async fn the_documented_rate_limits_are_enforced_on_request() {
    let virtua = peer(SimKind::Virtua, SimOptions { rate_limits: true, ..quick() }).await;
    for _ in 0..60 {
        assert_eq!(virtua.get("/account").await.0, StatusCode::OK);
    }
    let refused = virtua.request(Method::GET, "/account").send().await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    let id = virtua.id("shop-web");
    let (status, _) = virtua.post(&format!("/cloud-server/{id}/stop"), "").await;
    assert_eq!(status, StatusCode::OK, "writes have a budget of their own");
    for _ in 0..30 {
        let wrong = virtua.bare(Method::GET, "/account").bearer_auth("wrong");
        assert_eq!(read(wrong).await.0, StatusCode::FORBIDDEN);
    }
    let wrong = virtua.bare(Method::GET, "/account").bearer_auth("wrong");
    assert_eq!(read(wrong).await.0, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_deleted_server_is_gone_at_once() {
    let virtua = peer(SimKind::Virtua, quick()).await;
    let path = format!("/v1/cloud-server/{}", virtua.id("shop-web"));
    let (status, body) = read(virtua.request(Method::DELETE, &path)).await;
    assert_eq!((status, &body["messages"][0]["content"]), (StatusCode::OK, &json!("Server destroyed.")));
    assert_eq!(virtua.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(read(virtua.request(Method::DELETE, &path)).await.0, StatusCode::NOT_FOUND);
}
