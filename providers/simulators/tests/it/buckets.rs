//! Object storage: the answers that typed clients demand, every encoding that clients use, and what it costs.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simulators::SimKind;

use crate::support::{Peer, json as answer, peer, quick};

const BUCKET: &str = "/v1/storage/bucket";
const KEYS: &str = "/v1/storage/user/keys";

fn form(warren: &Peer, method: Method, path: &str, body: &str) -> RequestBuilder {
    let request = warren.request(method, path).header("Content-Type", "application/x-www-form-urlencoded");
    request.body(body.to_owned())
}

fn sent(warren: &Peer, method: Method, path: &str, body: &Value) -> RequestBuilder {
    warren.request(method, path).header("Content-Type", "application/json").body(body.to_string())
}

async fn account(warren: &Peer) -> u64 {
    warren.get("/v1/payment/billing_account/list").await.1[0]["id"].as_u64().unwrap()
}

#[tokio::test]
async fn rows_have_the_types_that_typed_clients_demand() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let (status, info) = warren.get("/v1/storage/api/s3").await;
    assert_eq!(status, StatusCode::OK);
    assert!(info.as_object().unwrap().values().all(Value::is_string), "{info}");
    let (_, buckets) = warren.get("/v1/storage/bucket/list").await;
    for bucket in buckets.as_array().unwrap() {
        for name in ["size_bytes", "num_objects", "billing_account_id"] {
            assert!(bucket[name].is_u64(), "{name}: {bucket}");
        }
        assert!(
            bucket["is_suspended"].is_boolean() && bucket["created_at"].as_str().unwrap().ends_with("+0000")
        );
    }
    let (_, user) = warren.get("/v1/storage/user").await;
    assert!(user["suspended"].is_u64() && user["maxBuckets"].is_u64() && user["email"].is_string());
    let (_, keys) = warren.get(KEYS).await;
    assert_eq!(user["s3Credentials"], keys);
    for key in keys.as_array().unwrap() {
        assert_eq!(key["accessKey"].as_str().unwrap().len(), 20);
        assert_eq!((key["secretKey"].as_str().unwrap().len(), &key["userId"]), (40, &user["userId"]));
    }
}

#[tokio::test]
async fn buckets_are_made_and_deleted_in_every_encoding() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let id = account(&warren).await;
    let json_body = json!({"name": "encoded-json", "billing_account_id": id});
    let made = [
        form(&warren, Method::PUT, BUCKET, &format!("name=encoded-form&billing_account_id={id}")),
        sent(&warren, Method::PUT, BUCKET, &json_body),
        form(&warren, Method::PUT, BUCKET, &format!("name=encoded-query&billing_account_id={id}")),
    ];
    for request in made {
        let (status, bucket) = answer(request).await;
        assert_eq!((status, &bucket["num_objects"]), (StatusCode::OK, &json!(0)), "{bucket}");
    }
    let gone = [
        form(&warren, Method::DELETE, BUCKET, "name=encoded-form"),
        sent(&warren, Method::DELETE, BUCKET, &json!({"name": "encoded-json"})),
        warren.request(Method::DELETE, &format!("{BUCKET}?name=encoded-query")),
    ];
    for request in gone {
        assert_eq!(answer(request).await, (StatusCode::NO_CONTENT, json!("")));
    }
    let (status, why) = warren.get(&format!("{BUCKET}?name=encoded-query")).await;
    assert_eq!((status, why), (StatusCode::NOT_FOUND, json!({"message": "Bucket not found"})));
    let (status, why) = warren.get(BUCKET).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(why["errors"]["name"], "Required parameter 'name' not supplied");
}

#[tokio::test]
async fn keys_are_deleted_by_form_and_by_query() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let (status, keys) = answer(warren.request(Method::POST, KEYS)).await;
    assert_eq!((status, keys.as_array().unwrap().len()), (StatusCode::OK, 3), "all keys are shown");
    let access = |at: usize| keys[at]["accessKey"].as_str().unwrap().to_owned();
    let by_form = form(&warren, Method::DELETE, KEYS, &format!("access_key={}", access(0)));
    let by_query = warren.request(Method::DELETE, &format!("{KEYS}?access_key={}", access(1)));
    for request in [by_form, by_query] {
        assert_eq!(answer(request).await, (StatusCode::OK, json!("")));
    }
    let (_, left) = warren.get(KEYS).await;
    assert_eq!(left, json!([keys[2]]));
    // Without keys, reading the user makes one.
    answer(warren.request(Method::DELETE, &format!("{KEYS}?access_key={}", access(2)))).await;
    assert_eq!(warren.get(KEYS).await.1, json!([]));
    assert_eq!(warren.get("/v1/storage/user").await.1["s3Credentials"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn storage_that_is_not_enabled_is_opened_by_reading_its_user() {
    let warren = peer(SimKind::Elastis, quick()).await;
    assert_eq!(warren.get("/v1/storage/api/s3").await.1, json!({"url": "/"}));
    assert_eq!(warren.get("/v1/storage/bucket/list").await, (StatusCode::OK, json!([])));
    assert_eq!(warren.get(KEYS).await.0, StatusCode::NOT_FOUND);
    assert_eq!(answer(warren.request(Method::POST, KEYS)).await.0, StatusCode::NOT_FOUND);
    let (status, user) = warren.get("/v1/storage/user").await;
    assert_eq!((status, user["s3Credentials"].as_array().unwrap().len()), (StatusCode::OK, 1));
    let effects: Vec<_> = warren.sim.control().effects().into_iter().map(|effect| effect.action).collect();
    assert_eq!(effects, ["create"]);
    // The second time it is only read.
    assert_eq!(warren.get("/v1/storage/user").await.1, user);
    assert_eq!(warren.sim.control().effects().len(), 1);
    assert!(warren.get("/v1/storage/api/s3").await.1["url"].as_str().unwrap().starts_with("https://"));
}

#[tokio::test]
async fn buckets_cost_what_they_hold() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let id = account(&warren).await;
    warren.leave_the_months_end();
    warren.sim.control().advance(Duration::from_secs(7_200));
    let (_, usage) = warren.get(&format!("/v1/charging/usage?billing_account_id={id}")).await;
    let row = |name: &str| {
        let mut rows = usage.as_array().unwrap().iter();
        rows.find(|row| row["description"].as_str().is_some_and(|text| text.starts_with(name))).cloned()
    };
    let full = row("example-trading-backups").expect("a bucket with objects");
    assert!(full["cost"].as_f64().unwrap() > 0.0, "{full}");
    assert_eq!(full["uptime_types"], json!(["OBJECT_STORAGE"]));
    let (full, small) = (&full["price"], &row("example-trading-media").unwrap()["price"]);
    assert!(full.as_f64().unwrap() > 60.0 * small.as_f64().unwrap(), "{full} {small}");
    assert_eq!(row("example-trading-scratch"), None);
}
