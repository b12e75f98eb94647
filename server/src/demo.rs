//! Everything that the demo needs around the server: simulated providers and a place that is gone afterwards.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use backend::{DemoKey, MasterKeySource};
use domain::provider::Brand;
use simulators::{SimKind, SimOptions, Simulator};
use tempfile::TempDir;
use url::Url;

/// How much faster than real providers the demo's work: 20 s become 5.
pub const SPEED: f64 = 4.0;

/// How the simulated providers behave.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How many times faster than real providers changes happen.
    pub speed: f64,
    /// Replaces each demo account by this many generated servers.
    pub servers: Option<usize>,
}

impl Pace {
    /// As simulators take it: a factor on time.
    #[must_use]
    pub fn options(self) -> SimOptions {
        SimOptions { speed: self.speed.recip(), servers: self.servers, ..SimOptions::default() }
    }
}

/// The running demo. Simulators and folder are gone when it is dropped.
pub struct Demo {
    simulators: Vec<Simulator>,
    folder: Option<TempDir>,
}

impl Demo {
    /// Starts the three simulators on free loopback ports.
    ///
    /// # Errors
    /// When a port or a temporary folder can't be had.
    pub async fn start(pace: Pace, data_dir: Option<&Path>) -> io::Result<Self> {
        let mut simulators = Vec::new();
        for kind in SimKind::ALL {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            simulators.push(simulators::start(kind, address, pace.options()).await?);
        }
        let folder = match data_dir {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("skydeck-demo-").tempdir()?),
        };
        Ok(Self { simulators, folder })
    }

    /// The folder that goes with the demo, when it has one.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.path().join("data"))
    }

    /// The simulators, in the order in which people list them.
    #[must_use]
    pub fn simulators(&self) -> &[Simulator] {
        &self.simulators
    }

    /// Which brand answers at which address.
    #[must_use]
    pub fn base_urls(&self) -> Vec<(Brand, Url)> {
        let address = |simulator: &Simulator| Url::parse(&simulator.base_url()).ok();
        self.simulators
            .iter()
            .filter_map(|simulator| Some((brand(simulator.kind()), address(simulator)?)))
            .collect()
    }
}

/// The keys that the simulators take.
#[must_use]
pub fn keys() -> Vec<DemoKey> {
    let key = |kind: SimKind| DemoKey { brand: brand(kind), key: kind.demo_key().into() };
    SimKind::ALL.map(key).to_vec()
}

/// The brand that a simulator imitates.
#[must_use]
pub const fn brand(kind: SimKind) -> Brand {
    match kind {
        SimKind::Virtua => Brand::Virtua,
        SimKind::IdCloudHost => Brand::IdCloudHost,
        SimKind::Elastis => Brand::Elastis,
    }
}

/// A master key that exists in this process only.
///
/// # Errors
/// When the system has no randomness.
pub fn passing_key() -> Result<MasterKeySource, getrandom::Error> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(MasterKeySource::Value(text.into()))
}
