//! A Skydeck on a temporary folder, with a clock that the test moves and passwords that cost little.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::auth::session_store::SessionStore;
use backend::clock::Clock;
use backend::{Actor, Argon2Config, Backend, Config, MasterKeySource, NewCredential, OpenError, Session};
use domain::policy::Role;
use domain::provider::Brand;
use providers::Options;
use simulators::{SimKind, SimOptions, Simulator};
use tempfile::TempDir;
use tower_sessions::session::Id;

/// Password of the first owner.
pub const PASSWORD: &str = "plum otter granite lantern";
/// Address of the first owner.
pub const EMAIL: &str = "ana@example.com";

pub struct Deck {
    pub backend: Backend,
    pub folder: TempDir,
    pub keys: TempDir,
    pub config: Config,
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub fn here() -> IpAddr {
    ip("192.0.2.1")
}

pub fn config(folder: &TempDir, keys: &TempDir) -> Config {
    let key = MasterKeySource::FileOrNew(keys.path().join("master.key"));
    let mut config = Config::new(folder.path().join("data"), key);
    config.argon2 = Argon2Config { longest_wait: Duration::from_secs(60), ..Argon2Config::FLOOR };
    config.clock = Clock::manual(Clock::System.now());
    config
}

impl Deck {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let (folder, keys) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let mut config = config(&folder, &keys);
        change(&mut config);
        let backend = Backend::open(config.clone()).await.unwrap();
        Self { backend, folder, keys, config }
    }

    /// Ends this Skydeck and starts it again on the same folder.
    pub async fn reopen(self) -> Self {
        let Self { backend, folder, keys, config } = self;
        backend.close().await;
        drop(backend);
        let deadline = Instant::now() + Duration::from_secs(60);
        let backend = loop {
            match Backend::open(config.clone()).await {
                // What ran before may be about to let go of it.
                Err(OpenError::InUse(_)) if Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                opened => break opened.unwrap(),
            }
        };
        Self { backend, folder, keys, config }
    }

    pub fn database(&self) -> PathBuf {
        self.config.data_dir.join("skydeck.db")
    }

    pub fn pass(&self, time: Duration) {
        self.config.clock.advance_ms(i64::try_from(time.as_millis()).unwrap());
    }

    /// A browser that holds no cookie, or this one.
    pub fn browser(&self, cookie: Option<Id>) -> Session {
        let store: SessionStore = self.backend.session_store();
        Session::new(cookie, Arc::new(store), None)
    }

    /// The next request of a browser that holds this session's cookie.
    pub fn next_request(&self, session: &Session) -> Session {
        self.browser(session.id())
    }

    /// Makes the first owner and gives their signed-in session.
    pub async fn owner(&self) -> Session {
        let token = self.backend.setup_link().await.unwrap().unwrap();
        let session = self.browser(None);
        self.backend.complete_setup(&session, &token, "Ana Lima", EMAIL, PASSWORD.into()).await.unwrap();
        session
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Session {
        let session = self.browser(None);
        self.backend.sign_in(&session, email, password.into(), here()).await.unwrap();
        session
    }

    /// Who the next request of this session is.
    pub async fn who(&self, session: &Session) -> Option<Actor> {
        let request = self.next_request(session);
        self.backend.actor(&request, "request-1".to_owned(), here()).await.unwrap()
    }

    pub async fn actor(&self, session: &Session) -> Actor {
        self.who(session).await.unwrap()
    }

    /// The actor of this role in the demo team.
    pub async fn demo_actor(&self, role: Role) -> Actor {
        let accounts = self.backend.seed_demo(&[]).await.unwrap();
        let account = accounts.into_iter().find(|account| account.role == role).unwrap();
        let session = self.sign_in(&account.email, &account.password).await;
        self.actor(&session).await
    }

    /// Runs SQL as someone who can write the database file.
    pub async fn tamper(&self, sql: &str) {
        let mut tx = self.backend.db().write().await.unwrap();
        sqlx::raw_sql(sql).execute(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(self.backend.db().read()).await.unwrap()
    }
}

pub async fn simulator(kind: SimKind) -> Simulator {
    let options = SimOptions { speed: 0.01, ..SimOptions::default() };
    simulators::start(kind, "127.0.0.1:0".parse().unwrap(), options).await.unwrap()
}

pub const fn brand(kind: SimKind) -> Brand {
    match kind {
        SimKind::Virtua => Brand::Virtua,
        SimKind::IdCloudHost => Brand::IdCloudHost,
        SimKind::Elastis => Brand::Elastis,
    }
}

/// Points each simulator's brand at it, without waiting between tries.
pub fn options(simulators: &[&Simulator]) -> Options {
    let quick = Options {
        read_timeout: Duration::from_secs(5),
        read_retries: providers::options::ReadRetries { most: 0, ..Default::default() },
        ..Options::default()
    };
    simulators.iter().fold(quick, |options, simulator| {
        options.with_base_url(brand(simulator.kind()), simulator.base_url().parse().unwrap())
    })
}

pub fn new_key(brand: Brand, label: &str, key: &str) -> NewCredential {
    NewCredential { brand, label: label.to_owned(), base_url: None, key: key.into() }
}
