//! What the operator decides. The environment is read here and nowhere else in this crate.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::clock::Clock;
use crate::inventory::RefreshConfig;
use crate::vault::master_key::MasterKeySource;

/// Settings of one Skydeck.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database and its backups live; made when missing, for the owner alone.
    pub data_dir: PathBuf,
    /// Where the master key comes from.
    pub master_key: MasterKeySource,
    /// Whether this is a demo; pages say so.
    pub demo: bool,
    /// Time limits and addresses of provider calls.
    pub provider_options: providers::Options,
    /// Whether people may add other Warren brands by base URL.
    pub custom_base_urls: bool,
    /// Whether plain HTTP on loopback is served; decides the cookie's name.
    pub loopback_http: bool,
    /// The address that people type, when it is known.
    pub public_origin: Option<Url>,
    /// How eagerly providers are read.
    pub refresh: RefreshConfig,
    /// What a password hash costs.
    pub argon2: Argon2Config,
    /// The time; the machine's outside tests.
    pub clock: Clock,
}

impl Config {
    /// The shipped settings with the data in `data_dir`.
    #[must_use]
    pub fn new(data_dir: PathBuf, master_key: MasterKeySource) -> Self {
        Self {
            data_dir,
            master_key,
            demo: false,
            provider_options: providers::Options::default(),
            custom_base_urls: false,
            loopback_http: true,
            public_origin: None,
            refresh: RefreshConfig::default(),
            argon2: Argon2Config::default(),
            clock: Clock::System,
        }
    }
}

/// What an Argon2id hash costs (security.md P1, P2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Config {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
    /// Hashes at the same time; each takes its memory.
    pub concurrent: usize,
    /// Sign-ins that may wait for a hash.
    pub queue: usize,
    /// Longest wait for a turn.
    pub longest_wait: Duration,
}

impl Default for Argon2Config {
    fn default() -> Self {
        Self {
            memory_kib: 65_536,
            iterations: 3,
            parallelism: 1,
            concurrent: 2,
            queue: 32,
            longest_wait: Duration::from_secs(5),
        }
    }
}

impl Argon2Config {
    /// The least that start-up accepts.
    pub const FLOOR: Self = Self {
        memory_kib: 19_456,
        iterations: 2,
        parallelism: 1,
        concurrent: 2,
        queue: 32,
        longest_wait: Duration::from_secs(5),
    };

    /// Whether a hash costs at least what [`Self::FLOOR`] does.
    #[must_use]
    pub const fn is_strong_enough(&self) -> bool {
        self.memory_kib >= Self::FLOOR.memory_kib
            && self.iterations >= Self::FLOOR.iterations
            && self.parallelism >= Self::FLOOR.parallelism
            && self.concurrent >= 1
    }
}

impl MasterKeySource {
    /// From the environment: the file that `SKYDECK_MASTER_KEY_FILE` names, else the value of `SKYDECK_MASTER_KEY`,
    /// else `skydeck/master.key` in the user's configuration folder. `None` when there is no such folder either.
    #[must_use]
    pub fn from_env() -> Option<Self> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        if let Some(path) = set("SKYDECK_MASTER_KEY_FILE") {
            return Some(Self::File(path.into()));
        }
        if let Some(value) = set("SKYDECK_MASTER_KEY") {
            return Some(Self::Value(value.to_string_lossy().into_owned().into()));
        }
        let folder = set("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".config")))?;
        Some(Self::FileOrNew(folder.join("skydeck").join("master.key")))
    }
}
