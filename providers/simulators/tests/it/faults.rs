//! Every fault, as a client sees it, and what the provider has done meanwhile.

use std::time::Duration;

use crate::support::{Peer, json as read, peer, quick, until};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{Fault, FaultKind, SimKind, SimOptions};

const STOP: &str = "/v1/user-resource/vm/stop";
const LIST: &str = "/v1/user-resource/vm/list";

async fn idc() -> Peer {
    peer(SimKind::IdCloudHost, quick()).await
}

/// Sends a stop of `web-01` and gives what came back.
async fn stop(idc: &Peer) -> reqwest::Result<reqwest::Response> {
    idc.form(STOP, &format!("uuid={}", idc.id("web-01"))).send().await
}

#[tokio::test]
async fn a_cut_connection_gives_no_status_whether_or_not_the_work_was_done() {
    for done in [false, true] {
        let idc = idc().await;
        let fault = Fault { work_done: done, ..Fault::new("/user-resource/vm/stop", FaultKind::Cut) };
        idc.sim.control().inject(fault);
        let error = stop(&idc).await.expect_err("no answer");
        assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
        let control = idc.sim.control();
        assert_eq!((control.writes_to("vm/stop"), control.effects().len()), (1, usize::from(done)));
        let expected = if done { "stopped" } else { "running" };
        assert_eq!(control.server("web-01").expect("a server").status, expected);
        assert_eq!(control.log().pop().expect("an entry").status, None);
        assert_eq!(stop(&idc).await.expect("an answer").status(), StatusCode::OK, "a fault strikes once");
    }
}

#[tokio::test]
async fn a_connection_can_be_cut_before_the_body_is_read() {
    let idc = idc().await;
    idc.sim.control().inject(Fault::new("", FaultKind::CutUnread));
    assert!(stop(&idc).await.is_err());
    let entry = idc.sim.control().log().pop().expect("an entry");
    assert_eq!((entry.method.as_str(), entry.body.as_str(), entry.status), ("POST", "", None));
    assert!(idc.sim.control().effects().is_empty());
}

#[tokio::test]
async fn a_connection_can_be_cut_in_the_middle_of_the_answer() {
    let idc = idc().await;
    idc.sim.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::CutMidBody));
    let response = stop(&idc).await.expect("a status line");
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.content_length().is_some_and(|length| length > 100));
    assert!(response.bytes().await.is_err());
    assert_eq!(idc.sim.control().effects().len(), 1);
}

#[tokio::test]
async fn an_answer_may_never_come_whether_or_not_the_work_was_done() {
    for done in [false, true] {
        let idc = idc().await;
        let fault = Fault { work_done: done, ..Fault::new(STOP, FaultKind::Hang) };
        idc.sim.control().inject(fault.on("POST"));
        let waiting = tokio::spawn(idc.form(STOP, &format!("uuid={}", idc.id("web-01"))).send());
        let control = idc.sim.control().clone();
        until("the request arrived", || control.writes() == 1).await;
        if done {
            until("it is stopped", || control.server("web-01").is_some_and(|vm| vm.status == "stopped"))
                .await;
        }
        assert_eq!(idc.get(LIST).await.0, StatusCode::OK, "other requests are answered");
        assert!(!waiting.is_finished());
        assert_eq!(control.effects().len(), usize::from(done));
        let Peer { sim, .. } = idc;
        sim.shutdown().await;
        assert!(waiting.await.expect("a task").is_err(), "stopping the simulator ends it");
    }
}

#[tokio::test]
async fn an_answer_may_be_held_back_until_the_faults_are_cleared() {
    for done in [false, true] {
        let idc = idc().await;
        let fault = Fault { work_done: done, ..Fault::new(STOP, FaultKind::Held) };
        idc.sim.control().inject(fault);
        let waiting = tokio::spawn(idc.form(STOP, &format!("uuid={}", idc.id("web-01"))).send());
        let control = idc.sim.control().clone();
        until("the request arrived", || control.writes() == 1 && control.held() == 1).await;
        if done {
            until("it is stopped", || control.server("web-01").is_some_and(|vm| vm.status == "stopped"))
                .await;
        }
        assert_eq!(idc.get(LIST).await.0, StatusCode::OK, "other requests are answered");
        assert!(!waiting.is_finished());
        assert_eq!(control.effects().len(), usize::from(done));
        assert_eq!(control.log().first().expect("an entry").status, None);

        control.clear_faults();
        let answer = waiting.await.expect("a task").expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!((control.held(), control.effects().len()), (0, 1));
        assert_eq!(control.server("web-01").expect("a server").status, "stopped");
        assert_eq!(stop(&idc).await.expect("an answer").status(), StatusCode::OK, "it strikes once");
    }
}

