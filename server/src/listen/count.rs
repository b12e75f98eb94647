//! How many connections each address holds.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::HttpConfig;

/// The counts of all addresses.
#[derive(Clone, Debug)]
pub struct PerIp {
    config: Arc<HttpConfig>,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// Counts one connection until it is dropped.
#[derive(Debug)]
pub struct Counted {
    ip: IpAddr,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl PerIp {
    /// Nobody is connected.
    pub fn new(config: Arc<HttpConfig>) -> Self {
        Self { config, counts: Arc::default() }
    }

    /// Counts a connection; none when the address holds too many.
    ///
    /// A proxy holds those of all its clients, and this machine's own are the operator's.
    pub fn enter(&self, ip: IpAddr) -> Option<Counted> {
        let ip = ip.to_canonical();
        let exempt = ip.is_loopback() || self.config.trusts(ip);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(ip).or_default();
        if !exempt && *count >= self.config.limits.connections_per_ip {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Counted { ip, counts: self.counts.clone() })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.ip);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::http_config;

    #[test]
    fn t2_one_address_cannot_take_all_places() {
        let mut config = http_config();
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        let counts = PerIp::new(Arc::new(config));
        let stranger = "203.0.113.9".parse().unwrap();
        let mut held: Vec<_> = (0..64).map(|_| counts.enter(stranger).unwrap()).collect();
        assert!(counts.enter(stranger).is_none());
        held.pop();
        assert!(counts.enter(stranger).is_some());
        for exempt in ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3"] {
            let held: Vec<_> = (0..65).map(|_| counts.enter(exempt.parse().unwrap())).collect();
            assert!(held.iter().all(Option::is_some), "{exempt}");
        }
        drop(held);
        assert!(counts.counts.lock().unwrap().is_empty(), "nothing is remembered of those who left");
    }
}
