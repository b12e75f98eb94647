//! What one team keeps beside its servers, as of one moment.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{CredentialId, ServerKey};

use super::Mark;

/// By server; servers without anything are not in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TeamMarks(HashMap<ServerKey, Arc<Mark>>);

impl TeamMarks {
    /// What is kept beside a server.
    pub(crate) fn get(&self, server: &ServerKey) -> Option<&Mark> {
        self.0.get(server).map(AsRef::as_ref)
    }

    /// Every server beside which something is kept. One of them may have gone at its provider.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ServerKey, &Arc<Mark>)> {
        self.0.iter()
    }

    pub(crate) fn put(&mut self, server: ServerKey, mark: Arc<Mark>) {
        if mark.is_empty() {
            self.0.remove(&server);
        } else {
            self.0.insert(server, mark);
        }
    }

    pub(super) fn forget(&mut self, credential: CredentialId) {
        self.0.retain(|server, _| server.credential != credential);
    }
}
