//! Whether it is safe to listen where the operator says (security.md S8), and which origin browsers then see.

use std::net::SocketAddr;

use ipnet::IpNet;
use url::Url;

use super::Failure;
use crate::config::PublicOrigin;

/// Works out the origin for a listener at `address`.
///
/// # Errors
/// When passwords or keys would travel unprotected.
pub fn origin(
    address: SocketAddr,
    public_origin: Option<&Url>,
    trusted_proxies: &[IpNet],
) -> Result<PublicOrigin, Failure> {
    if public_origin.is_some_and(|url| url.scheme() != "https" || url.host().is_none()) {
        return Err(Failure::new(
            "--public-origin must begin with https://: a proxy in front has to add TLS",
        ));
    }
    match public_origin {
        Some(url) if address.ip().is_loopback() || !trusted_proxies.is_empty() => {
            Ok(PublicOrigin::configured(url))
        }
        None if address.ip().is_loopback() => Ok(PublicOrigin::loopback(address)),
        _ => Err(Failure::new(format!(
            "refusing to listen on {address} without TLS: listen on 127.0.0.1, or put a proxy with TLS in front and \
             give --public-origin https://… and --trusted-proxy ADDRESS"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s8_without_tls_only_on_loopback_or_behind_a_named_proxy() {
        let check = |listen: &str, public: Option<&str>, proxies: &[&str]| {
            let public = public.map(|url| Url::parse(url).unwrap());
            let proxies: Vec<IpNet> = proxies.iter().map(|net| net.parse().unwrap()).collect();
            origin(listen.parse().unwrap(), public.as_ref(), &proxies).map(|origin| origin.is_secure()).ok()
        };
        let https = Some("https://deck.example.com");
        assert_eq!(check("127.0.0.1:3000", None, &[]), Some(false));
        assert_eq!(check("[::1]:3000", None, &[]), Some(false));
        assert_eq!(check("127.0.0.1:3000", https, &[]), Some(true));
        assert_eq!(check("0.0.0.0:3000", https, &["10.0.0.0/8"]), Some(true));
        for (listen, public, proxies) in [
            ("0.0.0.0:3000", None, &[][..]),
            ("192.0.2.1:3000", None, &["10.0.0.0/8"]),
            ("0.0.0.0:3000", https, &[]),
            ("0.0.0.0:3000", Some("http://deck.example.com"), &["10.0.0.0/8"]),
            ("127.0.0.1:3000", Some("http://deck.example.com"), &[]),
        ] {
            assert_eq!(check(listen, public, proxies), None, "{listen} {public:?} {proxies:?}");
        }
    }
}
