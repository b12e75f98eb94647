//! Addresses of servers, and which of them the world can reach.

use std::net::IpAddr;

use domain::server::{Address, AddressScope};

/// The address that `text` writes, with or without a prefix length; `None` for anything else.
pub(crate) fn address(text: &str) -> Option<Address> {
    let ip: IpAddr = text.trim().split('/').next()?.parse().ok()?;
    if ip.is_unspecified() {
        return None;
    }
    Some(Address { ip, scope: scope(ip) })
}

fn scope(ip: IpAddr) -> AddressScope {
    let private = match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    };
    if private { AddressScope::Private } else { AddressScope::Public }
}

/// Public ones first, IPv4 before IPv6, each once.
pub(crate) fn sort_public_first(addresses: &mut Vec<Address>) {
    addresses.sort_by_key(|address| (address.scope == AddressScope::Private, address.ip));
    addresses.dedup_by_key(|address| address.ip);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_come_first_and_once() {
        let texts =
            ["10.0.0.1", "2a05:1cc0::1", "203.0.113.7", "203.0.113.7/32", "fd00::1", "", "n/a", "0.0.0.0"];
        let mut addresses: Vec<_> = texts.iter().filter_map(|text| address(text)).collect();
        sort_public_first(&mut addresses);
        let shown: Vec<_> = addresses.iter().map(|address| address.ip.to_string()).collect();
        assert_eq!(shown, ["203.0.113.7", "2a05:1cc0::1", "10.0.0.1", "fd00::1"]);
    }
}
