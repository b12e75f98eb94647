//! Every page's address, and how addresses are built. Nothing else in this crate writes a path out.

use std::fmt::Write as _;

use domain::act::Fields;
use domain::ids::{CredentialId, ServerKey};
use domain::operation::OperationState;
use domain::query::{ServerQuery, Sort};

/// The start page; leads to the servers.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// First run: the first account, by a one-time link. Takes a token.
pub const SETUP: &str = "/setup";
/// All servers.
pub const SERVERS: &str = "/servers";
/// Making servers.
pub const SERVER_NEW: &str = "/servers/new";
/// The team's SSH keys and scripts.
pub const KEYS: &str = "/team/keys";
/// The team's provider credentials.
pub const CREDENTIALS: &str = "/team/credentials";
/// All operations.
pub const ACTIVITY: &str = "/activity";
/// The person's own page.
pub const ACCOUNT: &str = "/account";

/// Every page as the router spells it, for tests that open each one.
pub const PAGES: [&str; 10] = [
    HOME,
    SIGN_IN,
    "/setup/:token",
    SERVERS,
    SERVER_NEW,
    "/servers/:key",
    CREDENTIALS,
    KEYS,
    ACTIVITY,
    ACCOUNT,
];

/// One server's page.
#[must_use]
pub fn server(key: &ServerKey) -> String {
    server_named(&key.to_string())
}

/// The same for a key that is written already.
#[must_use]
pub fn server_named(key: &str) -> String {
    [SERVERS, "/", key].concat()
}

/// The sign-in page that leads on to `next`.
#[must_use]
pub fn sign_in(next: &str) -> String {
    address(SIGN_IN, &[("next", next)])
}

/// The server list as `query` asks for it.
#[must_use]
pub fn servers(query: &ServerQuery) -> String {
    list(SERVERS, query, &[])
}

/// Longer addresses are cut off or refused on the way.
const LONGEST: usize = 6000;

/// The server list with an act on top, asked of the servers `on`. Where an address has no room for all of them, it names
/// none: then those are meant that are ticked on the page.
#[must_use]
pub fn servers_act(query: &ServerQuery, act: &str, on: &[ServerKey]) -> String {
    let on = on.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    act_on(servers_ask(query, act), &on)
}

/// The server list with an act on top, which [`act_on`] says the servers of.
#[must_use]
pub fn servers_ask(query: &ServerQuery, act: &str) -> String {
    list(SERVERS, query, &[("do", act)])
}

/// The address that asks for an act, with its servers, keys joined by commas, if it has room for them.
#[must_use]
pub fn act_on(asked: String, on: &str) -> String {
    let on = encode(on);
    let whole = asked.len() + "&on=".len() + on.len();
    if on.is_empty() || whole > LONGEST { asked } else { asked + "&on=" + &on }
}

/// Everything that `query` finds as a file, `csv` or `json`.
#[must_use]
pub fn servers_export(query: &ServerQuery, kind: &str) -> String {
    list(&format!("{SERVERS}/export.{kind}"), &ServerQuery { page: 1, ..query.clone() }, &[])
}

