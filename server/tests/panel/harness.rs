//! A whole Skydeck without a socket of its own: the real router, a database in a temporary folder, and simulated
//! providers over real HTTP. People act as values.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Json};
use backend::clock::Clock;
use backend::{Actor, Argon2Config, Backend, Config};
use domain::DomainError;
use domain::act::{Ask, Fields, Sheet};
use domain::ids::ServerKey;
use domain::policy::Role;
use domain::query::ServerQuery;
use domain::view::{ServerList, ServerRow, SessionView};
use http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::config::{HttpConfig, Limits, PublicOrigin};
use server::demo::{Demo, Pace, keys, passing_key};
use server::router::with_routes;
use server::shared::Shared;
use server::site::Site;
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt as _;
use uuid::Uuid;

/// The longest that anything is waited for.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// How a test's Skydeck differs from the shipped one.
pub struct Setting {
    pub secure: bool,
    pub limits: Limits,
    pub seeded: bool,
    pub clock: Clock,
}

impl Default for Setting {
    fn default() -> Self {
        let limits = Limits { rate: None, ..Limits::default() };
        Self { secure: true, limits, seeded: true, clock: Clock::System }
    }
}

pub struct TestApp {
    pub router: Router,
    pub backend: Backend,
    /// The simulated providers.
    pub demo: Demo,
    pub data: TempDir,
    pub stop: watch::Sender<bool>,
    cookie_name: &'static str,
    accounts: BTreeMap<&'static str, (String, String)>,
    _site: TempDir,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with(Setting::default()).await
    }

    pub async fn with(setting: Setting) -> Self {
        let pace = Pace { speed: 1000.0, servers: None };
        let data = tempfile::tempdir().unwrap();
        let demo = Demo::start(pace, Some(data.path())).await.unwrap();
        let mut config = Config::new(data.path().join("data"), passing_key().unwrap());
        for (brand, url) in demo.base_urls() {
            config.provider_options = config.provider_options.with_base_url(brand, url);
        }
        config.demo = setting.seeded;
        config.loopback_http = !setting.secure;
        config.argon2 = Argon2Config::FLOOR;
        config.clock = setting.clock;
        let backend = Backend::open(config).await.unwrap();
        let mut accounts = BTreeMap::new();
        if setting.seeded {
            for account in backend.seed_demo(&keys()).await.unwrap() {
                accounts.insert(account.role.slug(), (account.email, account.password));
            }
        }
        backend.start_background();

        let origin = if setting.secure { "https://deck.example.com" } else { "http://127.0.0.1:3000" };
        let public = if setting.secure {
            PublicOrigin::configured(&url::Url::parse(origin).unwrap())
        } else {
            PublicOrigin::loopback("127.0.0.1:3000".parse().unwrap())
        };
        let cookie_name = public.session_cookie();
        let http = HttpConfig { origin: public, trusted_proxies: Vec::new(), limits: setting.limits };
        let (stop, stopping) = watch::channel(false);
        let (folder, site) = site();
        let shared = Shared::new(backend.clone(), http, stopping);
        let router = with_routes(&shared, &site, for_tests());
        Self { router, backend, demo, data, stop, cookie_name, accounts, _site: folder }
    }

    pub fn anonymous(&self) -> Visitor<'_> {
        Visitor { app: self, cookie: None }
    }

    /// The person whom the demo has for `role`, signed in.
    pub async fn person(&self, role: Role) -> Visitor<'_> {
        let (email, password) = &self.accounts[role.slug()];
        let mut visitor = self.anonymous();
        let response = visitor.sign_in(email, password).await;
        assert_eq!(response.status(), 200, "{}", text(response).await);
        visitor
    }

    pub fn account(&self, role: Role) -> (&str, &str) {
        let (email, password) = &self.accounts[role.slug()];
        (email, password)
    }

    /// The demo's servers, once every source has been read.
    pub async fn servers(&self) -> Vec<ServerRow> {
        let owner = self.person(Role::Owner).await;
        until("the first read of all sources", async || {
            let list: ServerList = owner
                .ask("/api/servers/list", json!({ "query": ServerQuery::from_parts(None, None, None, None) }))
                .await;
            (list.first_reads == 0 && list.total == 23).then_some(list.rows)
        })
        .await
    }
}

/// A browser: it sends what browsers send and keeps its cookie.
pub struct Visitor<'a> {
    pub app: &'a TestApp,
    pub cookie: Option<String>,
}