#[tokio::test]
async fn a_held_request_ends_with_its_caller_or_its_simulator() {
    let idc = idc().await;
    let control = idc.sim.control().clone();
    control.inject(Fault::new(STOP, FaultKind::Held).times(2));
    let ask = || tokio::spawn(idc.form(STOP, &format!("uuid={}", idc.id("web-01"))).send());
    let (leaves, stays) = (ask(), ask());
    until("both arrived", || control.held() == 2).await;
    leaves.abort();
    until("one is gone", || control.held() == 1).await;
    assert!(!stays.is_finished());
    control.clear_faults();
    assert_eq!(stays.await.expect("a task").expect("an answer").status(), StatusCode::OK, "let go");
    assert_eq!(control.effects().len(), 1, "what had not begun when its caller left never does");

    control.inject(Fault::new(STOP, FaultKind::Held));
    let last = ask();
    until("it is held in its turn", || control.held() == 1).await;
    let Peer { sim, .. } = idc;
    sim.shutdown().await;
    assert!(last.await.expect("a task").is_err());
    assert_eq!(control.held(), 0);
}

#[tokio::test]
async fn a_held_request_meets_the_faults_that_took_the_place_of_the_one_that_held_it() {
    let idc = idc().await;
    let control = idc.sim.control().clone();
    let held = || Fault::new(STOP, FaultKind::Held);
    control.inject(held());
    let waiting = tokio::spawn(idc.form(STOP, &format!("uuid={}", idc.id("web-01"))).send());
    until("the request arrived", || control.held() == 1).await;
    control.replace_faults([held()]);
    until("it is held again", || control.held() == 1).await;
    assert!(!waiting.is_finished() && control.effects().is_empty());
    control.replace_faults([Fault::new(STOP, FaultKind::Cut).after_work()]);
    assert!(waiting.await.expect("a task").is_err());
    assert_eq!((control.writes(), control.effects().len()), (1, 1), "one request, and it was carried out");
    assert_eq!(stop(&idc).await.expect("an answer").status(), StatusCode::OK, "both are used up");
}

#[tokio::test]
async fn refusals_can_be_provoked_in_the_words_of_the_platform() {
    let idc = idc().await;
    let control = idc.sim.control();
    let cases = [
        (FaultKind::RateLimited { retry_after: Some(7) }, 429),
        (FaultKind::RateLimited { retry_after: None }, 429),
        (FaultKind::ServerError, 500),
        (FaultKind::Unauthorized, 401),
        (FaultKind::Forbidden, 403),
        (FaultKind::UnknownLocation, 404),
    ];
    for (kind, status) in cases {
        let wait = matches!(kind, FaultKind::RateLimited { retry_after: Some(_) }).then_some("7");
        control.inject(Fault::new("/user-resource", kind));
        let response = idc.request(Method::GET, LIST).send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers().get("retry-after").and_then(|value| value.to_str().ok()), wait);
        assert!(response.headers().contains_key("x-warren-correlation-id"));
        let body: Value = serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
        assert!(body["message"].is_string());
    }
    assert_eq!(idc.get(LIST).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_server_error_can_hide_that_the_work_was_done() {
    let idc = idc().await;
    idc.sim.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::ServerError).after_work());
    assert_eq!(stop(&idc).await.expect("an answer").status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(idc.sim.control().server("web-01").expect("a server").status, "stopped");
}

#[tokio::test]
async fn html_and_truncated_json_come_as_complete_answers() {
    let idc = idc().await;
    let control = idc.sim.control();
    control.inject(Fault::new(LIST, FaultKind::Html { status: 502 }));
    let page = idc.request(Method::GET, LIST).send().await.expect("an answer");
    assert_eq!(
        (page.status(), page.headers()["content-type"].to_str().ok()),
        (StatusCode::BAD_GATEWAY, Some("text/html"))
    );
    assert!(page.text().await.expect("a body").starts_with("<html>"));
    control.inject(Fault::new(LIST, FaultKind::TruncatedJson));
    let half = idc.request(Method::GET, LIST).send().await.expect("an answer");
    let announced = half.content_length();
    let body = half.text().await.expect("a complete body");
    assert_eq!(announced, u64::try_from(body.len()).ok());
    assert!(serde_json::from_str::<Value>(&body).expect_err("half of it").is_eof());
}

