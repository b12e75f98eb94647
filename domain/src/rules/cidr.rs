//! An address or a block of addresses, as allow-lists and firewalls take it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::error::DomainError;

/// A block of addresses whose host bits are zero. It prints as a plain address when it holds only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cidr {
    first: IpAddr,
    prefix: u8,
}

/// Why a text is not a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CidrError {
    /// Neither an address nor address/length.
    Shape,
    /// The length is above 32 (IPv4) or 128 (IPv6), given here.
    Length(u8),
    /// Bits after the prefix are set; the block that was probably meant.
    HostBits(Cidr),
}

/// Whom the addresses of a block can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CidrScope {
    /// Every address there is.
    Everyone,
    /// A private network: RFC 1918, RFC 6598, or RFC 4193.
    Private,
    /// Nobody who connects from elsewhere: loopback, link-local, multicast, unspecified, reserved.
    Unusable,
    /// The internet, at least in part.
    Public,
}

impl Cidr {
    /// The block around `address`, with host bits cleared; `None` when `prefix` is too long.
    #[must_use]
    pub fn around(address: IpAddr, prefix: u8) -> Option<Self> {
        let first = match address {
            IpAddr::V4(v4) if prefix <= 32 => {
                let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
            }
            IpAddr::V6(v6) if prefix <= 128 => {
                let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
            }
            _ => return None,
        };
        Some(Self { first, prefix })
    }

    /// The first address.
    #[must_use]
    pub const fn first(&self) -> IpAddr {
        self.first
    }

    /// How many leading bits all addresses share.
    #[must_use]
    pub const fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether `address` is inside. An IPv4 address is never inside an IPv6 block.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.first.is_ipv4() == address.is_ipv4()
            && Self::around(address, self.prefix).is_some_and(|block| block.first == self.first)
    }

    /// Whether all of `other` is inside.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.prefix <= other.prefix && self.contains(other.first)
    }

    /// Whom its addresses can belong to.
    #[must_use]
    pub fn scope(&self) -> CidrScope {
        let inside = |blocks: &[(IpAddr, u8)]| {
            blocks
                .iter()
                .any(|(first, prefix)| Self::around(*first, *prefix).is_some_and(|block| block.covers(self)))
        };
        if self.prefix == 0 {
            CidrScope::Everyone
        } else if inside(&PRIVATE) {
            CidrScope::Private
        } else if inside(&UNUSABLE) {
            CidrScope::Unusable
        } else {
            CidrScope::Public
        }
    }

    const fn is_single(&self) -> bool {
        self.prefix == if self.first.is_ipv4() { 32 } else { 128 }
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

const fn v6(first: u16) -> IpAddr {
    IpAddr::V6(Ipv6Addr::new(first, 0, 0, 0, 0, 0, 0, 0))
}

const PRIVATE: [(IpAddr, u8); 5] = [
    (v4(10, 0, 0, 0), 8),
    (v4(172, 16, 0, 0), 12),
    (v4(192, 168, 0, 0), 16),
    (v4(100, 64, 0, 0), 10),
    (v6(0xfc00), 7),
];

const UNUSABLE: [(IpAddr, u8); 7] = [
    (v4(0, 0, 0, 0), 8),
    (v4(127, 0, 0, 0), 8),
    (v4(169, 254, 0, 0), 16),
    (v4(224, 0, 0, 0), 3),
    // `::` and `::1`.
    (v6(0), 127),
    (v6(0xfe80), 10),
    (v6(0xff00), 8),
];

impl FromStr for Cidr {
    type Err = CidrError;

    fn from_str(text: &str) -> Result<Self, CidrError> {
        let (address, length) = match text.split_once('/') {
            None => (text, None),
            Some((address, length)) => (address, Some(length)),
        };
        let address: IpAddr = address.parse().map_err(|_| CidrError::Shape)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match length {
            None => longest,
            // No sign, no leading zero: the provider compares texts when an entry is to be removed.
            Some(digits) if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) => {
                return Err(CidrError::Shape);
            }
            Some(digits) if digits.len() > 1 && digits.starts_with('0') => return Err(CidrError::Shape),
            Some(digits) => digits.parse::<u8>().map_err(|_| CidrError::Length(longest))?,
        };
        let block = Self::around(address, prefix).ok_or(CidrError::Length(longest))?;
        if block.first == address { Ok(block) } else { Err(CidrError::HostBits(block)) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single() {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.prefix)
        }
    }
}

