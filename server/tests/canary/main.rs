//! K9: a stored key is found nowhere but in the requests to its provider.
//!
//! A test of its own, because it captures every line that anything logs in the process.

#[path = "../panel/harness.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod harness;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use app::permissions::SERVER_FUNCTIONS;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use domain::ids::CredentialId;
use domain::policy::Role;
use domain::query::ServerQuery;
use domain::view::{ActivityQuery, CredentialsPage, KeyCheck, ServerList};
use harness::{TestApp, text, until};
use serde_json::{Value, json};
use simulators::{Fault, FaultKind, SimKind};
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

/// Every line that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The key in every form in which it could hide.
struct Canary(Vec<(&'static str, Vec<u8>)>);

impl Canary {
    fn of(key: &str) -> Self {
        let hex: String = key.bytes().map(|byte| format!("{byte:02x}")).collect();
        let url: String = key.bytes().map(|byte| format!("%{byte:02X}")).collect();
        // Whatever precedes it, three alignments cover every place of the key in a longer text.
        let aligned = (0..3).map(|skip| ("base64", STANDARD_NO_PAD.encode(&key.as_bytes()[skip..])));
        let trimmed = aligned.map(|(name, text)| (name, text.as_bytes()[..text.len() - 2].to_vec()));
        let mut forms: Vec<(&str, Vec<u8>)> = vec![
            ("plain", key.as_bytes().to_vec()),
            ("reversed", key.bytes().rev().collect()),
            ("base64 padded", STANDARD.encode(key).into_bytes()),
            ("base64 url", URL_SAFE_NO_PAD.encode(key).into_bytes()),
            ("hex", hex.clone().into_bytes()),
            ("upper hex", hex.to_uppercase().into_bytes()),
            ("url", url.into_bytes()),
        ];
        forms.extend(trimmed);
        Self(forms)
    }

    fn absent(&self, place: &str, bytes: &[u8]) {
        for (name, form) in &self.0 {
            let found = bytes.windows(form.len()).position(|window| window == form);
            let around =
                found.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(200)..at]).into_owned());
            assert_eq!(around, None, "the key, {name}, is in {place}");
        }
    }
}

