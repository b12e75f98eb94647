//! Tells open pages that something they wanted has arrived.

use std::time::Duration;

use domain::event::Event;

use crate::inventory::Inventory;
use crate::inventory::state::State;

/// How long after an answer pages are told, so that the answers of one page are told of together.
const GATHER: Duration = Duration::from_millis(100);

/// While more is on its way to the same pages, they are told so many times later at most: a page of two hundred servers
/// must not be made anew for each, nor one that hangs hold up the others.
const AT_MOST: u32 = 10;

impl Inventory {
    /// Tells the teams for which something has arrived, until the inventory is closed.
    pub(in crate::inventory) async fn tell_arrivals(self) {
        let mut stop = self.0.stop.subscribe();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = self.0.arrived.notified() => {}
            }
            for _ in 0..AT_MOST {
                tokio::time::sleep(GATHER).await;
                if !self.state().awaits_more() {
                    break;
                }
            }
            let teams = std::mem::take(&mut self.state().arrived);
            for team in teams {
                self.0.parts.events.send(team, Event::Servers);
            }
        }
    }
}

impl State {
    /// Whether a page that is to be told waits for more.
    fn awaits_more(&self) -> bool {
        let mut keys = self.keys.values().filter(|key| self.arrived.contains(&key.team));
        keys.any(|key| key.families.sources.values().any(|beside| beside.awaited))
    }
}
