//! Tells open pages that something they wanted has arrived.

use std::time::Duration;

use domain::event::Event;

use crate::inventory::Inventory;

/// How long after an answer pages are told, so that the answers of one page are told of together.
const GATHER: Duration = Duration::from_millis(100);

impl Inventory {
    /// Tells the teams for which something has arrived, until the inventory is closed.
    pub(in crate::inventory) async fn tell_arrivals(self) {
        let mut stop = self.0.stop.subscribe();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = self.0.arrived.notified() => {}
            }
            tokio::time::sleep(GATHER).await;
            let teams = std::mem::take(&mut self.state().arrived);
            for team in teams {
                self.0.parts.events.send(team, Event::Servers);
            }
        }
    }
}
