//! What Skydeck itself keeps of servers, as far as operations heed or change it: locks, tags and notes.

use domain::ids::ServerKey;

use super::Operations;

impl Operations {
    /// Why the server may not be changed, if someone locked it.
    pub(super) fn locked(&self, server: &ServerKey) -> Option<String> {
        let _ = server;
        None
    }
}
