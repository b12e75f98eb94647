//! A Skydeck over three simulators, read once, with an operator signed in.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::demo::DemoKey;
use backend::{Actor, Backend, Config, MasterKeySource, Session};
use domain::policy::Role;
use domain::provider::Brand;
use domain::query::ServerQuery;
use domain::view::ServerList;
use simulators::{SimKind, SimOptions, Simulator};
use tempfile::TempDir;

pub struct World {
    pub backend: Backend,
    pub actor: Actor,
    _simulators: Vec<Simulator>,
    _folder: TempDir,
}

impl World {
    /// Starts everything and waits until `servers` servers are known.
    pub async fn start(simulated: [SimOptions; 3], servers: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master_key = MasterKeySource::FileOrNew(folder.path().join("key").join("master.key"));
        let mut config = Config::new(folder.path().join("data"), master_key);
        config.demo = true;
        // Sources are read when they are new or when the bench asks.
        config.refresh.idle = Duration::from_secs(3600);
        config.refresh.watched = Duration::from_secs(3600);
        let (mut simulators, mut keys) = (Vec::new(), Vec::new());
        for (kind, options) in SimKind::ALL.into_iter().zip(simulated) {
            let simulator = simulators::start(kind, (Ipv4Addr::LOCALHOST, 0).into(), options).await.unwrap();
            let brand = Brand::from_slug(kind.name()).unwrap();
            let url = simulator.base_url().parse().unwrap();
            config.provider_options = config.provider_options.with_base_url(brand, url);
            keys.push(DemoKey { brand, key: kind.demo_key().into() });
            simulators.push(simulator);
        }
        let backend = Backend::open(config).await.unwrap();
        let accounts = backend.seed_demo(&keys).await.unwrap();
        let operator = accounts.iter().find(|account| account.role == Role::Operator).unwrap();
        let session = Session::new(None, Arc::new(backend.session_store()), None);
        let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        backend.sign_in(&session, &operator.email, operator.password.as_str().into(), ip).await.unwrap();
        let actor = backend.actor(&session, "bench".to_owned(), ip).await.unwrap().unwrap();
        backend.start_background();
        let world = Self { backend, actor, _simulators: simulators, _folder: folder };
        let began = Instant::now();
        while world.list(&ServerQuery::default()).await.total < servers {
            assert!(began.elapsed() < Duration::from_secs(120), "the simulators were not read");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        world
    }

    pub async fn list(&self, query: &ServerQuery) -> ServerList {
        self.backend.access(&self.actor).servers().unwrap().list(query).await.unwrap()
    }
}
