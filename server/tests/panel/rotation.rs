//! K7 as an operator does it: the real process, its real commands beside it.

use std::path::Path;

use rustix::process::Signal;
use serde_json::json;
use simulators::{SimKind, SimOptions};

use crate::binary::{Browser, EMAIL, MASTER_KEY, PASSWORD, Process, home};

const NEW_KEY: &str = "5b1d0c9a7e62f4381f9930ab6cd7e8521046bf7793ce2d8f0a64b5e1c93f8d27";

/// Runs a command to its end and gives the line that follows `prefix`.
async fn told(home: &Path, keys: &str, arguments: &[&str], prefix: &str, code: i32) -> String {
    let mut process = Process::start_with(home, keys, arguments);
    let line = process.line(prefix).await;
    assert_eq!(process.end().await.code(), Some(code), "{arguments:?}: {line}");
    line
}

#[tokio::test]
async fn k7_the_master_key_is_changed_while_it_serves() {
    let simulator =
        simulators::start(SimKind::Elastis, "127.0.0.1:0".parse().unwrap(), SimOptions::default())
            .await
            .unwrap();
    let (home, provider) = (home(), format!("elastis={}", simulator.base_url()));
    let home = home.path();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--provider-url", &provider];
    let both = format!("{NEW_KEY}\n{MASTER_KEY}\n");

    let mut first = Process::start_with(home, MASTER_KEY, &serve);
    let base = first.line("skydeck: ").await;
    let link = first.line("set-up: ").await;
    let mut browser = Browser::new(&base);
    let token = link.rsplit('/').next().unwrap();
    let owner = json!({ "token": token, "name": "Ada", "email": EMAIL, "password": PASSWORD });
    assert_eq!(browser.form("/api/session/setup", &owner).await.status(), 200);
    let key = json!({ "brand": "elastis", "label": "Ours", "key": SimKind::Elastis.demo_key() });
    assert_eq!(browser.form("/api/credentials/add", &key).await.status(), 200);

    assert_eq!(told(home, MASTER_KEY, &["key", "verify"], "key: ", 0).await, "opened 1 secrets");
    let refused = told(home, &both, &["key", "rotate"], "error: ", 1).await;
    assert!(refused.contains("restart Skydeck"), "{refused}");
    let lines = told(home, NEW_KEY, &["key", "verify"], "error: ", 1).await;
    assert!(lines.contains("need master key"), "{lines}");
    first.signal(Signal::TERM);
    assert_eq!(first.end().await.code(), Some(0));

    let mut second = Process::start_with(home, &both, &serve);
    let base = second.line("skydeck: ").await;
    let done = told(home, &both, &["key", "rotate"], "key: ", 0).await;
    assert!(done.starts_with("re-wrapped 1 secrets; everything is under "), "{done}");
    let new = done.rsplit(' ').next().unwrap();
    assert_eq!(
        told(home, &both, &["key", "verify"], &format!("key: {new} "), 0).await,
        "seals, and wraps 2 values"
    );
    let old = told(home, MASTER_KEY, &["key", "verify"], "error: ", 1).await;
    let old = old.split_once(", and ").unwrap().1.split(' ').next().unwrap();
    assert_eq!(
        told(home, &both, &["key", "verify"], &format!("key: {old} "), 0).await,
        "is not used; it can be removed"
    );
    assert!(told(home, &both, &["audit", "verify"], "audit: ", 0).await.contains("unbroken"));
    let mut browser = Browser::new(&base);
    let owner = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(browser.form("/api/session/sign_in", &owner).await.status(), 200);
    second.signal(Signal::TERM);
    assert_eq!(second.end().await.code(), Some(0));

    let mut third = Process::start_with(home, NEW_KEY, &serve);
    third.line("skydeck: ").await;
    third.signal(Signal::TERM);
    assert_eq!(third.end().await.code(), Some(0));
    assert_eq!(told(home, NEW_KEY, &["key", "verify"], "key: ", 0).await, "opened 1 secrets");
}
