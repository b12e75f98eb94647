//! The servers around one: those that the same key sees in the same place.

use domain::ids::CredentialId;

use super::{Entry, TeamServers};

impl TeamServers {
    /// The servers that `credential` sees in `location`, which is named as in their keys.
    pub(crate) fn among<'a>(
        &'a self,
        credential: CredentialId,
        location: &'a str,
    ) -> impl Iterator<Item = &'a Entry> {
        let here = move |entry: &&Entry| entry.key.credential == credential && entry.key.location == location;
        self.table.rows.iter().filter(here)
    }
}
