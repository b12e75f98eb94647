//! The session cookie from its making to its end.

use backend::clock::Clock;
use domain::ErrorKind;
use domain::policy::Role;
use http::header::{LOCATION, SET_COOKIE};
use serde_json::json;

use crate::harness::{Setting, TestApp, error, text};

const MINUTE_MS: i64 = 60_000;

#[tokio::test]
async fn s1_the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for (secure, expected) in [
        (true, "__Host-sid=…; HttpOnly; SameSite=Strict; Secure; Path=/"),
        (false, "sid=…; HttpOnly; SameSite=Strict; Path=/"),
    ] {
        let app = TestApp::with(Setting { secure, ..Setting::default() }).await;
        let (email, password) = app.account(Role::Viewer);
        let mut visitor = app.anonymous();
        let response = visitor.sign_in(email, password).await;
        let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
        let value = visitor.cookie.as_ref().unwrap();
        assert!(value.len() >= 22, "128 bits");
        assert_eq!(cookie.replace(value, "…"), expected);
    }
}

#[tokio::test]
async fn s3_signing_in_changes_the_id_and_the_old_one_is_worth_nothing() {
    let app = TestApp::start().await;
    let mut person = app.person(Role::Operator).await;
    let before = person.cookie.clone();
    let (email, password) = app.account(Role::Operator);
    assert_eq!(person.sign_in(email, password).await.status(), 200);
    assert_ne!(person.cookie, before);
    assert_eq!(person.open("/servers").await.status(), 200);
    let mut old = app.anonymous();
    old.cookie = before;
    assert_eq!(old.call("/api/session/get", &json!({})).await.status(), 401);
}

#[tokio::test]
async fn s2_the_database_holds_nothing_that_opens_a_session() {
    let app = TestApp::start().await;
    let person = app.person(Role::Owner).await;
    let cookie = person.cookie.as_ref().unwrap().as_bytes();
    for file in std::fs::read_dir(app.data.path().join("data")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(cookie.len()).any(|window| window == cookie), "{}", path.display());
        }
    }
}

#[tokio::test]
async fn s7_signing_out_ends_the_session_here_and_in_the_browser() {
    let app = TestApp::start().await;
    let person = app.person(Role::Owner).await;
    let response = person.call("/api/session/sign_out", &json!({})).await;
    assert_eq!(response.status(), 200);
    let cookies: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    assert_eq!(cookies, ["__Host-sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"]);
    assert_eq!(response.headers()["clear-site-data"], "\"cookies\", \"storage\"");
    assert_eq!(person.call("/api/session/get", &json!({})).await.status(), 401);
    assert_eq!(person.open("/servers").await.status(), 303);
}

#[tokio::test]
async fn s4_an_idle_session_ends_and_the_sign_in_leads_back() {
    let now = Clock::System.now();
    let clock = Clock::manual(now);
    let app = TestApp::with(Setting { clock: clock.clone(), ..Setting::default() }).await;
    let mut person = app.person(Role::Viewer).await;
    clock.advance_ms(29 * MINUTE_MS);
    assert_eq!(person.open("/servers").await.status(), 200);
    clock.advance_ms(29 * MINUTE_MS);
    assert_eq!(person.open("/servers").await.status(), 200, "use keeps it alive");
    clock.advance_ms(31 * MINUTE_MS);
    let call = person.call("/api/session/get", &json!({})).await;
    assert_eq!(call.status(), 401);
    assert_eq!(error(call).await.kind, ErrorKind::Unauthenticated);
    let page = person.open("/servers?q=web&page=2").await;
    assert_eq!(page.status(), 303);
    let to = page.headers()[LOCATION].to_str().unwrap().to_owned();
    assert_eq!(to, "/sign-in?next=%2Fservers%3Fq%3Dweb%26page%3D2");

    person.keep_cookie(&page);
    let form = text(person.open(&to).await).await;
    assert!(form.contains("Email") && form.contains("Password") && form.contains("Sign in"));
    let (email, password) = app.account(Role::Viewer);
    let fields = json!({ "email": email, "password": password, "next": "/servers?q=web&page=2" });
    let back = person.submit("/api/session/sign_in", &fields).await;
    assert_eq!(back.status(), 303);
    assert_eq!(back.headers()[LOCATION], "/servers?q=web&page=2");
    person.keep_cookie(&back);
    assert_eq!(
        person.open(&to).await.headers()[LOCATION],
        "/servers?q=web&page=2",
        "whoever is signed in goes on"
    );
}

#[tokio::test]
async fn s4_an_open_page_does_not_keep_a_session_alive_by_itself() {
    let clock = Clock::manual(Clock::System.now());
    let app = TestApp::with(Setting { clock: clock.clone(), ..Setting::default() }).await;
    type Headers = &'static [(&'static str, &'static str)];
    let by_itself: [(&str, &str, Headers); 3] = [
        ("POST", "/api/session/get", &[("x-unattended", "1"), ("content-type", "application/json")]),
        ("GET", "/events", &[("accept", "text/event-stream")]),
        // What a page without script sends that loads itself anew.
        ("GET", "/servers", &[("sec-fetch-mode", "navigate"), ("accept", "text/html")]),
    ];
    for (method, path, headers) in by_itself {
        let person = app.person(Role::Viewer).await;
        let ask = async |more: &[(&str, &str)]| {
            let mut request = person.request(method, path);
            for (name, value) in headers.iter().chain(more) {
                request = request.header(*name, *value);
            }
            let body = if method == "POST" { "{}" } else { "" };
            person.send(request.body(body.into()).unwrap()).await.status().as_u16()
        };
        clock.advance_ms(20 * MINUTE_MS);
        assert_eq!(ask(&[]).await, 200, "{path}");
        clock.advance_ms(11 * MINUTE_MS);
        let over = if path == "/servers" { 303 } else { 401 };
        assert_eq!(ask(&[]).await, over, "{path} is no use of the session");
    }
    // What a person does is, in every page that is opened and every call that follows from an act.
    let person = app.person(Role::Viewer).await;
    for _ in 0..3 {
        clock.advance_ms(20 * MINUTE_MS);
        assert_eq!(person.call("/api/session/get", &json!({})).await.status(), 200);
        clock.advance_ms(20 * MINUTE_MS);
        let request = person.request("GET", "/servers").header("sec-fetch-mode", "navigate");
        let request = request.header("sec-fetch-user", "?1").body("".into()).unwrap();
        assert_eq!(person.send(request).await.status(), 200);
    }
}

#[tokio::test]
async fn p5_a_wrong_password_says_no_more_than_an_unknown_person() {
    let app = TestApp::start().await;
    let (email, _) = app.account(Role::Viewer);
    let known = app.anonymous().sign_in(email, "wrong wrong wrong").await;
    let unknown = app.anonymous().sign_in("nobody@example.com", "wrong wrong wrong").await;
    assert_eq!(known.status(), unknown.status());
    assert!(!known.headers().contains_key(SET_COOKIE) && !unknown.headers().contains_key(SET_COOKIE));
    let (mut known, mut unknown) = (error(known).await, error(unknown).await);
    known.correlation_id = None;
    unknown.correlation_id = None;
    assert_eq!(known, unknown);
}
