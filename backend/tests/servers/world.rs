//! Three simulators, a Skydeck over them, and people.

use std::collections::HashSet;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use backend::demo::DemoKey;
use backend::{
    Actor, Backend, Config, Held, MasterKeySource, OpenError, OperationPace, RefreshConfig, SeededAccount,
    Session,
};
use domain::ids::{CredentialId, OperationId, ServerKey};
use domain::operation::OperationState;
use domain::policy::Role;
use domain::provider::Brand;
use domain::query::ServerQuery;
use domain::view::{OperationRow, ServerList, ServerRow};
use providers::options::{ReadRetries, WriteTimeouts};
use simulators::{SimKind, SimOptions, Simulator};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::{Instant, sleep};
use url::Url;

/// How long anything may take before a test fails. Never how long it should take.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// Waits until `look` gives something.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// The simulators.
pub struct Providers {
    pub virtua: Simulator,
    pub idcloudhost: Simulator,
    pub elastis: Simulator,
}

/// How far the providers' clocks have to go ahead for the running month to have a whole hour, and usage with it: not at
/// all, unless a month has just begun or is about to.
fn into_the_month(now: OffsetDateTime) -> Duration {
    let (earlier, later) = (now - Duration::from_secs(3600), now + Duration::from_secs(600));
    if earlier.month() == later.month() { Duration::ZERO } else { Duration::from_secs(4200) }
}

#[test]
fn tests_begin_in_a_month_with_usage() {
    let ahead = |at: &str| {
        let now = OffsetDateTime::parse(at, &Rfc3339).unwrap();
        let then = now + into_the_month(now);
        (then.month() as u8, then.hour(), then == now)
    };
    assert_eq!(ahead("2026-11-30T23:49:59Z"), (11, 23, true), "time for a test");
    assert_eq!(ahead("2026-11-30T23:50:01Z"), (12, 1, false));
    assert_eq!(ahead("2026-12-01T00:00:00Z"), (12, 1, false));
    assert_eq!(ahead("2026-12-01T00:59:59Z"), (12, 2, false));
    assert_eq!(ahead("2026-12-01T01:00:00Z"), (12, 1, true));
}

impl Providers {
    pub async fn start(options: SimOptions) -> Self {
        let start = |kind| {
            let options = SimOptions { key: String::new(), ..options.clone() };
            async move {
                let simulator =
                    simulators::start(kind, (Ipv4Addr::LOCALHOST, 0).into(), options).await.unwrap();
                simulator.control().advance(into_the_month(OffsetDateTime::now_utc()));
                simulator
            }
        };
        Self {
            virtua: start(SimKind::Virtua).await,
            idcloudhost: start(SimKind::IdCloudHost).await,
            elastis: start(SimKind::Elastis).await,
        }
    }

    pub fn all(&self) -> [(Brand, &Simulator); 3] {
        [
            (Brand::Virtua, &self.virtua),
            (Brand::IdCloudHost, &self.idcloudhost),
            (Brand::Elastis, &self.elastis),
        ]
    }
}

/// Fast work at the providers.
pub fn fast() -> SimOptions {
    SimOptions { speed: 0.01, ..SimOptions::default() }
}

/// Sources are read when they are new or when a test asks; operations are followed closely.
pub fn eager() -> RefreshConfig {
    RefreshConfig {
        idle: Duration::from_secs(600),
        watched: Duration::from_secs(600),
        asked: Duration::ZERO,
        backoff_first: Duration::from_millis(50),
        backoff_max: Duration::from_millis(200),
        breaker_open: Duration::from_millis(200),
        operations: OperationPace {
            follow_every: Duration::from_millis(20),
            follow_limit: Duration::from_secs(20),
            restart_settles: Duration::from_secs(2),
            reconcile_every: Duration::from_millis(250),
            reconcile_max: Duration::from_millis(250),
            not_done_after: Duration::from_millis(600),
            not_done_readings: 2,
            send_within: Duration::from_millis(100),
            store_again_first: Duration::from_millis(10),
            store_again_max: Duration::from_millis(40),
            ..OperationPace::default()
        },
        ..RefreshConfig::default()
    }
}

/// Opens a Skydeck on `folder` with the demo team over `providers`.
pub async fn open(
    folder: &TempDir,
    providers: &Providers,
    refresh: RefreshConfig,
) -> (Backend, Vec<SeededAccount>) {
    open_adapted(folder, providers, refresh, |_| ()).await
}

