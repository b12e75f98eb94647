//! Snapshots and automatic backups of servers' disks. The platform calls both replicas; neither has a name.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::rules::replica::ReplicaKind;
use crate::timestamp::Timestamp;

/// A snapshot or an automatic backup of a server's disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica {
    /// The provider's id: a disk's id and a time in one, by which servers are rebuilt.
    pub id: ProviderResourceId,
    /// Who made it.
    pub origin: ReplicaOrigin,
    /// The disk that it was made of.
    pub disk: Option<ProviderResourceId>,
    /// Size in GiB, which its disk may have outgrown.
    pub size_gib: Option<u32>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// Who made a replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaOrigin {
    /// A person or the provider.
    Known(ReplicaKind),
    /// A word that no rule knows, shown as it is.
    Other(String),
}

impl ReplicaOrigin {
    /// What the provider's word names.
    #[must_use]
    pub fn from_wire(word: &str) -> Self {
        ReplicaKind::from_wire(word).map_or_else(|| Self::Other(word.to_owned()), Self::Known)
    }

    /// The word for people.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Known(kind) => kind.wire(),
            Self::Other(word) => word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_kept() {
        assert_eq!(ReplicaOrigin::from_wire("Backup"), ReplicaOrigin::Known(ReplicaKind::Backup));
        assert_eq!(ReplicaOrigin::from_wire("mirror").word(), "mirror");
    }
}