#[tokio::test]
async fn k9_a_key_is_found_nowhere() {
    let log = Log::default();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).json().with_writer(log.clone()).init();
    server::middleware::panic::install_hook();
    // The hook writes into the log, where nobody would see why this test fails.
    let logging = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        eprintln!("{panic}");
        logging(panic);
    }));
    let app = TestApp::start().await;
    let key = format!("CANARY_{}", Uuid::new_v4().simple());
    let canary = Canary::of(&key);
    let simulator =
        app.demo.simulators().iter().find(|simulator| simulator.kind() == SimKind::Elastis).unwrap();
    let owner = app.person(Role::Owner).await;
    app.servers().await;

    // Refused while the provider does not know it, then accepted.
    let add = json!({ "brand": "elastis", "label": "Canary", "key": key });
    let refused = owner.call("/api/credentials/add", &add).await;
    assert!(refused.status().is_client_error() || refused.status() == 502);
    canary.absent("a refusal", text(refused).await.as_bytes());
    let form = owner.submit("/api/credentials/add", &add).await;
    canary.absent("a refused form's headers", format!("{:?}", form.headers()).as_bytes());
    simulator.control().set_key(&key);
    let added: KeyCheck = owner.ask("/api/credentials/add", add.clone()).await;
    let query = json!({ "query": ServerQuery::from_parts(Some("provider:elastis"), None, None, None) });
    let list: ServerList = until("its servers", async || {
        let list: ServerList = owner.ask("/api/servers/list", query.clone()).await;
        list.rows.iter().any(|row| row.credential_label == "Canary").then_some(list)
    })
    .await;
    let server = &list.rows.iter().find(|row| row.credential_label == "Canary").unwrap().key;

    // Work that goes well, and work that goes wrong in every way.
    for kind in [
        FaultKind::Cut,
        FaultKind::ServerError,
        FaultKind::Html { status: 502 },
        FaultKind::TruncatedJson,
        FaultKind::Forbidden,
    ] {
        simulator.control().inject(Fault::new("/user-resource/vm", kind));
        let power = harness::confirmation(Uuid::new_v4(), "server.restart", &[server]);
        let answer = text(owner.call("/api/acts/run", &power).await).await;
        canary.absent("a power action", answer.as_bytes());
    }
    let _panicked = owner.open("/test/panic").await;

    let page: CredentialsPage = owner.ask("/api/credentials/page", json!({})).await;
    let row = page.rows.iter().find(|row| row.id == added.credential).unwrap();
    assert_eq!(row.last_four, key[key.len() - 4..]);
    for path in app::routes::PAGES {
        let path = path.replace(":key", &server.to_string()).replace(":token", "x");
        for uri in [
            path.clone(),
            format!("{path}?do=replace&on={}", added.credential),
            format!("{path}?do=server.stop"),
        ] {
            let response = owner.open(&uri).await;
            let headers = format!("{:?}", response.headers());
            canary.absent(&format!("the headers of {uri}"), headers.as_bytes());
            canary.absent(&uri, text(response).await.as_bytes());
        }
    }
    for (path, _) in
        SERVER_FUNCTIONS.iter().filter(|(path, _)| !path.ends_with("sign_out") && !path.ends_with("remove"))
    {
        let response = owner.call(path, &arguments(path, &server.to_string(), added.credential)).await;
        canary.absent(path, text(response).await.as_bytes());
    }

    app.backend.close().await;
    // SQLite takes its write-ahead file away when the last connection ends, which may be while this looks.
    let files = until("files that stay", async || contents(app.data.path()).ok()).await;
    assert!(!files.is_empty());
    for (path, bytes) in &files {
        canary.absent(path, bytes);
    }
    let logged = log.0.lock().unwrap().clone();
    assert!(logged.windows(7).any(|window| window == b"\"TRACE\""), "everything is captured");
    canary.absent("the log", &logged);
    let reached = simulator.control().log().iter().any(|entry| entry.status == Some(200));
    assert!(reached, "the key was used");
}

/// Every file below `folder`.
fn contents(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            for entry in std::fs::read_dir(&path)? {
                left.push(entry?.path());
            }
        } else {
            found.push((path.display().to_string(), std::fs::read(&path)?));
        }
    }
    Ok(found)
}

fn arguments(path: &str, server: &str, credential: CredentialId) -> Value {
    match path {
        "/api/servers/list" => json!({ "query": ServerQuery::from_parts(None, None, None, None) }),
        "/api/activity/page" => json!({ "query": ActivityQuery { page: 1, ..ActivityQuery::default() } }),
        "/api/acts/ask" => {
            json!({ "ask": { "act": "server.resize", "on": [server], "fields": [], "review": false } })
        }
        "/api/credentials/add" => json!({ "brand": "elastis", "label": "", "key": "" }),
        "/api/credentials/replace" => json!({ "credential": credential, "key": "another-key-that-is-wrong" }),
        _ => json!({
            "server": server, "act": "server.stop", "on": server, "search": "key:", "credential": credential, "operation": Uuid::new_v4(), "happened": false,
            "team": Uuid::new_v4(), "token": "x", "name": "A", "email": "a@example.com", "password": "wrong wrong wrong",
        }),
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let key = "CANARY_0123456789abcdef";
    let canary = Canary::of(key);
    let hidden = [
        key.to_owned(),
        STANDARD.encode(format!("Basic a:{key}")),
        STANDARD.encode(format!("ab{key}")),
        format!("x{}y", key.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()),
    ];
    for text in hidden {
        let found = std::panic::catch_unwind(|| canary.absent("here", text.as_bytes()));
        assert!(found.is_err(), "{text}");
    }
    canary.absent("here", b"nothing of the kind");
}
