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

/// One channel a team, made when first asked for.
#[derive(Debug, Default)]
pub struct Events {
    teams: Mutex<HashMap<TeamId, broadcast::Sender<Event>>>,
    /// When each team was last told something, whether anybody listened or not.
    told: Mutex<HashMap<TeamId, Instant>>,
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
        self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(team, Instant::now());
        let teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = teams.get(&team) {
            // Fails only when the last page has just closed.
            let _nobody = sender.send(event);
        }
    }

    /// Whether something changed so lately that a page which begins to listen now may not show it.
    pub fn told_lately(&self, team: TeamId) -> bool {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.get(&team).is_some_and(|at| at.elapsed() < LATELY)
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
}
