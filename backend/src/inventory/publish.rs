//! Makes what pages show from the working state, and tells open pages when it differs.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use domain::event::Event;
use domain::ids::TeamId;

use super::Inventory;
use super::view::TeamServers;
use crate::marks::Written;

impl Inventory {
    /// Brings what `team`'s pages show up to the working state, at once.
    pub(crate) fn publish(&self, team: TeamId) {
        let one_at_a_time = self.0.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        let former = self.with_views(|views| views.get(&team).cloned());
        let (version, view) = {
            let mut state = self.state();
            state.dirty.remove(&team);
            state.collect(team, former.as_ref())
        }
        .build(former.as_ref());
        let view = view.with_marks(self.0.parts.marks.team(team), former.as_ref().map(|(_, view)| &**view));
        let differs = former.as_ref().is_none_or(|(_, former)| view.differs_from(former));
        let newer = former.is_some_and(|(_, former)| view.is_newer_than(&former));
        self.with_views(|views| views.insert(team, (version, Arc::new(view))));
        self.state().shown(team);
        drop(one_at_a_time);
        if differs {
            self.0.parts.events.send(team, Event::Servers);
        } else if newer {
            self.0.parts.events.send_ages(team);
        }
    }

    /// Takes over what was committed of marks. Pages show it when this returns.
    pub(crate) fn marked(&self, written: Vec<Written>) {
        for team in self.0.parts.marks.take(written) {
            self.publish(team);
        }
    }

    /// Publishes every team whose pages show something old, until the inventory is closed.
    pub(super) async fn publish_changes(self) {
        let mut stop = self.0.stop.subscribe();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = self.0.publish.notified() => {}
            }
            // Answers that came while one team was published are published together.
            loop {
                let team = self.state().dirty.iter().next().copied();
                let Some(team) = team else { break };
                // Sorting thousands of rows takes milliseconds: not on a thread that serves pages.
                let inventory = self.clone();
                if tokio::task::spawn_blocking(move || inventory.publish(team)).await.is_err() {
                    tracing::error!(%team, "a team's servers could not be published");
                    self.state().dirty.remove(&team);
                }
            }
        }
    }

    fn with_views<T>(&self, use_them: impl FnOnce(&mut HashMap<TeamId, (u64, Arc<TeamServers>)>) -> T) -> T {
        use_them(&mut self.0.views.write().unwrap_or_else(PoisonError::into_inner))
    }
}
