//! Tells a team's open pages what changed, so that they refetch it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::event::Event;
use domain::ids::TeamId;
use tokio::sync::broadcast;

/// Events that a slow reader may fall behind before it is told to refetch everything.
const KEPT: usize = 64;

/// How long after an event a page that begins to listen may have been made before it. Between the page and its listening
/// lies the loading of its scripts, which takes seconds on a slow line.
const LATELY: Duration = Duration::from_secs(30);

/// How long a page may show the time of an older reading while newer ones show the same. Short enough that nothing looks stale
/// that is not, long enough that a screen nobody touches asks twice a minute, whatever the number of its sources.
const AGES_EVERY: Duration = Duration::from_secs(30);

/// One channel a team, made when first asked for.
#[derive(Debug, Default)]
pub struct Events {
    teams: Mutex<HashMap<TeamId, broadcast::Sender<Event>>>,
    told: Mutex<HashMap<TeamId, Told>>,
}

/// When a team was last told something, whether anybody listened or not.
#[derive(Clone, Copy, Debug)]
struct Told {
    /// Of a change.
    change: Option<Instant>,
    /// Of anything, so that its pages were made anew.
    anything: Instant,
}

impl Events {
    /// The team's events from now on.
    pub fn subscribe(&self, team: TeamId) -> broadcast::Receiver<Event> {
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        teams.retain(|_, sender| sender.receiver_count() > 0);
        teams.entry(team).or_insert_with(|| broadcast::channel(KEPT).0).subscribe()
    }

    /// Tells the team's open pages. Nobody listening is fine.
    pub fn send(&self, team: TeamId, event: Event) {
        let now = Instant::now();
        let told = Told { change: Some(now), anything: now };
        self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(team, told);
        self.publish(team, event);
    }

    /// Tells the team's open pages that their servers were read anew and are the same: an age that counts on from an older
    /// reading would call live data old. Seldom, for there is nothing else to see.
    pub fn send_ages(&self, team: TeamId) {
        if self.watched(team) && self.ages_are_due(team, Instant::now()) {
            self.publish(team, Event::Servers);
        }
    }

    /// Whether pages have shown the same ages for long enough; from here on they show newer ones.
    fn ages_are_due(&self, team: TeamId, now: Instant) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let former = told.get(&team).copied();
        if former.is_some_and(|told| now.saturating_duration_since(told.anything) < AGES_EVERY) {
            return false;
        }
        told.insert(team, Told { change: former.and_then(|told| told.change), anything: now });
        true
    }

    fn publish(&self, team: TeamId, event: Event) {
        let teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = teams.get(&team) {
            // Fails only when the last page has just closed.
            let _nobody = sender.send(event);
        }
    }

    /// Whether something changed so lately that a page which begins to listen now may not show it.
    pub fn told_lately(&self, team: TeamId) -> bool {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let change = told.get(&team).and_then(|told| told.change);
        change.is_some_and(|at| at.elapsed() < LATELY)
    }

    /// Whether someone has a page of the team open.
    pub fn watched(&self, team: TeamId) -> bool {
        let teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        teams.get(&team).is_some_and(|sender| sender.receiver_count() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_hears_its_own_events_only() {
        let events = Events::default();
        let (ours, theirs) = (TeamId(uuid::Uuid::new_v4()), TeamId(uuid::Uuid::new_v4()));
        let mut we = events.subscribe(ours);
        let mut they = events.subscribe(theirs);
        events.send(ours, Event::Servers);
        assert_eq!(we.try_recv().unwrap(), Event::Servers);
        assert!(they.try_recv().is_err());
        assert!(events.watched(ours));
        drop(we);
        assert!(!events.watched(ours));
        assert!(events.told_lately(ours) && !events.told_lately(theirs));
        drop(they);
        events.send(theirs, Event::Credentials);
        assert!(events.told_lately(theirs), "though nobody listened");
    }

    #[test]
    fn ages_are_told_seldom_and_are_no_change() {
        let events = Events::default();
        let team = TeamId(uuid::Uuid::new_v4());
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(events.ages_are_due(team, at(0)));
        assert!(!events.ages_are_due(team, at(29)));
        assert!(events.ages_are_due(team, at(30)));
        assert!(!events.ages_are_due(team, at(59)));
        assert!(!events.told_lately(team), "a page that begins to listen misses nothing");
        events.send(team, Event::Servers);
        assert!(events.told_lately(team));
        assert!(!events.ages_are_due(team, start), "a change brings the ages with it");
    }

    #[test]
    fn ages_are_told_only_while_someone_looks() {
        let events = Events::default();
        let team = TeamId(uuid::Uuid::new_v4());
        events.send_ages(team);
        let mut open = events.subscribe(team);
        events.send_ages(team);
        assert_eq!(open.try_recv().unwrap(), Event::Servers, "nobody was told before, for nobody looked");
    }
}
