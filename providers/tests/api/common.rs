//! Simulators on ports of their own, and what speaks to them.

use std::sync::Arc;
use std::time::Duration;

use domain::change::{Change, ServerChange};
use domain::ids::ProviderResourceId;
use domain::power::PowerCall;
use domain::provider::Brand;
use domain::server::Server;
use providers::family::{Applied, Compute, Result, Secrets};
use providers::options::{ReadRetries, WriteTimeouts};
use providers::{Credential, Options, Provider, Registry};
use simulators::{Control, Fault, SimKind, SimOptions, Simulator};

/// The three kinds with the brands that they imitate.
pub const KINDS: [(SimKind, Brand); 3] = [
    (SimKind::Virtua, Brand::Virtua),
    (SimKind::IdCloudHost, Brand::IdCloudHost),
    (SimKind::Elastis, Brand::Elastis),
];

/// A simulator, the provider that speaks to it, and a valid key.
pub struct Deck {
    pub sim: Simulator,
    pub provider: Arc<dyn Provider>,
    /// The same with limits that tests can wait for.
    pub hurried: Arc<dyn Provider>,
    pub credential: Credential,
    pub brand: Brand,
}

/// As it comes, but without the providers' slowness.
pub fn fast() -> SimOptions {
    SimOptions { speed: 0.0, ..SimOptions::default() }
}

/// Limits that tests can wait for.
pub fn short() -> Options {
    Options {
        read_timeout: Duration::from_millis(400),
        write_timeout: WriteTimeouts {
            power: Duration::from_millis(400),
            slow: Duration::from_millis(400),
            other: Duration::from_millis(400),
        },
        read_retries: ReadRetries { first_pause: Duration::from_millis(1), ..ReadRetries::default() },
        ..Options::default()
    }
}

/// The same with a limit for writes in which the request leaves on any machine, for tests that count requests.
pub fn leaving() -> Options {
    let limit = Duration::from_secs(10);
    Options { write_timeout: WriteTimeouts { power: limit, slow: limit, other: limit }, ..patient() }
}

/// Generous limits, hardly any pause between tries.
pub fn patient() -> Options {
    Options { read_retries: short().read_retries, ..Options::default() }
}

impl Deck {
    pub async fn start(kind: (SimKind, Brand), sim: SimOptions, options: Options) -> Self {
        let (kind, brand) = kind;
        let key = if sim.key.is_empty() { kind.demo_key().to_owned() } else { sim.key.clone() };
        let sim = simulators::start(kind, ([127, 0, 0, 1], 0).into(), sim).await.unwrap();
        let make = |options: Options| {
            Registry::new(options.with_base_url(brand, sim.base_url().parse().unwrap())).unwrap()
        };
        let registry = make(options);
        let hurried = make(short()).shared(brand).clone();
        let endpoint = registry.default_endpoint(brand).unwrap();
        let credential = Credential { endpoint, key: key.into(), id: "test-key".to_owned() };
        Self { provider: registry.shared(brand).clone(), hurried, sim, credential, brand }
    }

    pub fn control(&self) -> &Control {
        self.sim.control()
    }

    pub fn inject(&self, fault: Fault) {
        self.control().inject(fault);
    }

    pub fn compute(&self) -> &dyn Compute {
        self.provider.compute().unwrap()
    }

    /// Sends a change to a location.
    pub async fn apply(&self, slug: &str, change: &Change, secrets: &Secrets) -> Result<Applied> {
        self.provider.changes().apply(&self.credential, slug, change, secrets).await
    }

    /// Sends a power call.
    pub async fn power(&self, slug: &str, id: &ProviderResourceId, call: PowerCall) -> Result<Applied> {
        power(&*self.provider, &self.credential, slug, id, call).await
    }

    /// The locations to list by.
    pub async fn slugs(&self) -> Vec<String> {
        if !self.compute().takes_location() {
            return vec![domain::location::GLOBAL.to_owned()];
        }
        let locations = self.provider.locations().unwrap().list(&self.credential).await.unwrap();
        locations.into_iter().map(|location| location.slug).collect()
    }

    /// Every server with the location by which it was listed.
    pub async fn servers(&self) -> Vec<(String, Server)> {
        let mut all = Vec::new();
        for slug in self.slugs().await {
            let servers = self.compute().list(&self.credential, &slug).await.unwrap();
            all.extend(servers.into_iter().map(|server| (slug.clone(), server)));
        }
        all
    }

    /// A server in this status, where it was listed.
    pub async fn server_that_is(&self, status: &str) -> (String, ProviderResourceId) {
        let servers = self.servers().await;
        let (slug, server) = servers.into_iter().find(|(_, server)| server.state.word() == status).unwrap();
        (slug, server.id)
    }
}

/// Sends a power call through any provider.
pub async fn power(
    provider: &dyn Provider,
    credential: &Credential,
    slug: &str,
    id: &ProviderResourceId,
    call: PowerCall,
) -> Result<Applied> {
    let change = Change::Server(ServerChange::Power { id: id.clone(), call });
    provider.changes().apply(credential, slug, &change, &Secrets::default()).await
}

/// Runs `future`; a limit that does not hold fails here instead of hanging.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future).await.expect("the time limit did not hold")
}
