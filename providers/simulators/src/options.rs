//! What a simulator imitates, and how: the settings that a caller chooses before it starts.

use std::fmt;
use std::time::Duration;

/// Which provider a simulator imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SimKind {
    /// Virtua, with its own API.
    Virtua,
    /// IDCloudHost, a brand of the Warren platform with several locations.
    IdCloudHost,
    /// Elastis, a brand of the Warren platform with one location.
    Elastis,
}

impl SimKind {
    /// All kinds, in the order in which people list them.
    pub const ALL: [Self; 3] = [Self::Virtua, Self::IdCloudHost, Self::Elastis];

    /// The lower-case name used in output and flags.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Virtua => "virtua",
            Self::IdCloudHost => "idcloudhost",
            Self::Elastis => "elastis",
        }
    }

    /// The published API key that this kind accepts when no other is set.
    #[must_use]
    pub const fn demo_key(self) -> &'static str {
        match self {
            Self::Virtua => "demo-virtua-key",
            Self::IdCloudHost => "demo-idcloudhost-key",
            Self::Elastis => "demo-elastis-key",
        }
    }
}

impl SimKind {
    /// The published key for [`SimOptions::restricted_key`]; empty for Virtua, whose keys know no accounts.
    #[must_use]
    pub const fn demo_restricted_key(self) -> &'static str {
        match self {
            Self::Virtua => "",
            Self::IdCloudHost => "demo-idcloudhost-restricted-key",
            Self::Elastis => "demo-elastis-restricted-key",
        }
    }
}

/// A way of presenting the key that Virtua has documented at some time. The key is always sent raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtuaScheme {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `X-API-Key: KEY`.
    XApiKey,
    /// `Authorization: Basic KEY`, which is not base64 of a user and password.
    Basic,
}

/// Below which base paths the Virtua simulator answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtuaPaths {
    /// With and without `/v1`.
    Both,
    /// Only below `/v1`, as the newer documents say.
    V1Only,
    /// Only without a version, as the older document says.
    BareOnly,
}

impl VirtuaPaths {
    pub(crate) const fn accepts(self, versioned: bool) -> bool {
        match self {
            Self::Both => true,
            Self::V1Only => versioned,
            Self::BareOnly => !versioned,
        }
    }
}

/// How Virtua answers about a server that it does not have, always with 404. No document gives the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtuaUnknown {
    /// A code and a sentence that says so.
    Words,
    /// The code alone.
    Code,
    /// Nothing.
    Bare,
}

/// How a simulator behaves. `Debug` leaves the keys out.
#[derive(Clone)]
pub struct SimOptions {
    /// Factor on the time that changes take: 1.0 is as slow as the real provider, 0.1 ten times faster.
    pub speed: f64,
    /// Start of the pseudo-random numbers; the same seed gives the same account.
    pub seed: u64,
    /// How long each read takes. Not scaled by `speed`.
    pub read_latency: Duration,
    /// Replaces the demo account by this many generated servers.
    pub servers: Option<usize>,
    /// The accepted API key; empty means the kind's demo key.
    pub key: String,
    /// Another key, which Warren restricts to the first billing account, so that it need not be named; empty for none.
    pub restricted_key: String,
    /// Whether Virtua's documented rate limits are enforced. Warren publishes none.
    pub rate_limits: bool,
    /// Over how long those limits count; a minute at the real provider.
    pub rate_window: Duration,
    /// Adds servers whose names provoke faults, such as `fault-stop-hangs`, and odd but legal data.
    pub with_faults: bool,
    /// Which authentication schemes Virtua accepts.
    pub schemes: Vec<VirtuaScheme>,
    /// Below which base paths Virtua answers.
    pub paths: VirtuaPaths,
    /// How Virtua answers about a server that it does not have.
    pub unknown: VirtuaUnknown,
    /// Whether a VM takes the floating IPs that lead to it along when it is deleted. Live services leave them, unassigned.
    pub addresses_go_along: bool,
    /// Whether the `/_control` routes are served.
    pub control_routes: bool,
}

impl Default for SimOptions {
    fn default() -> Self {
        Self {
            speed: 1.0,
            seed: 1,
            read_latency: Duration::ZERO,
            servers: None,
            key: String::new(),
            restricted_key: String::new(),
            rate_limits: false,
            rate_window: Duration::from_secs(60),
            with_faults: false,
            schemes: vec![VirtuaScheme::Bearer, VirtuaScheme::XApiKey, VirtuaScheme::Basic],
            paths: VirtuaPaths::Both,
            unknown: VirtuaUnknown::Words,
            addresses_go_along: false,
            control_routes: true,
        }
    }
}

impl SimOptions {
    /// `real` as it takes in this simulator. A factor that is not a usable number counts as zero.
    pub(crate) fn scaled(&self, real: Duration) -> Duration {
        Duration::try_from_secs_f64(real.as_secs_f64() * self.speed).unwrap_or_default()
    }
}

impl fmt::Debug for SimOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimOptions")
            .field("speed", &self.speed)
            .field("seed", &self.seed)
            .field("read_latency", &self.read_latency)
            .field("servers", &self.servers)
            .field("rate_limits", &self.rate_limits)
            .field("rate_window", &self.rate_window)
            .field("with_faults", &self.with_faults)
            .field("schemes", &self.schemes)
            .field("paths", &self.paths)
            .field("unknown", &self.unknown)
            .field("addresses_go_along", &self.addresses_go_along)
            .field("control_routes", &self.control_routes)
            .finish_non_exhaustive()
    }
}
