//! The simulated Virtua account: what it holds and how changes come to their end.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::plans::Plan;
use super::systems::System;
use super::zones::Zone;
use crate::control::ServerView;
use crate::http;

/// A change of this account.
pub(super) type Work = http::Work<State>;

pub(crate) struct State {
    /// The accepted key.
    pub(super) key: String,
    /// The simulated time, which never goes back.
    pub(super) now: OffsetDateTime,
    pub(super) balance: &'static str,
    pub(super) server_limit: usize,
    pub(super) projects: Vec<Project>,
    pub(super) servers: Vec<Server>,
}

#[derive(Debug)]
pub(super) struct Project {
    pub(super) uuid: String,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) environment: Option<&'static str>,
    pub(super) created_at: OffsetDateTime,
}

#[derive(Debug)]
pub(super) struct Server {
    pub(super) uuid: String,
    pub(super) name: String,
    pub(super) label: Option<String>,
    pub(super) hostname: Option<String>,
    /// Position of its project in [`State::projects`].
    pub(super) project: usize,
    pub(super) zone: &'static Zone,
    pub(super) plan: &'static Plan,
    pub(super) system: &'static System,
    pub(super) status: String,
    /// The change under way.
    pub(super) change: Option<Change>,
    pub(super) suspended: Option<&'static str>,
    pub(super) created_at: OffsetDateTime,
    pub(super) started_at: OffsetDateTime,
    /// Hours billed in this month.
    pub(super) hours: u32,
    pub(super) ipv4: String,
    pub(super) ipv6: Option<String>,
    pub(super) memory_used_mb: u32,
}

/// A change that was answered and goes on.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) to: &'static str,
    pub(super) done_at: OffsetDateTime,
    /// Whether the uptime starts again.
    pub(super) boots: bool,
}

impl State {
    pub(super) fn server(&self, uuid: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.uuid == uuid)
    }

    pub(super) fn server_mut(&mut self, uuid: &str) -> Option<&mut Server> {
        self.servers.iter_mut().find(|server| server.uuid == uuid)
    }

    /// Completes the changes whose time has come.
    pub(super) fn settle(&mut self, now: OffsetDateTime) {
        let now = self.now.max(now);
        self.now = now;
        for server in &mut self.servers {
            if let Some(change) = server.change.take_if(|change| change.done_at <= now) {
                change.to.clone_into(&mut server.status);
                if change.boots {
                    server.started_at = change.done_at;
                }
            }
        }
    }
}

impl Server {
    pub(super) fn running(&self) -> bool {
        self.status == "running"
    }

    /// The label, or else the name that Virtua gave.
    pub(super) fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// What this month has cost so far.
    pub(super) fn usage(&self) -> Decimal {
        price(self.plan.price_hour) * Decimal::from(self.hours)
    }

    pub(super) fn view(&self) -> ServerView {
        ServerView {
            id: self.uuid.clone(),
            name: self.title().to_owned(),
            location: self.zone.code.to_owned(),
            status: self.status.clone(),
            busy: self.change.is_some(),
        }
    }
}

/// `"1"` or `"0"`, Virtua's booleans.
pub(super) const fn flag(value: bool) -> &'static str {
    if value { "1" } else { "0" }
}

pub(super) fn price(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}