/// The same with a configuration that `adapt` changes.
pub async fn open_adapted(
    folder: &TempDir,
    providers: &Providers,
    refresh: RefreshConfig,
    adapt: impl FnOnce(&mut Config),
) -> (Backend, Vec<SeededAccount>) {
    let master_key = MasterKeySource::FileOrNew(folder.path().join("key").join("master.key"));
    let mut config = Config::new(folder.path().join("data"), master_key);
    config.demo = true;
    config.refresh = refresh;
    config.argon2 = backend::Argon2Config::FLOOR;
    // No answer that comes is called late: that is for tests of answers that never come.
    config.provider_options.read_timeout = Duration::from_secs(30);
    config.provider_options.read_retries = ReadRetries { most: 0, ..ReadRetries::default() };
    config.provider_options.write_timeout = writes_within(Duration::from_secs(30));
    for (brand, simulator) in providers.all() {
        let url: Url = simulator.base_url().parse().unwrap();
        config.provider_options = config.provider_options.with_base_url(brand, url);
    }
    adapt(&mut config);
    let backend = until("nobody holds the folder any more", || async {
        match Backend::open(config.clone()).await {
            // What ran before may be about to let go of it.
            Err(OpenError::InUse(_)) => None,
            opened => Some(opened.unwrap()),
        }
    })
    .await;
    let keys =
        providers.all().map(|(brand, simulator)| DemoKey { brand, key: simulator.kind().demo_key().into() });
    let accounts = backend.seed_demo(&keys).await.unwrap();
    (backend, accounts)
}

/// For how long answers to writes are waited for, whatever they write.
pub const fn writes_within(limit: Duration) -> WriteTimeouts {
    WriteTimeouts { power: limit, slow: limit, other: limit }
}

/// Someone of this role, signed in.
pub async fn sign_in(backend: &Backend, accounts: &[SeededAccount], role: Role) -> Actor {
    let account = accounts.iter().find(|account| account.role == role).unwrap();
    let session = Session::new(None, Arc::new(backend.session_store()), None);
    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
    backend.sign_in(&session, &account.email, account.password.as_str().into(), ip).await.unwrap();
    backend.actor(&session, "test-request".to_owned(), ip).await.unwrap().unwrap()
}

/// Everything together, with the operator signed in.
pub struct World {
    pub providers: Providers,
    pub backend: Backend,
    pub actor: Actor,
    pub accounts: Vec<SeededAccount>,
    pub folder: TempDir,
}

impl World {
    /// Starts and waits until every source has been read.
    pub async fn start(options: SimOptions) -> Self {
        let world = Self::begin(options, eager()).await;
        world.settled().await;
        world.families_read().await;
        world
    }

    /// Waits until everything beside the servers has been read too, or is known not to be had.
    pub async fn families_read(&self) {
        // What is tried again failed this time only.
        fn done<T>(held: &Held<T>) -> bool {
            held.taken_at.is_some() || held.problem.as_ref().is_some_and(|problem| problem.next_try.is_none())
        }
        let keys: HashSet<CredentialId> =
            self.list("").await.rows.iter().map(|row| row.key.credential).collect();
        until("every family is read", || {
            let facts = keys.iter().filter_map(|key| self.backend.inventory().facts(*key));
            let mut read = facts.map(|facts| {
                let once = done(&facts.locations)
                    && done(&facts.images)
                    && done(&facts.parameters)
                    && done(&facts.accounts)
                    && done(&facts.prices)
                    && done(&facts.projects)
                    && done(&facts.allowance)
                    && done(&facts.usage);
                let local = facts.plans.values().all(done)
                    && facts.networks.values().all(done)
                    && facts.addresses.values().all(done)
                    && facts.disks.values().all(done);
                once && local
            });
            std::future::ready(read.all(|read| read).then_some(()))
        })
        .await;
    }

    /// Starts without waiting.
    pub async fn begin(options: SimOptions, refresh: RefreshConfig) -> Self {
        let providers = Providers::start(options).await;
        Self::over(providers, refresh).await
    }

    /// A new Skydeck over these providers, without waiting.
    pub async fn over(providers: Providers, refresh: RefreshConfig) -> Self {
        Self::adapted(TempDir::new().unwrap(), providers, refresh, |_| ()).await
    }

