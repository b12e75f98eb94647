//! A source: one family of things in one location behind one key, with its last good content and how reading it goes.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::capability::Family;
use domain::freshness::SourceProblem;
use domain::ids::ProviderResourceId;
use domain::location::{GLOBAL, Location};
use domain::server::{Server, ServerState};
use tokio::time::Instant;

use super::families::Kept;

/// Names a source among those of its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SourceKey {
    /// What it lists.
    pub(crate) family: Family,
    /// Where; [`GLOBAL`] for what has no location.
    pub(crate) location: String,
    /// Of which server, for what is read server by server.
    pub(crate) server: Option<ProviderResourceId>,
}

impl SourceKey {
    /// The list of locations.
    pub(super) fn locations() -> Self {
        Self::of(Family::Locations, GLOBAL)
    }

    /// The servers of a location.
    pub(super) fn servers(location: &str) -> Self {
        Self::of(Family::Compute, location)
    }

    /// A family in a location.
    pub(crate) fn of(family: Family, location: &str) -> Self {
        Self { family, location: location.to_owned(), server: None }
    }

    /// Snapshots and backups of one server.
    pub(super) fn replicas(location: &str, server: &ProviderResourceId) -> Self {
        Self { server: Some(server.clone()), ..Self::of(Family::Replicas, location) }
    }
}

/// A server as last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// What the provider says of it.
    pub(crate) server: Arc<Server>,
    /// When its own reading began, if that was later than that of its source's list.
    pub(crate) read_at: Option<Timestamp>,
}

/// What a source holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// [`Family::Compute`].
    Servers(Vec<Row>),
    /// [`Family::Locations`], where they are listed by themselves.
    Locations(Arc<Vec<Location>>),
    /// Every other family.
    Kept(Kept),
}

/// One source.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The last good content.
    pub(super) content: Option<Content>,
    /// When the content was read.
    pub(super) taken_at: Option<Timestamp>,
    /// When the reading of the list of servers began.
    pub(super) listed_from: Option<Timestamp>,
    /// Why it is not newer.
    pub(super) problem: Option<SourceProblem>,
    /// The last list of locations left its location out. A second one like it ends the source.
    pub(super) missing: bool,
    /// Failures in a row.
    pub(super) failures: u32,
    /// A read is under way.
    pub(super) running: bool,
    /// Someone asked for a fresh read.
    pub(super) asked: bool,
    /// The read that was asked for is under way, or pages do not show yet what it brought.
    pub(super) heeds: bool,
    /// When the last read ended.
    pub(super) read_at: Option<Instant>,
    /// When the next read is due; `None` for at once.
    pub(super) backoff_until: Option<Instant>,
    /// Makes its pauses a little shorter or longer than others', in per mille.
    pub(super) phase: i16,
    /// When the database last got the time of an unchanged snapshot.
    pub(super) saved_at: Option<Instant>,
}

impl Source {
    /// Factor on its pauses, so that sources do not fall into step.
    pub(super) fn phase(&self) -> f64 {
        1.0 + f64::from(self.phase) / 1000.0
    }

    /// Its key was replaced: what is known stays, and it is read anew.
    pub(super) fn renew(&mut self) {
        self.running = false;
        self.failures = 0;
        self.backoff_until = None;
        self.asked = false;
        self.read_at = None;
    }

    /// Its servers; none for other families.
    pub(super) fn rows(&self) -> &[Row] {
        match &self.content {
            Some(Content::Servers(rows)) => rows,
            _ => &[],
        }
    }

    /// A list of locations left its location out: the rows stay, marked.
    pub(super) fn miss(&mut self, at: Timestamp) {
        self.missing = true;
        self.problem.get_or_insert_with(|| SourceProblem {
            message: "The provider does not list this location any more. What was last known of it is shown."
                .to_owned(),
            status: None,
            correlation_id: None,
            since: at,
            next_try: None,
        });
    }

    /// Its key is refused: it is not read any more, and whatever kept it from being read is not tried again.
    pub(super) fn stop(&mut self, refusal: &SourceProblem) {
        match &mut self.problem {
            // It stays as old as its own trouble made it.
            Some(problem) if problem.next_try.is_some() => {
                *problem = SourceProblem { since: problem.since.min(refusal.since), ..refusal.clone() };
            }
            Some(_) => {}
            nothing => *nothing = Some(refusal.clone()),
        }
    }

    /// A list of locations has its location, perhaps again.
    pub(super) fn find(&mut self) {
        // Trouble of its own reads is not over by that.
        if std::mem::take(&mut self.missing) && self.failures == 0 {
            self.problem = None;
        }
    }

    /// Whether a server of it is on its way to another state.
    pub(super) fn in_transition(&self) -> bool {
        self.rows()
            .iter()
            .any(|row| matches!(row.server.state, ServerState::Busy | ServerState::Provisioning))
    }

    /// Takes over a list that was asked for at `started`. Returns whether any content changed.
    ///
    /// A row that was read by itself after that stays: the list may be older than it.
    pub(super) fn take_servers(&mut self, servers: Vec<Server>, started: Timestamp) -> bool {
        let old: HashMap<_, _> = self.rows().iter().map(|row| (&row.server.id, row)).collect();
        let mut changed = self.content.is_none() || old.len() != servers.len();
        let rows: Vec<Row> = servers
            .into_iter()
            .map(|server| match old.get(&server.id) {
                Some(row) if row.read_at.is_some_and(|at| at > started) => (*row).clone(),
                Some(row) if *row.server == server => Row { server: Arc::clone(&row.server), read_at: None },
                _ => {
                    changed = true;
                    Row { server: Arc::new(server), read_at: None }
                }
            })
            .collect();
        self.content = Some(Content::Servers(rows));
        self.listed_from = Some(started);
        changed
    }