#[tokio::test]
async fn bodies_can_be_huge_or_unpack_to_something_huge() {
    let idc = idc().await;
    let control = idc.sim.control();
    let bytes = 9 * 1024 * 1024;
    control.inject(Fault::new(LIST, FaultKind::Huge { bytes }));
    let body = idc.request(Method::GET, LIST).send().await.expect("an answer").bytes().await.expect("a body");
    assert_eq!(body.len(), bytes);
    control.inject(Fault::new(LIST, FaultKind::GzipBomb { bytes: bytes * 4 }));
    let plain = reqwest::Client::builder().no_gzip().build().expect("a client");
    let url = format!("http://{}{LIST}", idc.sim.addr());
    let packed =
        plain.get(&url).header("apikey", SimKind::IdCloudHost.demo_key()).send().await.expect("an answer");
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert!(packed.bytes().await.expect("a body").len() < 256 * 1024);
    control.inject(Fault::new(LIST, FaultKind::GzipBomb { bytes: bytes * 4 }));
    let unpacked =
        idc.request(Method::GET, LIST).send().await.expect("an answer").bytes().await.expect("a body");
    assert_eq!(unpacked.len(), bytes * 4);
}

#[tokio::test]
async fn answers_can_be_late_dripping_elsewhere_or_anything_at_all() {
    let idc = idc().await;
    let control = idc.sim.control();
    control.inject(Fault::new("/config", FaultKind::Delay { ms: 60_000 }));
    let impatient = idc.request(Method::GET, "/v1/config/locations").timeout(Duration::from_millis(200));
    assert!(impatient.send().await.expect_err("too late").is_timeout());
    control.inject(Fault::new("/config", FaultKind::Delay { ms: 1 }));
    assert_eq!(idc.get("/v1/config/locations").await.0, StatusCode::OK);
    control.inject(Fault::new("/v1/jkt99", FaultKind::Drip { ms: 1 }));
    assert!(idc.get("/v1/jkt99/config/locations").await.1["message"].is_string());
    control.inject(Fault::new(LIST, FaultKind::Redirect { to: "http://192.0.2.1/".to_owned() }));
    let elsewhere = idc.request(Method::GET, LIST).send().await.expect("an answer");
    assert_eq!(
        (elsewhere.status(), elsewhere.headers()["location"].to_str().ok()),
        (StatusCode::FOUND, Some("http://192.0.2.1/"))
    );
    control.inject(Fault::new(LIST, FaultKind::Answer { status: 206, body: "true".to_owned() }));
    assert_eq!(idc.get(LIST).await, (StatusCode::PARTIAL_CONTENT, json!(true)));
}

#[tokio::test]
async fn a_fault_strikes_only_its_method_its_path_and_its_count() {
    let idc = idc().await;
    let control = idc.sim.control();
    control.inject(Fault::new("/v1/sgp01", FaultKind::ServerError).on("get").times(2));
    assert_eq!(idc.get(LIST).await.0, StatusCode::OK);
    let singapore = "/v1/sgp01/user-resource/vm/list";
    assert_eq!(idc.post("/v1/sgp01/user-resource/vm/start", "").await.0, StatusCode::BAD_REQUEST);
    for expected in [500, 500, 200] {
        assert_eq!(idc.get(singapore).await.0.as_u16(), expected);
    }
    control.inject(Fault::new("", FaultKind::ServerError).always());
    for _ in 0..5 {
        assert_eq!(idc.get(LIST).await.0.as_u16(), 500);
    }
    control.clear_faults();
    assert_eq!(idc.get(LIST).await.0.as_u16(), 200);
}

#[tokio::test]
async fn names_provoke_faults_only_where_they_are_asked_for() {
    assert!(idc().await.sim.control().server("fault-stop-cut-done").is_none());
    for kind in [SimKind::IdCloudHost, SimKind::Virtua] {
        let sim = peer(kind, SimOptions { with_faults: true, ..quick() }).await;
        let stop = |name: &str| {
            let id = sim.id(name);
            match kind {
                SimKind::Virtua => sim.form(&format!("/v1/cloud-server/{id}/stop"), ""),
                _ => sim.form(STOP, &format!("uuid={id}")),
            }
        };
        let control = sim.sim.control().clone();
        assert!(stop("fault-stop-cut").send().await.is_err());
        assert_eq!(control.effects().len(), 0);
        assert!(stop("fault-stop-cut-done").send().await.is_err());
        assert_eq!(control.effects().len(), 1);
        until("it is stopped", || {
            control.server("fault-stop-cut-done").is_some_and(|one| one.status == "stopped")
        })
        .await;
        assert_eq!(stop("fault-stop-html").send().await.expect("an answer").status().as_u16(), 502);
        assert_eq!(stop("fault-stop-500-done").send().await.expect("an answer").status().as_u16(), 500);
        let limited = stop("fault-stop-limited").send().await.expect("an answer");
        assert_eq!(
            (limited.status().as_u16(), &limited.headers()["retry-after"]),
            (429, &"2".parse().expect("a value"))
        );
    }
}

