//! Every page's address, and how addresses are built. Nothing else in this crate writes a path out.

use std::fmt::Write as _;

use domain::ids::{CredentialId, ServerKey};
use domain::operation::OperationState;
use domain::power::PowerAction;
use domain::query::{ServerQuery, Sort};

/// The start page; leads to the servers.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// First run: the first account, by a one-time link. Takes a token.
pub const SETUP: &str = "/setup";
/// All servers.
pub const SERVERS: &str = "/servers";
/// The team's provider credentials.
pub const CREDENTIALS: &str = "/team/credentials";
/// All operations.
pub const ACTIVITY: &str = "/activity";
/// The person's own page.
pub const ACCOUNT: &str = "/account";

/// Every page as the router spells it, for tests that open each one.
pub const PAGES: [&str; 8] =
    [HOME, SIGN_IN, "/setup/:token", SERVERS, "/servers/:key", CREDENTIALS, ACTIVITY, ACCOUNT];

/// One server's page.
#[must_use]
pub fn server(key: &ServerKey) -> String {
    format!("{SERVERS}/{key}")
}

/// One server's page with the plan of `action` on top.
#[must_use]
pub fn server_plan(key: &ServerKey, action: PowerAction) -> String {
    format!("{SERVERS}/{key}?plan={}", action.slug())
}

/// The sign-in page that leads on to `next`.
#[must_use]
pub fn sign_in(next: &str) -> String {
    address(SIGN_IN, &[("next", next)])
}

/// The server list as `query` asks for it.
#[must_use]
pub fn servers(query: &ServerQuery) -> String {
    servers_plan(query, None)
}

/// The server list, with the plan of an action on one server on top.
#[must_use]
pub fn servers_plan(query: &ServerQuery, plan: Option<(PowerAction, &ServerKey)>) -> String {
    let sort = if query.sort == Sort::default() { String::new() } else { query.sort.slug() };
    let page = if query.page > 1 { query.page.to_string() } else { String::new() };
    let (action, key) = match plan {
        Some((action, key)) => (action.slug(), key.to_string()),
        None => ("", String::new()),
    };
    address(
        SERVERS,
        &[("q", &query.search), ("sort", &sort), ("page", &page), ("plan", action), ("on", &key)],
    )
}

/// The activity page.
#[must_use]
pub fn activity(search: &str, state: Option<OperationState>, page: u32) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    address(ACTIVITY, &[("q", search), ("state", state.map_or("", OperationState::slug)), ("page", &page)])
}

/// The credentials page with one of its sheets: `add`, `replace` or `remove`.
#[must_use]
pub fn credentials(sheet: &str, on: Option<CredentialId>) -> String {
    let on = on.map(|id| id.to_string()).unwrap_or_default();
    address(CREDENTIALS, &[("do", sheet), ("on", &on)])
}

/// A path with the parameters that are not empty.
#[must_use]
pub fn address(path: &str, params: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in params.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.len() == path.len() { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
    }
    out
}

/// Percent-encodes a parameter's value.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/' | b':') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _written = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The inverse of [`encode`]; what is no encoding stays as it is.
#[must_use]
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `target` if it is an address inside Skydeck, else the server list: nobody is led away by a crafted link. Spaces and
/// letters beyond ASCII, which a parameter loses its encoding for on the way, are encoded again.
#[must_use]
pub fn local(target: &str) -> String {
    let inside = target.starts_with('/')
        && !target.starts_with("//")
        && !target.starts_with("/api/")
        && target.len() <= 2000
        && !target.chars().any(|c| c.is_control() || c == '\\');
    if !inside {
        return SERVERS.to_owned();
    }
    let plain = |c: char| c.is_ascii_graphic() && c != '"';
    target
        .chars()
        .map(|c| if plain(c) { c.to_string() } else { encode(c.encode_utf8(&mut [0; 4])) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ServerKey {
        "6f9619ff8b86d011b42d00c04fc964ff~jkt01~42".parse().unwrap()
    }

    #[test]
    fn addresses_carry_what_is_not_the_default() {
        assert_eq!(servers(&ServerQuery::default()), "/servers");
        let query = ServerQuery {
            search: "status:running name~\"front end\"".into(),
            sort: Sort::from_slug("-cost").unwrap(),
            page: 3,
        };
        assert_eq!(
            servers_plan(&query, Some((PowerAction::ForceStop, &key()))),
            "/servers?q=status:running%20name~%22front%20end%22&sort=-cost&page=3&plan=force-stop\
             &on=6f9619ff8b86d011b42d00c04fc964ff~jkt01~42"
        );
        assert_eq!(activity("", Some(OperationState::Unknown), 1), "/activity?state=unknown");
        assert_eq!(sign_in("/servers?q=a&b"), "/sign-in?next=/servers%3Fq%3Da%26b");
        assert_eq!(credentials("add", None), "/team/credentials?do=add");
    }

    #[test]
    fn encodings_are_undone() {
        for text in ["", "a b", "100%", "é~/%2F", "\u{1F680}", "%zz%"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("%zz%4"), "%zz%4");
    }

    #[test]
    fn only_addresses_inside_are_followed() {
        for inside in ["/", "/servers?q=a", "/servers/x~y~z?plan=stop"] {
            assert_eq!(local(inside), inside);
        }
        for outside in
            ["", "servers", "//evil.test", "/\\evil.test", "https://evil.test", "/a\nb", "/api/servers/power"]
        {
            assert_eq!(local(outside), SERVERS, "{outside:?}");
        }
    }
}
