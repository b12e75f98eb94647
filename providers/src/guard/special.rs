//! Which addresses are not on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Never called, whatever the operator allows: metadata services, and what is no single host.
pub(super) fn never(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_broadcast()
                || ip.is_link_local()
                || ip == Ipv4Addr::new(100, 100, 100, 200)
                || ip == Ipv4Addr::new(168, 63, 129, 16)
        }
        IpAddr::V6(ip) => {
            ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unicast_link_local()
                || ip == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
                || embedded(ip).is_some_and(|inner| never(IpAddr::V4(inner)))
        }
    }
}

/// Called only when the operator allows it. IPv6 addresses that carry an IPv4 one count as reserved altogether: no
/// provider is reached through them, and each is a way around the IPv4 rules.
pub(super) fn reserved(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => reserved4(ip),
        IpAddr::V6(ip) => reserved6(ip),
    }
}

fn reserved4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    never(IpAddr::V4(ip))
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_documentation()
        || a == 0
        // Carrier-grade NAT.
        || (a == 100 && (64..128).contains(&b))
        // IETF protocol assignments and 6to4 relays.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        // Benchmarks.
        || (a == 198 && (18..20).contains(&b))
        // Reserved for ever.
        || a >= 240
}

fn reserved6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    never(IpAddr::V6(ip))
        || ip.is_loopback()
        || embedded(ip).is_some()
        // Unique local and the old site-local addresses.
        || (a & 0xfe00) == 0xfc00
        || (a & 0xffc0) == 0xfec0
        // Discard-only, local-use NAT64.
        || (a == 0x0100 && b == 0)
        || (a == 0x0064 && b == 0xff9b)
        // IETF assignments with Teredo, benchmarks and ORCHID; documentation.
        || (a == 0x2001 && b < 0x0200)
        || (a == 0x2001 && b == 0x0db8)
        || (a == 0x3fff && b < 0x1000)
        // What is not global unicast at all.
        || (a & 0xe000) != 0x2000
}

/// The IPv4 address inside a mapped, compatible, NAT64 or 6to4 one.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) => Some(join(g, h)),
        // Translated addresses, `::ffff:0:a.b.c.d`.
        (0, 0, 0, 0, 0xffff, 0) => Some(join(g, h)),
        (0, 0, 0, 0, 0, 0) if u32::from(join(g, h)) > 1 => Some(join(g, h)),
        (0x64, 0xff9b, 0, 0, 0, 0) => Some(join(g, h)),
        (0x2002, ..) => Some(join(b, c)),
        _ => None,
    }
}
