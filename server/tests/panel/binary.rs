//! The real process: what it prints, what it survives, how it ends.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

use domain::operation::OperationState;
use domain::query::ServerQuery;
use domain::view::{OperationRow, ServerList};
use reqwest::redirect::Policy;
use rustix::process::{Pid, Signal, kill_process};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use simulators::{Fault, FaultKind, SimKind, SimOptions};
use tempfile::TempDir;
use uuid::Uuid;

use crate::harness::{DEADLINE, confirmation, until};

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "seven grey herons wade";
pub const MASTER_KEY: &str = "9f3c1be07a5d8842f016cd99b3e45a7721c8de0496fb3a6d5812e7c0af4d936b";

/// A `skydeck` process in a home folder of its own. Killed when dropped.
pub struct Process {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    readers: Vec<JoinHandle<()>>,
}

impl Process {
    fn start(home: &Path, arguments: &[&str]) -> Self {
        Self::start_with(home, MASTER_KEY, arguments)
    }

    /// The same under other master keys.
    pub fn start_with(home: &Path, master_keys: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_skydeck"))
            .args(arguments)
            .env_clear()
            .env("HOME", home)
            .env("TMPDIR", home)
            .env("SKYDECK_SITE", home.join("site"))
            .env("SKYDECK_MASTER_KEY", master_keys)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let streams: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        let read = |stream: Box<dyn std::io::Read + Send>| {
            let lines = lines.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    lines.lock().unwrap().push(line);
                }
            })
        };
        let readers = streams.map(read).into();
        Self { child, lines, readers }
    }

    /// What follows `prefix` on the first line that begins so.
    pub async fn line(&mut self, prefix: &str) -> String {
        let lines = self.lines.clone();
        let find =
            || lines.lock().unwrap().iter().find_map(|line| line.strip_prefix(prefix).map(ToOwned::to_owned));
        let started = Instant::now();
        loop {
            if let Some(line) = find() {
                return line;
            }
            if self.child.try_wait().unwrap().is_some() && !self.readers.is_empty() {
                // What it printed last may not have been read yet.
                self.readers.drain(..).for_each(|reader| reader.join().unwrap());
                continue;
            }
            let all = lines.lock().unwrap().join("\n");
            let over = self.readers.is_empty() || started.elapsed() > DEADLINE;
            assert!(!over, "no line {prefix:?} in:\n{all}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub async fn end(&mut self) -> ExitStatus {
        until("the end of the process", async || self.child.try_wait().unwrap()).await
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _gone_already = self.child.wait();
    }
}

/// A browser that talks to the process.
pub struct Browser {
    client: reqwest::Client,
    base: String,
    cookie: String,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { client, base: base.to_owned(), cookie: String::new() }
    }

    pub async fn form(&mut self, path: &str, fields: &Value) -> reqwest::Response {
        self.post(path, "application/x-www-form-urlencoded", encode(fields)).await
    }

    async fn ask<T: DeserializeOwned>(&mut self, path: &str, arguments: Value) -> T {
        let response = self.post(path, "application/json", arguments.to_string()).await;
        let (status, body) = (response.status(), response.text().await.unwrap());
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    async fn post(&mut self, path: &str, kind: &str, body: String) -> reqwest::Response {
        let request = self.client.post(format!("{}{path}", self.base)).header("origin", &self.base);
        let request = request.header("content-type", kind).header("cookie", &self.cookie);
        let response = request.body(body).send().await.unwrap();
        if let Some(cookie) = response.headers().get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        response
    }

    /// Adds a key and does not mind how that ends.
    async fn add_in_vain(&mut self, key: Value) {
        let request =
            self.client.post(format!("{}/api/credentials/add", self.base)).header("origin", &self.base);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &self.cookie);
        let _cut_off = request.body(encode(&key)).send().await;
    }

    async fn sign_in(&mut self) {
        let response =
            self.form("/api/session/sign_in", &json!({ "email": EMAIL, "password": PASSWORD })).await;
        assert_eq!(response.status(), 200);
    }

    async fn operation(&mut self, id: Uuid) -> OperationRow {
        self.ask("/api/activity/operation", json!({ "operation": id })).await
    }
}