impl Visitor<'_> {
    pub fn request(&self, method: &str, uri: &str) -> http::request::Builder {
        let mut request = Request::builder().method(method).uri(uri).header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, format!("{}={cookie}", self.app.cookie_name));
        }
        request
    }

    pub async fn send(&self, request: Request) -> Response {
        let (what, began) = (format!("{} {}", request.method(), request.uri()), Instant::now());
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        if response.status().is_server_error() {
            // For whoever reads why a test failed.
            eprintln!("{what}: {} after {:?}", response.status(), began.elapsed());
        }
        response
    }

    /// Opens a page, as by a link.
    pub async fn open(&self, uri: &str) -> Response {
        let request = self.request("GET", uri).header("accept", "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as the browser's half does: JSON where it takes JSON, a form where it takes a form.
    pub async fn call(&self, path: &str, arguments: &Value) -> Response {
        let (kind, body) = if takes_json(path) {
            ("application/json", arguments.to_string())
        } else {
            ("application/x-www-form-urlencoded", form(arguments))
        };
        let request =
            self.request("POST", path).header(CONTENT_TYPE, kind).header("accept", "application/json");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form without any script.
    pub async fn submit(&self, path: &str, arguments: &Value) -> Response {
        let request = self
            .request("POST", path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("accept", "text/html,application/xhtml+xml");
        self.send(request.body(Body::from(form(arguments))).unwrap()).await
    }

    /// Calls and expects success.
    pub async fn ask<T: DeserializeOwned>(&self, path: &str, arguments: Value) -> T {
        let response = self.call(path, &arguments).await;
        let status = response.status();
        let body = text(response).await;
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
    }

    /// Who the server thinks this is.
    pub async fn identity(&self) -> SessionView {
        serde_json::from_str(&text(self.open("/test/who").await).await).unwrap()
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Response {
        let response = self
            .call(
                "/api/session/sign_in",
                &json!({ "email": email, "password": password, "next": "/servers" }),
            )
            .await;
        self.keep_cookie(&response);
        response
    }

    pub fn keep_cookie(&mut self, response: &Response) {
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            if let Some(value) = cookie.strip_prefix(&format!("{}=", self.app.cookie_name)) {
                let value = value.split(';').next().unwrap();
                self.cookie = (!value.is_empty()).then(|| value.to_owned());
            }
        }
    }
}

/// Addresses that only tests have, behind the same layers.
fn for_tests() -> Router {
    async fn fail() -> &'static str {
        panic!("CANARY")
    }
    Router::new()
        .route("/test/panic", get(fail))
        .route("/test/who", get(async |Extension(actor): Extension<Actor>| Json(actor.session)))
}

/// Whether the server function takes JSON; the others take forms, which work without scripts.
fn takes_json(path: &str) -> bool {
    const JSON: [&str; 14] = [
        "/api/activity/operation",
        "/api/activity/page",
        "/api/acts/ask",
        "/api/acts/batch",
        "/api/credentials/page",
        "/api/keys/page",
        "/api/scripts/open",
        "/api/servers/complete",
        "/api/servers/get",
        "/api/servers/keys",
        "/api/servers/list",
        "/api/session/get",
        "/api/session/setup_valid",
        "/api/none",
    ];
    JSON.contains(&path)
}

/// The confirmation of an act that asks nothing, as the page sends it: on servers of the list, which stands in the
/// address under the plan.
pub fn confirmation(operation: Uuid, act: &str, on: &[&ServerKey]) -> Value {
    let on: Vec<String> = on.iter().map(ToString::to_string).collect();
    json!({ "operation": operation.to_string(), "act": act, "on": on.join(","), "back": "/servers" })
}

/// The same with what its plan says, as the page carries it along.
pub async fn reviewed(person: &Visitor<'_>, mut confirmation: Value) -> Value {
    let text = |name: &str| confirmation[name].as_str().unwrap_or_default().to_owned();
    let ask = Ask {
        act: text("act"),
        on: app::routes::on_all(&text("on")).unwrap(),
        fields: Fields(app::routes::pairs(&text("fields"))),
        review: true,
    };
    let plan = until("the plan", async || {
        let sheet: Sheet = person.ask("/api/acts/ask", json!({ "ask": ask })).await;
        sheet.plan
    })
    .await;
    confirmation["fields"] = app::routes::query(&plan.fields.0).into();
    confirmation
}

fn form(arguments: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in arguments.as_object().unwrap() {
        form.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned));
    }
    form.finish()
}

pub async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// The failure that the answer carries.
pub async fn error(response: Response) -> DomainError {
    let body = text(response).await;
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("not an encoded error: {error}: {body}"))
}

/// Asks again until there is an answer.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < DEADLINE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A site folder with the least that the server needs.
fn site() -> (TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("pkg/test")).unwrap();
    std::fs::write(folder.path().join("build.json"), r#"{"pkg":"pkg/test","css":"/pkg/test/skydeck.css"}"#)
        .unwrap();
    std::fs::write(folder.path().join("pkg/test/skydeck.css"), "body{}").unwrap();
    let site = Site::open(folder.path()).unwrap();
    (folder, site)
}
