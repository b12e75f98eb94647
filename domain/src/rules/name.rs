//! What a server may be called, and the host name that Virtua takes instead.

use crate::error::DomainError;
use crate::provider::Platform;
use crate::rules::label;
use crate::rules::parameters::{NAME_EXPRESSION, VmParameters};
use crate::rules::pattern::Pattern;

/// Shortest server name by the documented expression.
pub const SERVER_NAME_MIN_CHARS: usize = 4;
/// Longest host name (RFC 1123, section 2.1, with the length that DNS leaves to a name in text).
pub const HOSTNAME_MAX_CHARS: usize = 253;
/// Longest part of a host name between two points (RFC 1035, section 2.3.4).
pub const HOSTNAME_PART_MAX_CHARS: usize = 63;

/// Checks what a new server is called: Warren's `name`, or Virtua's host name, which may be left out.
///
/// # Errors
/// Beside field `name`.
pub fn new_server_name(
    platform: Platform,
    text: &str,
    live: Option<&VmParameters>,
) -> Result<Option<String>, DomainError> {
    match platform {
        Platform::Virtua => {
            virtua_hostname(text).map_err(|error| DomainError::invalid("name", error.message))
        }
        Platform::Warren => warren_server_name(text, live).map(Some),
    }
}

/// Checks a Warren server's name, on create and on rename ("VM parameters", row `name`).
///
/// The live expression goes first. Live parameters without a `name` row (facts.md: seen on CloudAxion) mean
/// that any one-line name will do; without live parameters the documented expression holds.
///
/// # Errors
/// Beside field `name`.
pub fn warren_server_name(text: &str, live: Option<&VmParameters>) -> Result<String, DomainError> {
    let name = label::display_name("name", text)?;
    let expression = match live {
        None => Some(NAME_EXPRESSION),
        Some(live) => live.name.as_ref().and_then(|row| row.expression.as_deref()),
    };
    match expression {
        None => Ok(name),
        Some(NAME_EXPRESSION) if documented_name(&name) => Ok(name),
        Some(NAME_EXPRESSION) => Err(DomainError::invalid(
            "name",
            "Use at least 4 letters, digits and hyphens. Begin and end with a letter or a digit.",
        )),
        Some(other) => live_expression("name", other, name),
    }
}

/// Checks the name of a clone. The document's own example is `Name of the Clone`, which the expression for
/// new servers would refuse, so a clone's name is any one line.
///
/// # Errors
/// Beside field `name`.
pub fn warren_clone_name(text: &str) -> Result<String, DomainError> {
    label::display_name("name", text)
}

/// Checks Virtua's optional `hostname` (`virtua.md`, "Deploy a new Cloud Server": "a custom hostname", such
/// as `my.server.cloud`). Nothing more is documented, so the rules of host names hold (RFC 1123).
///
/// # Errors
/// Beside field `hostname`.
pub fn virtua_hostname(text: &str) -> Result<Option<String>, DomainError> {
    if text.trim().is_empty() { Ok(None) } else { hostname(text).map(Some) }
}

/// Checks a host name and gives it in lower case.
///
/// # Errors
/// Beside field `hostname`.
pub fn hostname(text: &str) -> Result<String, DomainError> {
    let name = text.trim().to_ascii_lowercase();
    let part_fits = |part: &str| {
        (1..=HOSTNAME_PART_MAX_CHARS).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let wrong = if name.is_empty() {
        "Enter a host name, such as web.example.com."
    } else if name.len() > HOSTNAME_MAX_CHARS {
        "Use at most 253 characters."
    } else if name.parse::<std::net::Ipv4Addr>().is_ok() {
        "Use a name, not an address."
    } else if !name.split('.').all(part_fits) {
        "Use letters, digits and hyphens, with a point between parts of at most 63 characters. \
         No part begins or ends with a hyphen."
    } else {
        return Ok(name);
    };
    Err(DomainError::invalid("hostname", wrong))
}

fn documented_name(name: &str) -> bool {
    name.len() >= SERVER_NAME_MIN_CHARS
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// Applies an expression that the provider sent. One that cannot be read, or takes too long, is the
/// provider's to apply.
pub(super) fn live_expression(field: &str, expression: &str, text: String) -> Result<String, DomainError> {
    match Pattern::parse(expression).and_then(|pattern| pattern.matches(&text)) {
        Some(false) => Err(DomainError::invalid(
            field,
            format!("The provider accepts only what fits this expression: {expression}"),
        )),
        Some(true) | None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parameters::TextParameter;

    fn with_name(expression: Option<&str>) -> VmParameters {
        let name =
            expression.map(|e| TextParameter { expression: Some(e.to_owned()), ..TextParameter::default() });
        VmParameters { name, ..VmParameters::default() }
    }

    #[test]
    fn the_documented_rule_holds_until_the_provider_says_otherwise() {
        for right in ["Ubuntu-16-04", "web1", "0--0", " web-server "] {
            assert_eq!(warren_server_name(right, None).unwrap(), right.trim());
        }
        for wrong in ["", "web", "-web", "web-", "we b1", "wéb1", "web_1", "web.1"] {
            assert_eq!(
                warren_server_name(wrong, None).unwrap_err().field.as_deref(),
                Some("name"),
                "{wrong}"
            );
        }
        assert!(warren_server_name(&"a".repeat(255), None).is_ok());
        assert!(warren_server_name(&"a".repeat(256), None).is_err());
    }

    #[test]
    fn live_parameters_go_first() {
        assert!(warren_server_name("we b", Some(&with_name(None))).is_ok(), "no row, no rule");
        let strict = with_name(Some("^[a-z]{2,4}$"));
        assert!(warren_server_name("web", Some(&strict)).is_ok());
        assert!(warren_server_name("website", Some(&strict)).unwrap_err().message.ends_with("^[a-z]{2,4}$"));
        assert!(warren_server_name("x", Some(&with_name(Some(r"\p{L}{9}")))).is_ok(), "unreadable: theirs");
        let same = VmParameters::documented();
        assert!(warren_server_name("web", Some(&same)).unwrap_err().message.starts_with("Use at least 4"));
    }

    #[test]
    fn host_names() {
        assert_eq!(virtua_hostname(" ").unwrap(), None);
        assert_eq!(virtua_hostname("My.Server.Cloud").unwrap().as_deref(), Some("my.server.cloud"));
        assert!(hostname("a").is_ok() && hostname("3com.example").is_ok());
        assert!(hostname(&"a".repeat(63)).is_ok());
        let longest = [&"a".repeat(63) as &str; 4].join(".");
        assert!(hostname(&longest[2..]).is_ok() && longest[2..].len() == 253);
        for wrong in
            ["", "a..b", ".a", "a.", "-a", "a-.b", "a_b", "1.2.3.4", "é", &"a".repeat(64), &longest[1..]]
        {
            assert_eq!(hostname(wrong).unwrap_err().field.as_deref(), Some("hostname"), "{wrong}");
        }
    }

    #[test]
    fn one_field_for_every_platform() {
        assert_eq!(new_server_name(Platform::Virtua, "", None).unwrap(), None);
        let error = new_server_name(Platform::Virtua, "a_b", None).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("name"));
        assert!(new_server_name(Platform::Warren, "", None).is_err());
    }
}
