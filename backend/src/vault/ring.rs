//! Several master keys at once (security.md K7): the first one seals, and any of them opens what names it.

use super::VaultError;
use super::keys::Wrapping;
use super::master_key::{KeyId, MasterKeys};

pub(super) struct Ring {
    first: Wrapping,
    older: Vec<Wrapping>,
}

impl Ring {
    pub(super) fn derive(masters: &MasterKeys) -> Result<Self, VaultError> {
        let older = masters.older().iter().map(Wrapping::derive).collect::<Result<_, _>>()?;
        Ok(Self { first: Wrapping::derive(masters.first())?, older })
    }

    /// What seals.
    pub(super) const fn first(&self) -> &Wrapping {
        &self.first
    }

    /// What opens a value that names this key.
    pub(super) fn find(&self, id: KeyId) -> Result<&Wrapping, VaultError> {
        let other = VaultError::OtherKey { expected: id, offered: self.first.id };
        self.all().find(|key| key.id == id).ok_or(other)
    }

    /// The keys' ids, first the one that seals.
    pub(super) fn ids(&self) -> Vec<KeyId> {
        self.all().map(|key| key.id).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Wrapping> {
        std::iter::once(&self.first).chain(&self.older)
    }
}
