//! Whose address counts: the socket's, unless a proxy that we trust says better.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::FORWARDED;

use crate::config::HttpConfig;

/// The socket's other end, as the listener saw it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address, for throttling and the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

/// Works the address out and puts it beside the request.
pub async fn layer(State(config): State<Arc<HttpConfig>>, mut request: Request, next: Next) -> Response {
    let peer =
        request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let client = client(&config, peer.to_canonical(), request.headers());
    request.extensions_mut().insert(ClientIp(client));
    // Under this type the pages' half finds it.
    request.extensions_mut().insert(client);
    next.run(request).await
}

/// Goes back along the chain of proxies, from the nearest, as far as it consists of trusted ones.
///
/// What an untrusted peer claims is never read: whoever can reach us directly could claim anything.
fn client(config: &HttpConfig, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut nearest = peer;
    for claimed in chain(headers).into_iter().rev() {
        if !config.trusts(nearest) {
            break;
        }
        let Some(claimed) = claimed else { break };
        nearest = claimed;
    }
    nearest
}

/// The chain as claimed, client first; `None` for what is no address. `Forwarded` wins where both are sent.
fn chain(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let texts = |name: &str| -> Vec<String> {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(|part| part.trim().to_owned()).collect()
    };
    let forwarded = texts(FORWARDED.as_str());
    if forwarded.is_empty() {
        return texts("x-forwarded-for").iter().map(|text| address(text)).collect();
    }
    let is_for = |pair: &&str| pair.trim().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("for="));
    forwarded
        .iter()
        .map(|element| element.split(';').find(is_for).and_then(|pair| address(pair.trim().get(4..)?)))
        .collect()
}

/// An address with or without quotes, brackets and port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches('"');
    let bare =
        text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(inside, _)| inside);
    let ip = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(IpAddr::to_canonical(&ip))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::testing::http_config;

    fn seen(trusted: &[&str], peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let mut config = http_config();
        config.trusted_proxies = trusted.iter().map(|net| net.parse().unwrap()).collect();
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        client(&config, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn l5_an_untrusted_peer_is_not_believed() {
        let claim = [("x-forwarded-for", "1.1.1.1"), ("forwarded", "for=1.1.1.1")];
        assert_eq!(seen(&[], "203.0.113.9", &claim), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "203.0.113.9", &claim), "203.0.113.9");
    }

    #[test]
    fn l5_a_trusted_proxy_names_the_client_and_the_clients_own_claims_are_cut_off() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(
            seen(&trusted, "10.0.0.1", &[("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.2.2.2")]),
            "203.0.113.9"
        );
        assert_eq!(
            seen(&trusted, "10.0.0.1", &[("forwarded", "For=\"[2001:db8::7]:4711\";proto=https")]),
            "2001:db8::7"
        );
        assert_eq!(seen(&trusted, "10.0.0.1", &[("x-forwarded-for", "203.0.113.9:1234")]), "203.0.113.9");
        assert_eq!(seen(&trusted, "::ffff:10.0.0.1", &[("x-forwarded-for", "rubbish")]), "::ffff:10.0.0.1");
        assert_eq!(seen(&trusted, "10.0.0.1", &[]), "10.0.0.1");
    }
}
