//! One server as a row of the list.

use domain::Timestamp;
use domain::act::words::words_of;
use domain::view::{Pending, ServerRow};

use crate::inventory::view::{Entry, TeamServers};
use crate::operations::Operations;

/// The row of `entry`, with the change in flight on it.
pub(super) fn row(view: &TeamServers, entry: &Entry, operations: &Operations, now: Timestamp) -> ServerRow {
    let (server, source) = (&entry.server, view.source(entry));
    let mark = view.mark(entry);
    let taken_at = view.taken_at(entry);
    ServerRow {
        key: entry.key.clone(),
        name: server.name.clone(),
        state: server.state.clone(),
        brand: entry.brand,
        several_keys: view
            .sources
            .iter()
            .any(|other| other.brand == entry.brand && other.credential != entry.key.credential),
        credential_label: source.map(|source| source.label.clone()).unwrap_or_default(),
        location: server.location.slug.clone(),
        location_name: server.location.name.clone(),
        plan: server.plan.clone(),
        vcpus: server.vcpus,
        memory_mib: server.memory_mib,
        disk_gib: server.disk_gib,
        addresses: server.addresses.clone(),
        cost_month: entry.cost_month.clone(),
        taken_at,
        stale: view.is_stale(entry, now),
        pending: operations
            .open_on(&entry.key)
            .map(|open| Pending { doing: words_of(&open.act).doing.to_owned(), state: open.state }),
        image: server.image.clone(),
        created_at: server.created_at,
        cost_hour: server.price.as_ref().map(|price| price.hour.to_string()),
        backups: server.backups,
        hostname: server.hostname.clone(),
        tags: mark.map(|mark| mark.tags.clone()).unwrap_or_default(),
        note: mark.map(|mark| beginning(&mark.note)).unwrap_or_default(),
        locked: mark.is_some_and(|mark| mark.lock.is_some()),
    }
}

/// Characters of a note that the list shows.
const NOTE_CHARS: usize = 80;

/// The first line of a note, cut where it is long.
fn beginning(note: &str) -> String {
    let line = note.lines().next().unwrap_or_default();
    match line.char_indices().nth(NOTE_CHARS) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line.to_owned(),
    }
}