fn encode(fields: &Value) -> String {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().unwrap() {
        body.append_pair(name, value.as_str().unwrap());
    }
    body.finish()
}

pub fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let site = home.path().join("site");
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(site.join("build.json"), r#"{"pkg":"pkg/test","css":"/pkg/test/skydeck.css"}"#).unwrap();
    home
}

#[tokio::test]
async fn i4_killed_between_sending_and_answer_it_knows_that_it_does_not_know() {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let simulator = simulators::start(SimKind::Elastis, free, SimOptions::default()).await.unwrap();
    let (home, provider) = (home(), format!("elastis={}", simulator.base_url()));
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--no-rate-limit", "--provider-url", &provider];

    let mut first = Process::start(home.path(), &arguments);
    let base = first.line("skydeck: ").await;
    let link = first.line("set-up: ").await;
    let token = link.strip_prefix(&format!("{base}/setup/")).unwrap();
    let mut browser = Browser::new(&base);
    let owner = json!({ "token": token, "name": "Ada", "email": EMAIL, "password": PASSWORD });
    assert_eq!(browser.form("/api/session/setup", &owner).await.status(), 200);
    let key = json!({ "brand": "elastis", "label": "Ours", "key": SimKind::Elastis.demo_key() });
    let added = browser.form("/api/credentials/add", &key).await;
    assert_eq!(added.status(), 200, "{}", added.text().await.unwrap());
    let query = json!({ "query": ServerQuery::from_parts(Some("status:running"), None, None, None) });
    let server = until("a running server", async || {
        let list: ServerList = browser.ask("/api/servers/list", query.clone()).await;
        list.rows.into_iter().next()
    })
    .await;

    simulator.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::Hang));
    let operation = Uuid::new_v4();
    let stop = confirmation(operation, "server.stop", &[&server.key]);
    assert_eq!(browser.form("/api/acts/run", &stop).await.status(), 200);
    until("the write at the provider", async || (simulator.control().writes_to("/stop") == 1).then_some(()))
        .await;
    first.signal(Signal::KILL);
    first.end().await;

    // As long as the provider is busy with the server, reading tells nothing.
    assert!(simulator.control().set_status(&server.key.id.0, "reinstalling"));

    let mut second = Process::start(home.path(), &arguments);
    let mut browser = Browser::new(&second.line("skydeck: ").await);
    browser.sign_in().await;
    assert_eq!(browser.operation(operation).await.state, OperationState::Unknown);
    let again = confirmation(Uuid::new_v4(), "server.start", &[&server.key]);
    assert_eq!(browser.form("/api/acts/run", &again).await.status(), 409, "the server is locked meanwhile");
    assert_eq!(
        browser.form("/api/acts/run", &stop).await.status(),
        200,
        "the same click again is the same operation"
    );

    assert!(simulator.control().set_status(&server.key.id.0, "stopped"));
    let check = json!({ "operation": operation.to_string() });
    assert_eq!(browser.form("/api/servers/check", &check).await.status(), 200);
    let settled = until("the operation to be settled by reading", async || {
        let row = browser.operation(operation).await;
        (row.state != OperationState::Unknown).then_some(row)
    })
    .await;
    assert_eq!(settled.state, OperationState::Succeeded);
    assert_eq!(simulator.control().writes(), 1, "sent exactly once");

    second.signal(Signal::TERM);
    assert_eq!(second.end().await.code(), Some(0));

    let mut keys = Process::start(home.path(), &["key", "verify"]);
    assert_eq!(keys.line("key: ").await, "opened 1 secrets");
    let mut audit = Process::start(home.path(), &["audit", "verify"]);
    assert!(audit.line("audit: ").await.contains("unbroken"));
}

