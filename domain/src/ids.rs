//! Newtype identifiers. Ours are random UUIDs; a provider's are opaque text and never parsed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

uuid_id!(
    /// A person's account.
    UserId
);
uuid_id!(
    /// A group of people who share credentials. Every user has a personal one.
    TeamId
);
uuid_id!(
    /// A provider's API key as a team stores it.
    CredentialId
);
uuid_id!(
    /// One change, made once. The client makes it, so that a double click is one operation.
    OperationId
);

/// A provider's own id of a thing, as the provider spells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderResourceId(pub String);

impl fmt::Display for ProviderResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one server everywhere: which key sees it, in which location, under which provider id.
///
/// Its text form, `credential~location~id`, is the last part of a server's address in the panel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerKey {
    /// The key through which the server is reached.
    pub credential: CredentialId,
    /// The location slug that the provider's calls take; [`crate::location::GLOBAL`] where calls take none.
    pub location: String,
    /// The provider's id of the server.
    pub id: ProviderResourceId,
}

impl fmt::Display for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~", self.credential.0.simple())?;
        write_part(f, &self.location)?;
        f.write_str("~")?;
        write_part(f, &self.id.0)
    }
}

/// Whether a byte of a provider's word stands for itself in an address.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Other bytes become `!` and two digits. A provider may name its things as it likes, and one that cannot be told by its
/// name must not take the others with it; `%` would be taken for the address's own.
fn write_part(f: &mut fmt::Formatter<'_>, part: &str) -> fmt::Result {
    // Nearly all are, and a list page writes some fifty.
    if part.bytes().all(is_plain) {
        return f.write_str(part);
    }
    for byte in part.bytes() {
        if is_plain(byte) {
            fmt::Write::write_char(f, char::from(byte))?;
        } else {
            write!(f, "!{byte:02X}")?;
        }
    }
    Ok(())
}

/// The inverse of [`write_part`], in that one spelling alone.
fn read_part(text: &str) -> Option<String> {
    let mut rest = text.as_bytes();
    let mut part = Vec::with_capacity(rest.len());
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if is_plain(first) {
            part.push(first);
            continue;
        }
        let (digits, after) = rest.split_first_chunk::<2>().filter(|_| first == b'!')?;
        rest = after;
        let upper = |digit: &u8| matches!(digit, b'0'..=b'9' | b'A'..=b'F');
        let hex = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(upper))?;
        part.push(u8::from_str_radix(hex, 16).ok().filter(|byte| !is_plain(*byte))?);
    }
    String::from_utf8(part).ok().filter(|part| !part.is_empty())
}

/// The text is not a server's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidServerKey;

impl fmt::Display for InvalidServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a server's address")
    }
}

impl std::error::Error for InvalidServerKey {}

impl FromStr for ServerKey {
    type Err = InvalidServerKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '~');
        let (Some(credential), Some(location), Some(id)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(InvalidServerKey);
        };
        Ok(Self {
            credential: credential.parse().map_err(|_| InvalidServerKey)?,
            location: read_part(location).ok_or(InvalidServerKey)?,
            id: read_part(id).map(ProviderResourceId).ok_or(InvalidServerKey)?,
        })
    }
}

impl Serialize for ServerKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ServerKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_key_survives_its_text_form() {
        let text = "6f9619ff8b86d011b42d00c04fc964ff~jkt01~4768103d-7e0b-46c8-8f65-360bcd7b3322";
        let key: ServerKey = text.parse().unwrap();
        assert_eq!(key.location, "jkt01");
        assert_eq!(key.to_string(), text);
    }

    #[test]
    fn whatever_a_provider_calls_its_things_they_have_an_address() {
        let credential = "6f9619ff8b86d011b42d00c04fc964ff".parse().unwrap();
        for name in ["a b", "../x", "~", "!", "%2F", "\"><img src=x>", "Zürich\u{202e}", &"x".repeat(4000)] {
            let key =
                ServerKey { credential, location: name.to_owned(), id: ProviderResourceId(name.to_owned()) };
            let text = key.to_string();
            assert!(text.bytes().all(|byte| is_plain(byte) || matches!(byte, b'~' | b'!')), "{text}");
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
    }

    #[test]
    fn what_could_leave_the_path_is_no_server_key() {
        for text in [
            "",
            "x",
            "KEY~jkt01~",
            "KEY~../x~1",
            "KEY~a~b~c",
            "KEY~a~!",
            "KEY~a~!4",
            "KEY~a~!zz",
            "KEY~a~!2f",
            "KEY~a~!41",
            "KEY~a~!FF",
        ] {
            let text = text.replace("KEY", "6f9619ff8b86d011b42d00c04fc964ff");
            assert_eq!(text.parse::<ServerKey>(), Err(InvalidServerKey), "{text}");
        }
    }
}