fn list(path: &str, query: &ServerQuery, more: &[(&str, &str)]) -> String {
    let sort = if query.sort == Sort::default() { String::new() } else { query.sort.slug() };
    let page = if query.page > 1 { query.page.to_string() } else { String::new() };
    let mut params =
        vec![("q", &*query.search), ("sort", &*sort), ("group", query.group.slug()), ("page", &*page)];
    params.extend_from_slice(more);
    address(path, &params)
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

/// The page of keys and scripts with one of its sheets.
#[must_use]
pub fn keys(sheet: &str, on: &str) -> String {
    address(KEYS, &[("do", sheet), ("on", on)])
}

/// The page at `base` with an act over it: `on` servers unless the page is about one, with the act's fields so far, the
/// plan if `review`.
#[must_use]
pub fn act(base: &str, act: &str, on: &[ServerKey], fields: &Fields, review: bool) -> String {
    let on = on.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let mut pairs = vec![("do".to_owned(), act.to_owned())];
    if !on.is_empty() {
        pairs.push(("on".to_owned(), on));
    }
    pairs.extend(fields.0.iter().cloned());
    if review {
        pairs.push(("review".to_owned(), "1".to_owned()));
    }
    with(base, &pairs)
}

/// The servers of a confirmation, joined by commas; `None` when one of them cannot be one.
#[must_use]
pub fn on_all(keys: &str) -> Option<Vec<ServerKey>> {
    keys.split(',').filter(|key| !key.is_empty()).map(|key| key.parse().ok()).collect()
}

/// An address with further parameters.
#[must_use]
pub fn with(base: &str, pairs: &[(String, String)]) -> String {
    match query(pairs) {
        query if query.is_empty() => base.to_owned(),
        query => format!("{base}{}{query}", if base.contains('?') { '&' } else { '?' }),
    }
}

/// Parameters as they stand in an address, the empty ones too.
#[must_use]
pub fn query(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&encode(name));
        out.push('=');
        out.push_str(&encode(value));
    }
    out
}

/// The inverse of [`query`], which also reads what a browser makes of a form.
#[must_use]
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| decode(&text.replace('+', " "));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
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
    use domain::query::GroupBy;

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
            group: GroupBy::Location,
            page: 3,
        };
        let asked = "q=status:running%20name~%22front%20end%22&sort=-cost&group=location";
        assert_eq!(
            servers_act(&query, "server.stop", &[key()]),
            format!("/servers?{asked}&page=3&do=server.stop&on={}", key())
        );
        assert!(servers_act(&query, "server.stop", &vec![key(); 200]).ends_with("&page=3&do=server.stop"));
        assert_eq!(servers_export(&query, "csv"), format!("/servers/export.csv?{asked}"));
        assert_eq!(activity("", Some(OperationState::Unknown), 1), "/activity?state=unknown");
        assert_eq!(sign_in("/servers?q=a&b"), "/sign-in?next=/servers%3Fq%3Da%26b");
        assert_eq!(credentials("add", None), "/team/credentials?do=add");
    }

    #[test]
    fn an_act_is_an_address() {
        let fields: Fields = [("vcpus", "4"), ("note", "a b&c=d,+")].into_iter().collect();
        let address = act("/servers?q=web", "server.resize", &[key(), key()], &fields, true);
        let (_, query_of) = address.split_once('?').unwrap();
        let read = pairs(query_of);
        let named =
            |name: &str| read.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(named("q"), Some("web"));
        assert_eq!(named("on"), Some(format!("{},{}", key(), key()).as_str()));
        assert_eq!(named("note"), Some("a b&c=d,+"));
        assert_eq!(named("review"), Some("1"));
        assert_eq!(
            act("/servers/x", "server.stop", &[], &Fields::default(), false),
            "/servers/x?do=server.stop"
        );
        assert_eq!(
            pairs("a=b+c&d&=&a=%2B"),
            [("a", "b c"), ("d", ""), ("", ""), ("a", "+")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!(query(&read), query_of);
    }

    #[test]
    fn nothing_is_left_out_of_what_was_confirmed() {
        assert_eq!(on_all(""), Some(Vec::new()));
        assert_eq!(on_all(&format!("{},{}", key(), key())), Some(vec![key(), key()]));
        assert_eq!(on_all(&format!("{},nonsense", key())), None);
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
        for inside in ["/", "/servers?q=a", "/servers/x~y~z?do=server.stop"] {
            assert_eq!(local(inside), inside);
        }
        for outside in
            ["", "servers", "//evil.test", "/\\evil.test", "https://evil.test", "/a\nb", "/api/acts/run"]
        {
            assert_eq!(local(outside), SERVERS, "{outside:?}");
        }
    }
}