    /// Takes over one server whose own reading began at `started`. Returns whether it changed.
    ///
    /// A list that was asked for after that stays: a slow answer may be older than it.
    pub(super) fn take_server(&mut self, server: Server, started: Timestamp) -> bool {
        if self.listed_from.is_some_and(|listed| listed > started) {
            return false;
        }
        let Some(Content::Servers(rows)) = &mut self.content else { return false };
        let Some(row) = rows.iter_mut().find(|row| row.server.id == server.id) else { return false };
        row.read_at = Some(started);
        let server = completed(server, &row.server);
        if *row.server == server {
            return false;
        }
        row.server = Arc::new(server);
        true
    }

    /// Takes over a state that a write's answer named. Returns whether it changed.
    pub(super) fn take_state(&mut self, id: &ProviderResourceId, state: ServerState, at: Timestamp) -> bool {
        let Some(known) = self.rows().iter().find(|row| row.server.id == *id) else { return false };
        let server = Server { state, price: None, ..(*known.server).clone() };
        self.take_server(server, at)
    }
}

/// A server as read by itself, with what such a read leaves out as the list had it.
fn completed(server: Server, listed: &Server) -> Server {
    // What a server costs may depend on whether it runs: a price of another state is none.
    let same_state = server.state == listed.state;
    Server {
        plan: server.plan.or_else(|| listed.plan.clone()),
        vcpus: server.vcpus.or(listed.vcpus),
        memory_mib: server.memory_mib.or(listed.memory_mib),
        disk_gib: server.disk_gib.or(listed.disk_gib),
        image: server.image.or_else(|| listed.image.clone()),
        addresses: if server.addresses.is_empty() { listed.addresses.clone() } else { server.addresses },
        price: server.price.or_else(|| listed.price.clone().filter(|_| same_state)),
        created_at: server.created_at.or(listed.created_at),
        hostname: server.hostname.or_else(|| listed.hostname.clone()),
        backups: server.backups.or(listed.backups),
        details: Box::new(server.details.or(&listed.details)),
        ..server
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(id: &str, state: ServerState) -> Server {
        Server {
            id: ProviderResourceId(id.to_owned()),
            name: id.to_owned(),
            state,
            location: Location {
                slug: "jkt01".to_owned(),
                name: "Jakarta".to_owned(),
                country: None,
                is_default: true,
            },
            plan: None,
            vcpus: Some(2),
            memory_mib: Some(2048),
            disk_gib: Some(20),
            image: None,
            addresses: Vec::new(),
            price: None,
            created_at: None,
            hostname: Some("front".to_owned()),
            backups: None,
            note: None,
            details: Box::default(),
        }
    }

    #[test]
    fn a_list_that_says_the_same_in_another_order_changes_nothing() {
        let (a, b) = (server("a", ServerState::Running), server("b", ServerState::Stopped));
        let mut source = Source::default();
        assert!(source.take_servers(vec![a.clone(), b.clone()], Timestamp(1)));
        assert!(!source.take_servers(vec![b.clone(), a.clone()], Timestamp(2)));
        assert!(source.take_servers(vec![b], Timestamp(3)), "one has gone");
    }

    #[test]
    fn a_list_that_was_asked_for_before_a_row_was_read_does_not_turn_it_back() {
        let mut source = Source::default();
        source.take_servers(vec![server("a", ServerState::Running)], Timestamp(1));
        assert!(source.take_server(server("a", ServerState::Stopped), Timestamp(5)));
        assert!(!source.take_servers(vec![server("a", ServerState::Running)], Timestamp(4)));
        assert_eq!(source.rows()[0].server.state, ServerState::Stopped);
        assert!(source.take_servers(vec![server("a", ServerState::Running)], Timestamp(6)));
    }

    #[test]
    fn a_slow_answer_about_one_server_does_not_turn_back_a_list_that_was_asked_for_later() {
        let mut source = Source::default();
        source.take_servers(vec![server("a", ServerState::Running)], Timestamp(1));
        source.take_servers(vec![server("a", ServerState::Stopped)], Timestamp(5));
        assert!(!source.take_server(server("a", ServerState::Running), Timestamp(4)));
        assert_eq!(source.rows()[0].server.state, ServerState::Stopped);
        assert!(
            source.take_servers(vec![server("a", ServerState::Running)], Timestamp(6)),
            "nor holds off the next"
        );
    }

    #[test]
    fn what_an_answer_leaves_out_stays_as_listed() {
        let mut source = Source::default();
        source.take_servers(vec![server("a", ServerState::Running)], Timestamp(1));
        let bare = Server { vcpus: None, hostname: None, ..server("a", ServerState::Stopped) };
        assert!(source.take_server(bare, Timestamp(2)));
        assert_eq!(*source.rows()[0].server, server("a", ServerState::Stopped));
        assert!(source.take_state(&ProviderResourceId("a".to_owned()), ServerState::Running, Timestamp(3)));
        assert_eq!(*source.rows()[0].server, server("a", ServerState::Running));
    }
}