    /// The same on this folder, with a configuration that `adapt` changes.
    pub async fn adapted(
        folder: TempDir,
        providers: Providers,
        refresh: RefreshConfig,
        adapt: impl FnOnce(&mut Config),
    ) -> Self {
        let (backend, accounts) = open_adapted(&folder, &providers, refresh, adapt).await;
        let actor = sign_in(&backend, &accounts, Role::Operator).await;
        backend.start_background();
        Self { providers, backend, actor, accounts, folder }
    }

    /// Waits until every source has been read without trouble: eight servers at Virtua, ten and five at the others.
    pub async fn settled(&self) -> ServerList {
        let known: usize = self.providers.all().iter().map(|(_, sim)| sim.control().servers().len()).sum();
        until("every source is read", || async {
            let list = self.list("").await;
            (list.first_reads == 0 && list.banners.is_empty() && list.total as usize == known).then_some(list)
        })
        .await
    }

    pub async fn list(&self, search: &str) -> ServerList {
        let query = ServerQuery::from_parts(Some(search), None, None, None);
        self.backend.access(&self.actor).servers().unwrap().list(&query).await.unwrap()
    }

    /// Reads everything anew and waits until `wanted` holds for a server.
    pub async fn refresh_until(&self, key: &ServerKey, wanted: &str) -> ServerRow {
        until(&format!("{key} is {wanted}"), || async {
            let reader = self.backend.access(&self.actor).servers().unwrap();
            reader.refresh(Some(key)).await.unwrap();
            let row = reader.get(key).await.unwrap().row;
            (row.state.word() == wanted).then_some(row)
        })
        .await
    }

    /// The first server of a brand in a state.
    pub async fn server(&self, brand: Brand, state: &str) -> ServerRow {
        let found = self.list(&format!("provider:{} status:{state}", brand.slug())).await;
        found.rows.into_iter().next().unwrap()
    }

    pub async fn operation(&self, id: OperationId) -> OperationRow {
        self.backend.access(&self.actor).activity().unwrap().operation(id).await.unwrap()
    }

    /// Waits until an operation stands in one of these states.
    pub async fn operation_in(&self, id: OperationId, states: &[OperationState]) -> OperationRow {
        until(&format!("the operation is one of {states:?}"), || async {
            let row = self.operation(id).await;
            states.contains(&row.state).then_some(row)
        })
        .await
    }

    /// What became of an operation so far, from the audit log, first things first: the outcomes and what was said with each.
    /// One that held for a moment only is found here, however late one looks.
    pub async fn outcomes(&self, id: OperationId) -> Vec<(OperationState, String)> {
        let sql = "SELECT result, detail FROM audit WHERE detail LIKE $1 ORDER BY seq";
        let about = format!("%\"operation\":\"{}\"%", id.0);
        let entries: Vec<(String, String)> =
            sqlx::query_as(sql).bind(about).fetch_all(self.backend.db().read()).await.unwrap();
        let outcome = |(result, detail): (String, String)| {
            let states = [OperationState::Unknown, OperationState::Succeeded, OperationState::Failed];
            let state = states.into_iter().find(|state| state.slug() == result)?;
            let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
            Some((state, detail["message"].as_str().unwrap().to_owned()))
        };
        entries.into_iter().filter_map(outcome).collect()
    }

    /// Waits until an operation has ended whose outcome was not known at first.
    pub async fn ended_unknown_first(&self, id: OperationId) -> OperationRow {
        let end = self.ended(id).await;
        let outcomes = self.outcomes(id).await;
        let (first, words) = &outcomes[0];
        assert_eq!(*first, OperationState::Unknown, "{outcomes:?}");
        assert!(words.starts_with("We do not know whether this happened"), "{outcomes:?}");
        end
    }

    /// Waits until an operation has succeeded or failed.
    pub async fn ended(&self, id: OperationId) -> OperationRow {
        self.operation_in(id, &[OperationState::Succeeded, OperationState::Failed]).await
    }
}

/// A new operation id.
pub fn new_id() -> OperationId {
    OperationId(uuid::Uuid::new_v4())
}

/// Writes that reached a simulator and name this server.
pub fn writes_about(simulator: &Simulator, server: &ServerKey) -> usize {
    let names = |text: &str| text.contains(&server.id.0);
    simulator
        .control()
        .log()
        .iter()
        .filter(|entry| entry.is_write() && (names(&entry.path) || names(&entry.body) || names(&entry.query)))
        .count()
}
