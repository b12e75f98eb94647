//! Keeps calls out of private networks: the check of an address before a call, and of what its name resolves to
//! when the connection is made (security.md F1–F5).

mod allow;
mod resolve;
mod special;

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

pub use allow::{AllowedTarget, InvalidTarget};
pub(crate) use resolve::GuardedResolver;

/// Why an address may not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blocked {
    /// Not an address at all.
    Malformed,
    /// Neither HTTPS nor HTTP to a target that the operator allows.
    NotHttps,
    /// User name or password in the address.
    UserInfo,
    /// A query or a fragment.
    Extra,
    /// A port that is neither 443 nor allowed.
    Port,
    /// A special address, or a host written so that readers and parsers disagree about it.
    Private,
}

impl Blocked {
    pub(crate) fn public_message(self) -> &'static str {
        match self {
            Self::Malformed => "Enter an address such as https://api.example.com/v1.",
            Self::NotHttps => "The address must start with https://.",
            Self::UserInfo => "Leave user name and password out of the address.",
            Self::Extra => "Leave everything from ? or # on out of the address.",
            Self::Port => "The address must use port 443.",
            Self::Private => "The address leads into a private or reserved network, which is not allowed.",
        }
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.public_message())
    }
}

impl std::error::Error for Blocked {}

/// Checks what a person typed and gives its canonical form, without a trailing slash.
pub(crate) fn check_base_url(text: &str, allowed: &[AllowedTarget]) -> Result<Url, Blocked> {
    // `url` drops tabs and line ends, turns backslashes into slashes and decodes hosts; what a person sees must be what
    // is called.
    if text.len() > 512
        || text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '%'))
    {
        return Err(Blocked::Malformed);
    }
    let mut url = Url::parse(text).map_err(|_| Blocked::Malformed)?;
    if let Some(Host::Ipv4(ip)) = url.host() {
        // Decimal, octal, hexadecimal and short forms all parse to an address; only the plain one is taken.
        if written_host(text) != Some(ip.to_string().as_str()) {
            return Err(Blocked::Private);
        }
    }
    check_url(&url, allowed)?;
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Checks an address right before it is called. Names pass here and are checked by [`GuardedResolver`]; literal
/// addresses never reach a resolver, so they are checked here.
pub(crate) fn check_url(url: &Url, allowed: &[AllowedTarget]) -> Result<(), Blocked> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Blocked::UserInfo);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Blocked::Extra);
    }
    let port = url.port_or_known_default().ok_or(Blocked::NotHttps)?;
    let host = url.host().ok_or(Blocked::Malformed)?;
    let by_operator = allowed.iter().any(|target| target.matches(&host, port));
    match url.scheme() {
        "https" => {}
        "http" if by_operator => {}
        _ => return Err(Blocked::NotHttps),
    }
    let ip = match host {
        Host::Domain(name) => return check_name(name, port, by_operator, allowed),
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
    };
    if special::never(ip) || (special::reserved(ip) && !by_operator) {
        return Err(Blocked::Private);
    }
    if port != 443 && !by_operator {
        return Err(Blocked::Port);
    }
    Ok(())
}

fn check_name(name: &str, port: u16, by_operator: bool, allowed: &[AllowedTarget]) -> Result<(), Blocked> {
    if by_operator {
        return Ok(());
    }
    let bare = name.trim_end_matches('.');
    let last = bare.rsplit('.').next().unwrap_or_default();
    // Names without a dot and names of the local network have no business on the internet.
    if !bare.contains('.') || matches!(last, "localhost" | "local" | "internal" | "lan" | "home" | "arpa") {
        return Err(Blocked::Private);
    }
    // The resolver lets an allowed name into private networks, whatever the port; so the port must fit here.
    if port != 443 || allowed.iter().any(|target| target.names(name)) {
        return Err(Blocked::Port);
    }
    Ok(())
}

/// The host as it was typed.
fn written_host(text: &str) -> Option<&str> {
    let rest = text.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(host.split_once(':').map_or(host, |(host, _)| host))
}

#[cfg(test)]
mod tests;
