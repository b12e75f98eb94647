//! The stream of events that keeps open pages true.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use domain::event::Event;
use domain::policy::Role;
use futures::StreamExt as _;
use serde_json::json;
use server::config::Limits;
use tokio::time::timeout;
use uuid::Uuid;

use crate::harness::{DEADLINE, Setting, TestApp, Visitor, confirmation, reviewed};

/// What has come of a stream so far.
struct Stream {
    body: axum::body::BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(visitor: &Visitor<'_>) -> Self {
        let request = visitor.request("GET", "/events").header("accept", "text/event-stream");
        let response: Response = visitor.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"));
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// Waits for an event that fits; false when the stream ends first.
    async fn wait(&mut self, fits: impl Fn(&Event) -> bool) -> bool {
        timeout(DEADLINE, async {
            loop {
                let events = self.text.lines().filter_map(|line| line.strip_prefix("data: "));
                if events.filter_map(|data| serde_json::from_str(data).ok()).any(|event: Event| fits(&event))
                {
                    return true;
                }
                match self.body.next().await {
                    Some(piece) => self.text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap()),
                    None => return false,
                }
            }
        })
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn a_power_action_is_told_to_the_whole_team() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let running = servers.iter().find(|row| row.state.word() == "running").unwrap();
    let (viewer, operator) = (app.person(Role::Viewer).await, app.person(Role::Operator).await);
    let mut stream = Stream::open(&viewer).await;
    let operation = Uuid::new_v4();
    let confirmed = confirmation(operation, "server.force_stop", &[&running.key]);
    let confirmed = reviewed(&operator, confirmed).await;
    assert_eq!(operator.call("/api/acts/run", &confirmed).await.status(), 200);
    assert!(stream.wait(|event| matches!(event, Event::Operation { id } if id.0 == operation)).await);
    assert!(stream.text.contains("event: change\n"));
}

#[tokio::test]
async fn what_ended_between_a_page_and_its_stream_is_not_missed() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let running = servers.iter().find(|row| row.state.word() == "running").unwrap();
    let operator = app.person(Role::Operator).await;
    let operation = Uuid::new_v4();
    let confirmed = confirmation(operation, "server.force_stop", &[&running.key]);
    let confirmed = reviewed(&operator, confirmed).await;
    assert_eq!(operator.call("/api/acts/run", &confirmed).await.status(), 200);
    // The page was made while it ran; by the time it listens it may be over, and nobody tells of it again.
    let mut stream = Stream::open(&operator).await;
    assert!(stream.wait(|event| *event == Event::Lagged).await);
}

#[tokio::test]
async fn c5_a_stream_ends_with_the_right_to_read_it() {
    let limits = Limits { recheck: Duration::from_millis(20), rate: None, ..Limits::default() };
    let app = TestApp::with(Setting { limits, ..Setting::default() }).await;
    let person = app.person(Role::Viewer).await;
    let mut stream = Stream::open(&person).await;
    assert_eq!(person.call("/api/session/sign_out", &json!({})).await.status(), 200);
    assert!(!stream.wait(|_| false).await);
}

#[tokio::test]
async fn d5_a_stream_ends_when_the_server_stops() {
    let app = TestApp::start().await;
    let person = app.person(Role::Viewer).await;
    let mut stream = Stream::open(&person).await;
    app.stop.send_replace(true);
    assert!(!stream.wait(|_| false).await);
}
