//! What the operator decides about provider calls: time limits, other addresses, and which private targets are fine.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::provider::Brand;
use url::Url;

pub use crate::guard::{AllowedTarget, InvalidTarget};

/// Largest answer that is read, in bytes after unpacking.
pub const MAX_BODY: usize = 8 * 1024 * 1024;

/// How long writes may take. Warren holds the connection until the work is done, for ten minutes or more (`facts.md`,
/// "Timing"): a client that gave up after 30 s was seen to leave a server behind that nobody knew of, and to order another.
/// So a write is given far longer than the 30 and 60 s of `security.md` I1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteTimeouts {
    /// What a server is held for: start, stop, restart, settings.
    pub power: Duration,
    /// What writes disks: create, reinstall, rebuild, clone, snapshot.
    pub slow: Duration,
    /// What is answered at once.
    pub other: Duration,
}

impl Default for WriteTimeouts {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { power: seconds(600), slow: seconds(1800), other: seconds(60) }
    }
}

/// How reads are repeated. Writes never are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadRetries {
    /// Tries after the first.
    pub most: u32,
    /// Upper end of the first random pause; doubles with each try.
    pub first_pause: Duration,
    /// Upper end of every pause, and the longest `Retry-After` that is waited for.
    pub longest_pause: Duration,
}

impl Default for ReadRetries {
    fn default() -> Self {
        Self { most: 2, first_pause: Duration::from_millis(500), longest_pause: Duration::from_secs(8) }
    }
}

/// Settings of all provider calls.
#[derive(Clone, Debug)]
pub struct Options {
    /// Until a connection stands.
    pub connect_timeout: Duration,
    /// For one read with all its tries.
    pub read_timeout: Duration,
    /// For finding out what a new key opens, with all its reads: someone waits for it.
    pub probe_timeout: Duration,
    /// For one write.
    pub write_timeout: WriteTimeouts,
    /// How reads are repeated.
    pub read_retries: ReadRetries,
    /// Targets that the guard lets through although they are private or speak plain HTTP.
    pub allowed_private: Vec<AllowedTarget>,
    /// Other addresses of brands, such as a reseller's or a simulator's.
    pub base_urls: BTreeMap<Brand, Url>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(30),
            probe_timeout: Duration::from_secs(20),
            write_timeout: WriteTimeouts::default(),
            read_retries: ReadRetries::default(),
            allowed_private: Vec::new(),
            base_urls: BTreeMap::new(),
        }
    }
}

impl Options {
    /// Points `brand` at `url`, by the operator's word: its host and port pass the guard even when they are private
    /// or without encryption. Metadata services stay out of reach.
    #[must_use]
    pub fn with_base_url(mut self, brand: Brand, url: Url) -> Self {
        self.allowed_private.extend(AllowedTarget::of(&url));
        self.base_urls.insert(brand, url);
        self
    }
}
