//! A client for the tests, as plain as a client can be, and a deadline for what needs time.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use simulators::{SimKind, SimOptions, Simulator, start};

/// Longer than anything in these tests takes, shorter than a hanging run.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Peer {
    pub sim: Simulator,
    pub http: Client,
    kind: SimKind,
}

/// Changes take a hundredth of their real time, so that a test stays short.
pub fn quick() -> SimOptions {
    SimOptions { speed: 0.01, ..SimOptions::default() }
}

/// Changes take about ten seconds, in which a test looks at what holds meanwhile.
pub fn watched() -> SimOptions {
    SimOptions { speed: 0.3, ..SimOptions::default() }
}

pub async fn peer(kind: SimKind, options: SimOptions) -> Peer {
    let sim = start(kind, ([127, 0, 0, 1], 0).into(), options).await.expect("a free port");
    // No pool: every request shows on a connection of its own what became of it.
    let http = Client::builder()
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .expect("a client");
    Peer { sim, http, kind }
}

impl Peer {
    /// A request to `path`, which begins with a slash and is not changed in any way.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.sim.addr()))
    }

    /// As [`Self::bare`], with the demo key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let bare = self.bare(method, path);
        match self.kind {
            SimKind::Virtua => bare.bearer_auth(self.kind.demo_key()),
            _ => bare.header("apikey", self.kind.demo_key()),
        }
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        json(self.request(Method::GET, path)).await
    }

    /// A form exactly as given, without any encoding.
    pub async fn post(&self, path: &str, form: &str) -> (StatusCode, Value) {
        json(self.form(path, form)).await
    }

    pub fn form(&self, path: &str, form: &str) -> RequestBuilder {
        self.request(Method::POST, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    /// Moves the clock out of the last days of a month: what a month has used is counted anew in the next one.
    pub fn leave_the_months_end(&self) {
        if time::OffsetDateTime::now_utc().day() > 27 {
            self.sim.control().advance(Duration::from_secs(5 * 86_400));
        }
    }

    /// The id of the server with this name.
    pub fn id(&self, name: &str) -> String {
        self.sim.control().server(name).expect("a seeded server").id
    }
}

pub async fn json(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Polls until the condition holds.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !holds() {
        assert!(tokio::time::Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
