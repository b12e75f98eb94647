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
        write!(f, "{}~{}~{}", self.credential.0.simple(), self.location, self.id)
    }
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
        let safe = |part: &str, max: usize| {
            !part.is_empty()
                && part.len() <= max
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        if !safe(location, 64) || !safe(id, 255) {
            return Err(InvalidServerKey);
        }
        Ok(Self {
            credential: credential.parse().map_err(|_| InvalidServerKey)?,
            location: location.to_owned(),
            id: ProviderResourceId(id.to_owned()),
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
    fn what_could_leave_the_path_is_no_server_key() {
        for text in
            ["", "x", "6f9619ff8b86d011b42d00c04fc964ff~jkt01~", "6f9619ff8b86d011b42d00c04fc964ff~../x~1"]
        {
            assert_eq!(text.parse::<ServerKey>(), Err(InvalidServerKey), "{text}");
        }
    }
}
