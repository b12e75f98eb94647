//! How the server speaks HTTP: which origin it is, whom it believes, and where its limits lie.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::rules::cloud_init::WRITTEN_MAX_BYTES;
use ipnet::IpNet;
use url::Url;

/// Settings of the HTTP side, fixed at start.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Which origin browsers see.
    pub origin: PublicOrigin,
    /// Peers whose forwarding headers are believed. Nobody by default.
    pub trusted_proxies: Vec<IpNet>,
    /// Sizes, times and counts.
    pub limits: Limits,
}

impl HttpConfig {
    /// Whether `ip` is a proxy that is believed.
    #[must_use]
    pub fn trusts(&self, ip: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|net| net.contains(&ip.to_canonical()))
    }
}

/// The origins under which browsers reach this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin {
    accepted: Vec<String>,
    secure: bool,
}

impl PublicOrigin {
    /// As the operator says, for a proxy that adds TLS. Only scheme, host and port of the address count.
    #[must_use]
    pub fn configured(url: &Url) -> Self {
        Self { accepted: vec![url.origin().ascii_serialization()], secure: url.scheme() == "https" }
    }

    /// Plain HTTP on this machine only, under the names that browsers give it.
    #[must_use]
    pub fn loopback(address: SocketAddr) -> Self {
        let port = address.port();
        let accepted =
            ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("http://{host}:{port}")).to_vec();
        Self { accepted, secure: false }
    }

    /// Whether an `Origin` header names this server.
    #[must_use]
    pub fn accepts(&self, origin: &str) -> bool {
        self.accepted.iter().any(|accepted| accepted == origin)
    }

    /// Whether a `Host` header names this server: by the name that browsers type, or by an address, which no stranger's
    /// name can be. The port is the proxy's business.
    #[must_use]
    pub fn answers_to(&self, host: &str) -> bool {
        let Ok(url) = Url::parse(&format!("http://{host}/")) else { return false };
        match url.host() {
            Some(url::Host::Domain(name)) => {
                name == "localhost"
                    || self
                        .accepted
                        .iter()
                        .any(|accepted| Url::parse(accepted).is_ok_and(|own| own.host_str() == Some(name)))
            }
            Some(_) => true,
            None => false,
        }
    }

    /// Whether `address`, with path and query, lies on this server.
    #[must_use]
    pub fn contains(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| self.accepts(&url.origin().ascii_serialization()))
    }

    /// Whether browsers come over TLS.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// The session cookie's name. The `__Host-` prefix needs TLS.
    #[must_use]
    pub const fn session_cookie(&self) -> &'static str {
        if self.secure { "__Host-sid" } else { "sid" }
    }
}

/// Sizes, times and counts. The default is what is shipped.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest request body in bytes.
    pub body_bytes: usize,
    /// Largest body in bytes of the forms that may carry a script.
    pub script_body_bytes: usize,
    /// How long a body may pause between two pieces.
    pub body_idle: Duration,
    /// How long an answer may take. Event streams are exempt.
    pub request: Duration,
    /// How long a request's head may take, and how long an idle connection is kept.
    pub header_read: Duration,
    /// Connections in all.
    pub connections: usize,
    /// Connections of one address. This machine and trusted proxies are exempt.
    pub connections_per_ip: usize,
    /// Calls of one session; `None` lifts the limit. Pages are exempt: they change nothing and are rendered from memory.
    pub rate: Option<RateLimits>,
    /// Time between signs of life on an event stream.
    pub heartbeat: Duration,
    /// Time between two looks whether an event stream's reader may still read.
    pub recheck: Duration,
    /// How long a shutdown waits for requests under way.
    pub drain: Duration,
}

/// The functions whose forms may carry a script: those that keep one, and those that show and confirm the plan of a new server.
const WITH_SCRIPTS: [&str; 3] = ["/api/scripts/save", "/api/acts/ask", "/api/acts/run"];

impl Limits {
    /// Largest body in bytes that is read at this path.
    #[must_use]
    pub fn body_at(&self, path: &str) -> usize {
        if WITH_SCRIPTS.contains(&path) { self.script_body_bytes } else { self.body_bytes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            // A script's character takes six bytes at most: `\u0001` in JSON, and five as `%250A`, where a form's fields are
            // carried within a form. The rest is for everything beside it.
            script_body_bytes: 6 * WRITTEN_MAX_BYTES + 64 * 1024,
            body_idle: Duration::from_secs(10),
            request: Duration::from_secs(30),
            header_read: Duration::from_secs(10),
            connections: 1024,
            connections_per_ip: 64,
            rate: Some(RateLimits::default()),
            heartbeat: Duration::from_secs(15),
            recheck: Duration::from_secs(30),
            drain: Duration::from_secs(25),
        }
    }
}

/// How much one session may ask, as buckets that fill at a steady rate.
#[derive(Clone, Copy, Debug)]
pub struct RateLimits {
    /// Calls per second in the long run.
    pub calls_per_second: f64,
    /// Calls at once.
    pub calls_burst: f64,
    /// Changes per minute, in the long run and at once.
    pub changes_per_minute: f64,
    /// Files of whole lists per minute, in the long run and at once.
    pub exports_per_minute: f64,
    /// Calls under way at the same time, event streams included.
    pub concurrent: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            calls_per_second: 20.0,
            calls_burst: 60.0,
            changes_per_minute: 30.0,
            exports_per_minute: 2.0,
            concurrent: 16,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configured_origin_is_exactly_that_origin() {
        let origin = PublicOrigin::configured(&Url::parse("https://deck.example.com/ignored?x").unwrap());
        assert!(origin.accepts("https://deck.example.com"));
        for other in [
            "http://deck.example.com",
            "https://deck.example.com:444",
            "https://evil.test",
            "null",
            "",
            "https://deck.example.com.evil.test",
        ] {
            assert!(!origin.accepts(other), "{other}");
        }
        assert!(origin.contains("https://deck.example.com/servers?page=2"));
        assert!(!origin.contains("https://deck.example.com@evil.test/"));
        assert_eq!(origin.session_cookie(), "__Host-sid");
    }

    #[test]
    fn s1_the_plain_cookie_name_is_only_for_loopback_http() {
        let origin = PublicOrigin::loopback("127.0.0.1:3000".parse().unwrap());
        assert!(origin.accepts("http://localhost:3000") && origin.accepts("http://[::1]:3000"));
        assert!(!origin.accepts("http://localhost:3001") && !origin.accepts("https://localhost:3000"));
        assert_eq!(origin.session_cookie(), "sid");
    }
}