#[tokio::test]
async fn looking_makes_nothing() {
    let home = home();
    for command in [["key", "verify"], ["audit", "verify"]] {
        assert_eq!(Process::start(home.path(), &command).end().await.code(), Some(1));
    }
    assert!(!home.path().join(".local").exists());
}

#[tokio::test]
async fn the_simulators_can_be_served_alone() {
    let home = home();
    let mut process =
        Process::start(home.path(), &["simulate", "--elastis", "127.0.0.1:0", "--seed-servers", "3"]);
    let address = process.line("elastis: http://127.0.0.1:").await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://127.0.0.1:{address}/_control/servers");
    let servers: Value = client.get(url).send().await.unwrap().text().await.unwrap().parse().unwrap();
    assert_eq!(servers.as_array().unwrap().len(), 3);
    process.signal(Signal::TERM);
    assert_eq!(process.end().await.code(), Some(0));
}

#[tokio::test]
async fn d5_the_second_signal_ends_at_once() {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let simulator = simulators::start(SimKind::Elastis, free, SimOptions::default()).await.unwrap();
    let (home, provider) = (home(), format!("elastis={}", simulator.base_url()));
    let mut process =
        Process::start(home.path(), &["serve", "--listen", "127.0.0.1:0", "--provider-url", &provider]);
    let base = process.line("skydeck: ").await;
    let link = process.line("set-up: ").await;
    let mut browser = Browser::new(&base);
    let token = link.rsplit('/').next().unwrap();
    let owner = json!({ "token": token, "name": "Ada", "email": EMAIL, "password": PASSWORD });
    assert_eq!(browser.form("/api/session/setup", &owner).await.status(), 200);
    // A request that stays under way: the provider does not answer the check of the key.
    simulator.control().inject(Fault::new("", FaultKind::Hang).always());
    let key = json!({ "brand": "elastis", "label": "Ours", "key": SimKind::Elastis.demo_key() });
    let asking = tokio::spawn(async move { browser.add_in_vain(key).await });
    until("the question at the provider", async || (!simulator.control().log().is_empty()).then_some(()))
        .await;
    process.signal(Signal::TERM);
    until("the first signal to be heard", async || {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.get(format!("{base}/livez")).send().await.is_err().then_some(())
    })
    .await;
    assert!(process.child.try_wait().unwrap().is_none(), "it waits for the request under way");
    process.signal(Signal::TERM);
    assert_eq!(process.end().await.code(), Some(1));
    asking.await.unwrap();
}

#[tokio::test]
async fn the_demo_prints_what_scripts_read_and_leaves_nothing() {
    let home = home();
    let mut process =
        Process::start(home.path(), &["serve", "--demo", "--listen", "127.0.0.1:0", "--speed", "100"]);
    let base = process.line("skydeck: http://127.0.0.1:").await;
    assert!(base.parse::<u16>().unwrap() > 0);
    for brand in ["virtua", "idcloudhost", "elastis"] {
        process.line(&format!("{brand}: http://127.0.0.1:")).await.parse::<u16>().unwrap();
    }
    for role in ["owner", "admin", "operator", "billing", "viewer"] {
        let account = process.line(&format!("sign-in: {role} ")).await;
        assert_eq!(account.split(' ').count(), 2, "{account}");
    }
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ready = client.get(format!("http://127.0.0.1:{base}/readyz")).send().await.unwrap();
    assert_eq!(ready.status(), 200);
    process.signal(Signal::INT);
    assert_eq!(process.end().await.code(), Some(0));
    let kept: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(kept, ["site"]);
}

#[tokio::test]
async fn s8_it_refuses_to_serve_passwords_in_the_open() {
    let home = home();
    let mut process = Process::start(home.path(), &["serve", "--listen", "0.0.0.0:0"]);
    let message = process.lines.clone();
    assert_eq!(process.end().await.code(), Some(1));
    until("the reason", async || {
        message.lock().unwrap().iter().any(|line| line.contains("without TLS")).then_some(())
    })
    .await;
    assert!(!home.path().join(".local").exists(), "nothing was made");
}
