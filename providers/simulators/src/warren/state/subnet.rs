//! Which private addresses and subnets are still free.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use super::{Location, Network};

impl Location {
    /// The lowest address of the network that nothing in the location has; the first two are the provider's own.
    pub(in crate::warren) fn free_private_ipv4(&self, network: &Network) -> Option<String> {
        let (first, size) = range(&network.subnet)?;
        let vms = self.vms.iter().map(|vm| vm.private_ipv4.as_str());
        let balancers = self.balancers.iter().map(|balancer| balancer.private_address.as_str());
        let taken: BTreeSet<u32> = vms.chain(balancers).filter_map(number).collect();
        let free = (2..size.saturating_sub(1)).map(|host| first + host).find(|host| !taken.contains(host))?;
        Some(Ipv4Addr::from(free).to_string())
    }

    /// A subnet that no network of the location has. Subnets are assigned, never chosen.
    pub(in crate::warren) fn free_subnet(&self) -> String {
        let taken: BTreeSet<&str> = self.networks.iter().map(|network| network.subnet.as_str()).collect();
        let all = (100..=255).flat_map(|high| (0..=255).map(move |low| format!("10.{high}.{low}.0/24")));
        let mut free = all.filter(|subnet| !taken.contains(subnet.as_str()));
        free.next().unwrap_or_else(|| "192.168.0.0/24".to_owned())
    }
}

fn number(address: &str) -> Option<u32> {
    address.parse::<Ipv4Addr>().ok().map(u32::from)
}

/// First address and number of addresses of `a.b.c.d/p`.
fn range(subnet: &str) -> Option<(u32, u32)> {
    let (address, prefix) = subnet.split_once('/')?;
    let size = 1_u32.checked_shl(32_u32.checked_sub(prefix.parse().ok()?)?)?;
    Some((number(address)?, size))
}

#[cfg(test)]
mod tests {
    use crate::warren::testing::account;

    #[test]
    fn what_is_free_is_inside_and_had_by_nobody() {
        let mut state = account();
        let location = state.location_mut("jkt01").unwrap();
        let network = &location.networks[0];
        assert_eq!(network.subnet, "10.20.0.0/16");
        assert_eq!(
            location.free_private_ipv4(network).unwrap(),
            "10.20.0.8",
            "five VMs and a balancer have the lower ones"
        );
        assert_eq!(location.free_private_ipv4(&location.networks[1]).unwrap(), "10.20.200.2");
        let first = location.free_subnet();
        location.networks[1].subnet.clone_from(&first);
        assert_eq!((first.as_str(), location.free_subnet().as_str()), ("10.100.0.0/24", "10.100.1.0/24"));
    }
}
