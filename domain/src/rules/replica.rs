//! Snapshots and automatic backups of Warren servers. The platform calls both replicas; neither takes a name.

use serde::{Deserialize, Serialize};

use crate::error::DomainError;
use crate::rules::conflict;

/// What made a replica ("List Replicas", `r_type`, whose default is `snapshot`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaKind {
    /// A person.
    Snapshot,
    /// The provider, while automatic backups are on.
    Backup,
}

impl ReplicaKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Snapshot, Self::Backup];

    /// As requests spell it.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Backup => "backup",
        }
    }

    /// The kind that the provider's word names, in any case.
    #[must_use]
    pub fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.wire().eq_ignore_ascii_case(word))
    }

    /// Whether a person can make one: "Create Replica" makes snapshots only; backups come by a switch.
    #[must_use]
    pub const fn can_be_made(self) -> bool {
        matches!(self, Self::Snapshot)
    }
}

/// Longest replica id that is believed. The documents' samples have 55 characters.
pub const REPLICA_ID_MAX_CHARS: usize = 128;

/// Checks a replica's id, which is a UUID with a time glued to it
/// (`5aea1842-895f-4bd3-8bd6-e37b2282fb462018-12-21-14-05-33`) and so never a UUID.
///
/// # Errors
/// Beside field `replica`.
pub fn replica_id(text: &str) -> Result<&str, DomainError> {
    let text = text.trim();
    let fine = (1..=REPLICA_ID_MAX_CHARS).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'));
    if fine { Ok(text) } else { Err(DomainError::invalid("replica", "Choose a snapshot or a backup.")) }
}

/// Checks that the switch of automatic backups should be pressed at all: the call toggles, so pressing it
/// when the wish is fulfilled would undo it (facts.md, "Timing": "read before calling, and never repeat it").
///
/// # Errors
/// A conflict when backups are as wished, or when it is not known how they are.
pub fn toggle_backups(current: Option<bool>, wanted: bool) -> Result<(), DomainError> {
    match current {
        Some(now) if now != wanted => Ok(()),
        Some(true) => Err(conflict("Automatic backups are on already.")),
        Some(false) => Err(conflict("Automatic backups are off already.")),
        None => {
            Err(conflict("The provider has not said whether backups are on. Read the server again first."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_back() {
        for kind in ReplicaKind::ALL {
            assert_eq!(ReplicaKind::from_wire(&kind.wire().to_uppercase()), Some(kind));
        }
        assert_eq!(ReplicaKind::from_wire("clone"), None);
        assert!(ReplicaKind::Snapshot.can_be_made() && !ReplicaKind::Backup.can_be_made());
    }

    #[test]
    fn ids_are_not_uuids() {
        let documented = "5aea1842-895f-4bd3-8bd6-e37b2282fb462018-12-21-14-05-33";
        assert_eq!(replica_id(documented).unwrap(), documented);
        assert!(replica_id(&"a".repeat(128)).is_ok());
        for wrong in ["", "a b", "a/b", "é", &"a".repeat(129)] {
            assert_eq!(replica_id(wrong).unwrap_err().field.as_deref(), Some("replica"), "{wrong}");
        }
    }

    #[test]
    fn the_backup_switch_is_pressed_once() {
        assert!(toggle_backups(Some(false), true).is_ok() && toggle_backups(Some(true), false).is_ok());
        for (now, wanted) in [(Some(true), true), (Some(false), false), (None, true), (None, false)] {
            assert_eq!(toggle_backups(now, wanted).unwrap_err().status(), 409);
        }
    }
}
