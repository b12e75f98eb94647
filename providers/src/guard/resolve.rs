//! The resolver of all provider calls. It runs on every new connection, and the connection goes to the very
//! addresses that it passed, so a name that changes its mind in between gains nothing.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{AllowedTarget, Blocked, special};

/// Asks for the addresses of a name; the port is not looked at.
type Lookup = fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

/// Resolves names and refuses those with an address that may not be called.
#[derive(Clone, Debug)]
pub(crate) struct GuardedResolver {
    allowed: Arc<[AllowedTarget]>,
    lookup: Lookup,
}

impl GuardedResolver {
    pub(crate) fn new(allowed: &[AllowedTarget]) -> Self {
        Self { allowed: allowed.into(), lookup: system }
    }
}

fn system(name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) }.boxed()
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
        let lookup = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let found = lookup.await?;
            let addresses: Vec<IpAddr> = found.iter().map(SocketAddr::ip).collect();
            check_addresses(name.as_str(), &addresses, &allowed)?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static ASKED: AtomicUsize = AtomicUsize::new(0);

    /// A name that turns to this machine once it was trusted.
    fn rebinding(_name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let first = ASKED.fetch_add(1, Ordering::SeqCst) == 0;
        let ip = if first { [93, 184, 216, 34] } else { [127, 0, 0, 1] };
        async move { Ok(vec![SocketAddr::from((ip, 0))]) }.boxed()
    }

    async fn resolve(resolver: &GuardedResolver, name: &str) -> Result<Vec<IpAddr>, Option<Blocked>> {
        match resolver.resolve(name.parse().unwrap()).await {
            Ok(found) => Ok(found.map(|address| address.ip()).collect()),
            Err(error) => Err(error.downcast_ref().copied()),
        }
    }

    #[tokio::test]
    async fn f3_a_rebinding_name_is_refused_when_it_turns() {
        let resolver = GuardedResolver { lookup: rebinding, ..GuardedResolver::new(&[]) };
        assert_eq!(resolve(&resolver, "turn.example").await, Ok(vec![IpAddr::from([93, 184, 216, 34])]));
        assert_eq!(resolve(&resolver, "turn.example").await, Err(Some(Blocked::Private)));
    }

    #[tokio::test]
    async fn f3_this_machine_is_refused_unless_the_operator_names_it() {
        assert_eq!(resolve(&GuardedResolver::new(&[]), "localhost").await, Err(Some(Blocked::Private)));
        let allowed = ["localhost:8080".parse().unwrap()];
        let found = resolve(&GuardedResolver::new(&allowed), "localhost").await.unwrap();
        assert!(!found.is_empty() && found.iter().all(IpAddr::is_loopback));
    }
}
