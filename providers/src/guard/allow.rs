//! The operator's list of private targets.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use url::{Host, Url};

/// One target that may be called although it is private or speaks plain HTTP: `10.0.0.0/8:443`, `127.0.0.1:8080`,
/// `[fd00::1]:443` or `cloud.lan:443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedTarget {
    host: AllowedHost,
    port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum AllowedHost {
    Network(IpAddr, u8),
    Name(String),
}

/// The text is not a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTarget;

impl fmt::Display for InvalidTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a target such as 10.0.0.0/8:443, 127.0.0.1:8080 or cloud.lan:443")
    }
}

impl std::error::Error for InvalidTarget {}

impl AllowedTarget {
    /// The host and port of `url`; `None` where it has none.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        let host = match url.host()? {
            Host::Domain(name) => AllowedHost::Name(name.to_owned()),
            Host::Ipv4(ip) => AllowedHost::Network(IpAddr::V4(ip), 32),
            Host::Ipv6(ip) => AllowedHost::Network(IpAddr::V6(ip), 128),
        };
        Some(Self { host, port: url.port_or_known_default()? })
    }

    pub(super) fn matches(&self, host: &Host<&str>, port: u16) -> bool {
        self.port == port
            && match (&self.host, host) {
                (AllowedHost::Name(name), Host::Domain(asked)) => name.eq_ignore_ascii_case(asked),
                (AllowedHost::Network(network, bits), Host::Ipv4(ip)) => {
                    inside(*network, *bits, IpAddr::V4(*ip))
                }
                (AllowedHost::Network(network, bits), Host::Ipv6(ip)) => {
                    inside(*network, *bits, IpAddr::V6(*ip))
                }
                _ => false,
            }
    }

    /// Whether this is a target with this host name, at whatever port.
    pub(super) fn names(&self, asked: &str) -> bool {
        matches!(&self.host, AllowedHost::Name(name) if name.eq_ignore_ascii_case(asked))
    }
}

fn inside(network: IpAddr, bits: u8, ip: IpAddr) -> bool {
    match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => same_prefix(left4(network), left4(ip), bits),
        (IpAddr::V6(network), IpAddr::V6(ip)) => same_prefix(u128::from(network), u128::from(ip), bits),
        _ => false,
    }
}

fn left4(ip: Ipv4Addr) -> u128 {
    u128::from(u32::from(ip)) << 96
}

fn same_prefix(a: u128, b: u128, bits: u8) -> bool {
    // A shift by all 128 bits has no value; a network of nought bits holds everything.
    (a ^ b).checked_shr(128 - u32::from(bits.min(128))).unwrap_or(0) == 0
}

impl FromStr for AllowedTarget {
    type Err = InvalidTarget;

    fn from_str(text: &str) -> Result<Self, InvalidTarget> {
        let (host, port) = text.trim().rsplit_once(':').ok_or(InvalidTarget)?;
        let port = port.parse().map_err(|_| InvalidTarget)?;
        let (host, bits) = match host.split_once('/') {
            Some((host, bits)) => (host, Some(bits.parse::<u8>().map_err(|_| InvalidTarget)?)),
            None => (host, None),
        };
        let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let host = if let Ok(ip) = literal.parse::<Ipv4Addr>() {
            AllowedHost::Network(IpAddr::V4(ip), bits.unwrap_or(32).min(32))
        } else if let Ok(ip) = literal.parse::<Ipv6Addr>() {
            AllowedHost::Network(IpAddr::V6(ip), bits.unwrap_or(128).min(128))
        } else {
            match (Host::parse(host), bits) {
                (Ok(Host::Domain(name)), None) => AllowedHost::Name(name),
                _ => return Err(InvalidTarget),
            }
        };
        Ok(Self { host, port })
    }
}
