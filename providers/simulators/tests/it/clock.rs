//! The simulated clock, over real HTTP: it goes forward on demand, and what became due is done.

use std::time::Duration;

use crate::support::{Peer, json, peer, quick};
use reqwest::{Method, StatusCode};
use simulators::{SimKind, SimOptions};

const DAY: Duration = Duration::from_secs(86_400);

/// The simulated date, as the account's last activity shows it.
async fn today(warren: &Peer) -> String {
    let (_, user) = warren.get("/v1/user-resource/user").await;
    user["last_activity"].as_str().expect("a moment").chars().take(10).collect()
}

async fn advance(peer: &Peer, body: &str) -> StatusCode {
    let request = peer.bare(Method::POST, "/_control/advance").header("Content-Type", "application/json");
    json(request.body(body.to_owned())).await.0
}

#[tokio::test]
async fn advancing_moves_what_the_api_takes_for_now_and_a_reset_undoes_it() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let before = today(&idc).await;
    idc.sim.control().advance(40 * DAY);
    let later = today(&idc).await;
    assert!(later > before, "{later} after {before}");
    // Ten times four days lie further ahead than once forty, as the real clock goes on besides.
    for _ in 0..10 {
        idc.sim.control().advance(4 * DAY);
    }
    assert!(today(&idc).await > later);
    idc.sim.control().reset();
    assert!(today(&idc).await < later);
}

#[tokio::test]
async fn what_a_change_leaves_behind_bears_the_simulated_time() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    idc.sim.control().advance(400 * DAY);
    let date = today(&idc).await;
    let (_, vm) = idc.post("/v1/user-resource/vm/stop", &format!("uuid={}", idc.id("web-01"))).await;
    let updated = vm["updated_at"].as_str().expect("a moment");
    // The day may have ended between the two requests.
    assert!(updated.get(..10) == Some(&*date) || updated.get(..10) == Some(&*today(&idc).await), "{updated}");
}

#[tokio::test]
async fn a_change_that_goes_on_after_its_answer_ends_when_the_clock_says_so() {
    let virtua = peer(SimKind::Virtua, SimOptions::default()).await;
    let id = virtua.id("shop-web");
    let (status, _) = virtua.post(&format!("/v1/cloud-server/{id}/stop"), "").await;
    assert_eq!(status, StatusCode::OK);
    let server = || virtua.sim.control().server(&id).expect("the server");
    assert_eq!((server().busy, &*server().status), (true, "running"));
    virtua.sim.control().advance(Duration::from_secs(20));
    assert_eq!((server().busy, &*server().status), (false, "stopped"));
}

#[tokio::test]
async fn the_clock_goes_forward_over_http_and_only_by_whole_seconds() {
    let elastis = peer(SimKind::Elastis, quick()).await;
    let before = today(&elastis).await;
    for bad in ["", "{}", r#"{"seconds": -1}"#, r#"{"seconds": 1.5}"#, r#"{"seconds": 1, "days": 1}"#] {
        assert_eq!(advance(&elastis, bad).await, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(advance(&elastis, r#"{"seconds": 864000}"#).await, StatusCode::NO_CONTENT);
    assert!(today(&elastis).await > before);
}

#[tokio::test]
async fn no_advance_leads_beyond_the_dates_that_exist() {
    let elastis = peer(SimKind::Elastis, quick()).await;
    let before = today(&elastis).await;
    for _ in 0..3 {
        elastis.sim.control().advance(Duration::MAX);
    }
    let far = today(&elastis).await;
    assert!(far > before);
    assert_eq!(elastis.get("/v1/user-resource/vm/list").await.0, StatusCode::OK);
}