#[tokio::test]
async fn the_control_routes_inject_report_and_reset() {
    let idc = idc().await;
    let control = |method, path: &str, body: &str| {
        let request = idc.bare(method, path).header("Content-Type", "application/json").body(body.to_owned());
        read(request)
    };
    let fault = json!({"path": "/user-resource/vm/stop", "method": "POST", "kind": "server_error", "work_done": true});
    assert_eq!(control(Method::POST, "/_control/fault", &fault.to_string()).await.0, StatusCode::NO_CONTENT);
    let form = format!("uuid={}&note={}", idc.id("web-01"), SimKind::IdCloudHost.demo_key());
    assert_eq!(idc.post(STOP, &form).await.0.as_u16(), 500);

    let held = r#"{"path": "/config", "kind": "held"}"#;
    assert_eq!(control(Method::POST, "/_control/fault", held).await.0, StatusCode::NO_CONTENT);
    assert_eq!(control(Method::POST, "/_control/faults/clear", "").await.0, StatusCode::NO_CONTENT);
    let (_, log) = control(Method::GET, "/_control/log", "").await;
    assert_eq!(log.as_array().map(Vec::len), Some(1), "control requests are not logged");
    assert_eq!(
        (&log[0]["path"], &log[0]["method"], &log[0]["status"]),
        (&json!(STOP), &json!("POST"), &json!(500))
    );
    assert!(log[0]["body"].as_str().is_some_and(|body| body.ends_with("&note=***")));
    assert!(!log.to_string().contains(SimKind::IdCloudHost.demo_key()));
    let (_, effects) = control(Method::GET, "/_control/effects", "").await;
    assert_eq!(effects[0]["action"], "stop");

    assert_eq!(control(Method::POST, "/_control/fault", "{}").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(control(Method::GET, "/_control/nothing", "").await.0, StatusCode::NOT_FOUND);
    let untyped = read(idc.bare(Method::POST, "/_control/reset")).await.0;
    assert_eq!(untyped, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(control(Method::POST, "/_control/reset", "").await.0, StatusCode::NO_CONTENT);
    assert!(idc.sim.control().log().is_empty() && idc.sim.control().effects().is_empty());
    assert_eq!(idc.sim.control().server("web-01").expect("a server").status, "running");

    let closed = peer(SimKind::Elastis, SimOptions { control_routes: false, ..quick() }).await;
    assert_eq!(closed.get("/_control/log").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_state_and_the_key_can_be_changed_behind_the_api() {
    let idc = idc().await;
    let control = idc.sim.control();
    let id = idc.id("web-01");
    assert!(control.set_status(&id, "deleted") && !control.set_status("nothing", "deleted"));
    assert_eq!(idc.get(&format!("/v1/user-resource/vm?uuid={id}")).await.1["status"], "deleted");
    assert!(control.remove_server(&id) && !control.remove_server(&id));
    let (_, addresses) = idc.get("/v1/network/ip_addresses").await;
    let row =
        addresses.as_array().expect("rows").iter().find(|row| row["name"] == "web-01").expect("it stays");
    assert!(row.get("assigned_to").is_none() && row["unassigned_at"].is_string());
    control.set_key("another");
    assert_eq!(idc.get(LIST).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn options_do_not_print_the_key() {
    let options = SimOptions { key: "canary-7".to_owned(), ..quick() };
    assert!(!format!("{options:?}").contains("canary-7"));
    let idc = peer(SimKind::IdCloudHost, options).await;
    let (status, _) = read(idc.bare(Method::GET, LIST).header("apikey", "canary-7")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(idc.get(LIST).await.0, StatusCode::FORBIDDEN, "the demo key is replaced");
}

#[tokio::test]
async fn a_stopped_simulator_frees_its_port() {
    let idc = idc().await;
    let addr = idc.sim.addr();
    assert_eq!(idc.sim.base_url(), format!("http://{addr}/v1"));
    let Peer { sim, .. } = idc;
    sim.shutdown().await;
    let again = simulators::start(SimKind::IdCloudHost, addr, quick()).await.expect("the same port");
    assert_eq!(again.addr(), addr);
}
