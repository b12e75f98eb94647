//! Which resources a write holds, so that a second one is refused meanwhile.

use std::collections::BTreeSet;

/// Uuids of the resources held. Those of all nouns and locations together: no two are alike.
#[derive(Debug, Default)]
pub(in crate::warren) struct Locks(BTreeSet<String>);

impl Locks {
    pub(in crate::warren) fn held(&self, uuid: &str) -> bool {
        self.0.contains(uuid)
    }

    pub(in crate::warren) fn hold(&mut self, uuid: &str) {
        self.0.insert(uuid.to_owned());
    }

    pub(in crate::warren) fn release(&mut self, uuid: &str) {
        self.0.remove(uuid);
    }
}