/// Reads an address or a block that a person typed.
///
/// # Errors
/// Beside `field`, with the block that was probably meant where host bits are set.
pub fn cidr(field: &str, text: &str) -> Result<Cidr, DomainError> {
    text.trim().parse().map_err(|error| {
        let why = match error {
            CidrError::Shape => {
                "Enter an address or a block of addresses, such as 203.0.113.7 or 203.0.113.0/24.".to_owned()
            }
            CidrError::Length(longest) => format!("The number after the slash is at most {longest}."),
            CidrError::HostBits(block) => {
                format!("This address lies inside a block. Enter {block} for the block.")
            }
        };
        DomainError::invalid(field, why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_print_as_they_are_written() {
        for text in [
            "1.2.3.0/24",
            "176.112.157.203",
            "0.0.0.0/0",
            "10.0.0.0/8",
            "2001:db8::/32",
            "::1",
            "::/0",
            "0.0.0.0",
        ] {
            assert_eq!(text.parse::<Cidr>().unwrap().to_string(), text);
        }
        assert_eq!("1.2.3.4/32".parse::<Cidr>().unwrap().to_string(), "1.2.3.4");
        assert_eq!("::1/128".parse::<Cidr>().unwrap().to_string(), "::1");
        assert_eq!("2001:DB8:0:0::/64".parse::<Cidr>().unwrap().to_string(), "2001:db8::/64");
    }

    #[test]
    fn what_is_no_block_says_why() {
        for wrong in
            ["", "a", "1.2.3", "1.2.3.4/", "1.2.3.4/+8", "1.2.3.4/08", "01.2.3.4", "1.2.3.4/8/8", "::1%eth0"]
        {
            assert_eq!(wrong.parse::<Cidr>(), Err(CidrError::Shape), "{wrong}");
        }
        assert_eq!("1.2.3.4/33".parse::<Cidr>(), Err(CidrError::Length(32)));
        assert_eq!("1.2.3.4/999".parse::<Cidr>(), Err(CidrError::Length(32)));
        assert_eq!("::/129".parse::<Cidr>(), Err(CidrError::Length(128)));
        let error = cidr("address", " 1.2.3.4/24 ").unwrap_err();
        assert_eq!(error.field.as_deref(), Some("address"));
        assert_eq!(error.message, "This address lies inside a block. Enter 1.2.3.0/24 for the block.");
    }

    #[test]
    fn what_is_inside() {
        let block: Cidr = "10.123.8.0/24".parse().unwrap();
        assert!(block.contains("10.123.8.255".parse().unwrap()));
        assert!(!block.contains("10.123.9.0".parse().unwrap()));
        assert!(!"0.0.0.0/0".parse::<Cidr>().unwrap().contains("::1".parse().unwrap()));
        assert!(block.covers(&"10.123.8.128/25".parse().unwrap()));
        assert!(!block.covers(&"10.123.0.0/16".parse().unwrap()));
        assert_eq!(Cidr::around("1.2.3.4".parse().unwrap(), 33), None);
        assert_eq!(block.prefix(), 24);
    }

    #[test]
    fn whose_addresses() {
        use CidrScope::{Everyone, Private, Public, Unusable};
        for (text, scope) in [
            ("0.0.0.0/0", Everyone),
            ("::/0", Everyone),
            ("10.0.0.0/8", Private),
            ("10.1.2.3", Private),
            ("172.16.0.0/12", Private),
            ("172.0.0.0/8", Public),
            ("192.168.1.0/24", Private),
            ("100.64.0.0/10", Private),
            ("fd00::/8", Private),
            ("127.0.0.1", Unusable),
            ("169.254.169.254", Unusable),
            ("224.0.0.0/4", Unusable),
            ("255.255.255.255", Unusable),
            ("0.0.0.0", Unusable),
            ("::1", Unusable),
            ("fe80::/64", Unusable),
            ("8.8.8.8", Public),
            ("2001:db8::/32", Public),
            ("128.0.0.0/1", Public),
        ] {
            assert_eq!(text.parse::<Cidr>().unwrap().scope(), scope, "{text}");
        }
    }
}
