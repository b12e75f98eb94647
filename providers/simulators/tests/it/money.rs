//! Money: what typed clients demand of its numbers, what a restricted key may see, and that time costs.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::SimKind;

use crate::support::{self, Peer, peer, quick};

const ACCOUNTS: &str = "/v1/payment/billing_account/list";

/// The default billing account and one that pays for nothing.
async fn accounts(warren: &Peer) -> (Value, Value) {
    let (status, mut rows) = warren.get(ACCOUNTS).await;
    assert_eq!(status, StatusCode::OK);
    let rows = rows.as_array_mut().unwrap();
    assert_eq!((rows.len(), &rows[0]["is_default"]), (4, &json!(true)));
    (rows.remove(0), rows.remove(2))
}

#[tokio::test]
async fn numbers_have_the_types_that_typed_clients_demand() {
    for kind in [SimKind::IdCloudHost, SimKind::Elastis] {
        let warren = peer(kind, quick()).await;
        let (main, _) = accounts(&warren).await;
        let whole = ["id", "user_id", "created", "recurring_payment_amount", "recurring_payment_threshold"];
        for name in whole.into_iter().chain(["unpaid_amount", "vat_percentage"]) {
            assert!(main[name].is_i64() || main[name].is_u64(), "{name}: {}", main[name]);
        }
        for name in ["ongoing", "subtotal", "total", "vat_tax", "credit_available", "credit_amount"] {
            assert!(main["running_totals"][name].is_f64(), "{name}: {}", main["running_totals"][name]);
        }
        assert!(main["precalc_ongoing"].is_f64() && main["additional_data"].is_string());
        let card = &main["primary_card"];
        assert!(card["id"].is_string() && card["expire_month"].is_u64() && card["expire_year"].is_u64());

        let account = &main["id"];
        let (_, unpaid) = warren
            .get(&format!("/v1/payment/billing_account/unpaid_amount?billing_account_id={account}"))
            .await;
        assert!(unpaid["message"].is_f64(), "{unpaid}");
        let (_, invoices) =
            warren.get(&format!("/v1/payment/invoice/list?billing_account_id={account}")).await;
        for invoice in invoices.as_array().unwrap() {
            assert!(invoice["status"] == 5 || invoice["status"] == 10);
            assert!(invoice["padded_id"].as_str().unwrap().len() == 9 && invoice["due_date"].is_i64());
            assert!(invoice["totals"]["total"].is_f64() && invoice["account_snapshot"].is_string());
            for line in invoice["records_list"].as_array().unwrap() {
                assert!(
                    line["qty"].is_u64() && line["item_price"].is_f64() && line["amount"].is_f64(),
                    "{line}"
                );
            }
        }
        let (_, cards) = warren.get(&format!("/v1/payment/card/list?billing_account_id={account}")).await;
        let extra: Value = serde_json::from_str(cards[0]["additional_data"].as_str().unwrap()).unwrap();
        assert_eq!((&extra["expire_month"], &extra["last4"]), (&json!("12"), &json!("1111")));
        let (_, policy) = warren.get("/v1/pricing/policy").await;
        assert!(policy["policy"].as_array().unwrap().iter().all(|row| row["price"].is_f64()));
    }
}

#[tokio::test]
async fn a_restricted_key_reads_its_own_account_and_pays_nothing() {
    let warren = peer(SimKind::IdCloudHost, quick()).await;
    let (main, other) = accounts(&warren).await;
    let (main, other) = (&main["id"], &other["id"]);
    let form = format!("description=narrow&restricted=true&billing_account_id={main}");
    let (_, tokens) = warren.post("/v1/user-resource/token", &form).await;
    let mut tokens = tokens.as_array().unwrap().iter();
    let key =
        tokens.find(|token| token["description"] == "narrow").unwrap()["token"].as_str().unwrap().to_owned();
    let send = |method: Method, path: String| {
        let request = warren.bare(method, &path).header("apikey", &key);
        support::json(request.header("Content-Type", "application/x-www-form-urlencoded"))
    };
    let (_, listed) = send(Method::GET, ACCOUNTS.to_owned()).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    for path in [
        "payment/billing_account?billing_account_id",
        "payment/billing_account/unpaid_amount?billing_account_id",
        "payment/card/list?billing_account_id",
        "payment/credit/list?billing_account_id",
        "payment/invoice/list?billing_account_id",
        "charging/usage?billing_account_id",
        "user-resource/billing_resources?id",
    ] {
        let (status, _) = send(Method::GET, format!("/v1/{path}={main}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let (status, refused) = send(Method::GET, format!("/v1/{path}={other}")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        let kind = &refused["errors"]["consumer::resource_forbidden"]["subtype"];
        assert_eq!(kind, "resource_forbidden");
    }
    let (status, _) = send(Method::POST, format!("/v1/payment/pay_all?billing_account_id={main}")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn payments_are_forms_and_amounts_are_checked() {
    let warren = peer(SimKind::Elastis, quick()).await;
    let (main, other) = accounts(&warren).await;
    let account = &main["id"];
    let body = json!({"billing_account_id": account, "amount": 10});
    let (status, refused) = support::json(
        warren
            .request(Method::POST, "/v1/payment/pay_amount")
            .header("Content-Type", "application/json")
            .body(body.to_string()),
    )
    .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(refused["errors"]["billing_account_id"].is_string(), "{refused}");
    for (amount, words) in [
        ("1,5", "Invalid decimal number provided"),
        ("-1", "Invalid amount provided"),
        ("79228162514264337593543950335", "Invalid amount provided"),
        ("0.00", "Amount must be greater than zero."),
    ] {
        let form = format!("billing_account_id={account}&amount={amount}");
        let (status, refused) = warren.post("/v1/payment/pay_amount", &form).await;
        assert_eq!((status, &refused["errors"]["amount"]), (StatusCode::BAD_REQUEST, &json!(words)));
    }
    // Nothing to pay with.
    let (status, refused) =
        warren.post("/v1/payment/pay_all", &format!("billing_account_id={}", other["id"])).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(refused["errors"]["Error"].is_string());
}

#[tokio::test]
async fn time_costs_and_what_is_not_paid_freezes() {
    let warren = peer(SimKind::Elastis, quick()).await;
    let before = accounts(&warren).await.0;
    warren.sim.control().advance(Duration::from_secs(31 * 86_400));
    let after = accounts(&warren).await.0;
    assert!(after["credit_amount"].as_f64() < before["credit_amount"].as_f64());
    assert_eq!(
        (&before["restriction_level"], &after["restriction_level"]),
        (&json!("CLEAR"), &json!("FROZEN"))
    );
    assert_eq!((&after["can_pay"], &after["suspend_reason"]), (&json!(false), &json!("Unpaid invoices")));
    let (status, paid) =
        warren.post("/v1/payment/pay_all", &format!("billing_account_id={}", after["id"])).await;
    assert_eq!((status, paid), (StatusCode::OK, json!({"success": true})));
    let cleared = accounts(&warren).await.0;
    assert_eq!((&cleared["unpaid_amount"], &cleared["restriction_level"]), (&json!(0), &json!("CLEAR")));
}
