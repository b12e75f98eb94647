//! The resolver of all provider calls. It runs on every new connection, and the connection goes to the very
//! addresses that it passed, so a name that changes its mind in between gains nothing.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{AllowedTarget, Blocked, special};

/// Resolves names and refuses those with an address that may not be called.
#[derive(Clone, Debug)]
pub(crate) struct GuardedResolver {
    allowed: Arc<[AllowedTarget]>,
}

impl GuardedResolver {
    pub(crate) fn new(allowed: &[AllowedTarget]) -> Self {
        Self { allowed: allowed.into() }
    }
}

/// One bad address among several refuses them all: such a name is either an attack or a mistake.
pub(super) fn check_addresses(
    name: &str,
    addresses: &[IpAddr],
    allowed: &[AllowedTarget],
) -> Result<(), Blocked> {
    let by_operator = allowed.iter().any(|target| target.names(name));
    let bad = |ip: &IpAddr| special::never(*ip) || (special::reserved(*ip) && !by_operator);
    if addresses.iter().any(bad) { Err(Blocked::Private) } else { Ok(()) }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let addresses: Vec<IpAddr> = found.iter().map(SocketAddr::ip).collect();
            check_addresses(name.as_str(), &addresses, &allowed)?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
