//! The simulated Virtua account: what it holds and how changes come to their end.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::passwords::Passwords;
use super::plans::Plan;
use super::systems::System;
use super::zones::Zone;
use crate::control::ServerView;
use crate::http;
use crate::options::VirtuaUnknown;
use crate::rng::Rng;

/// A change of this account.
pub(super) type Work = http::Work<State>;

pub(crate) struct State {
    /// The accepted key.
    pub(super) key: String,
    /// The simulated time, which never goes back.
    pub(super) now: OffsetDateTime,
    pub(super) balance: &'static str,
    pub(super) server_limit: usize,
    /// How the account answers about a server that it does not have.
    pub(super) unknown: VirtuaUnknown,
    /// Goes on where the seed ended.
    pub(super) rng: Rng,
    /// Servers that the seed made.
    pub(super) seeded: usize,
    /// Servers that were ordered since, destroyed ones too.
    pub(super) ordered: u64,
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

/// Has no `Debug`, because of its passwords.
pub(super) struct Server {
    pub(super) uuid: String,
    pub(super) name: String,
    pub(super) label: Option<String>,
    pub(super) hostname: Option<String>,
    /// Position of its project in [`State::projects`].
    pub(super) project: usize,
    pub(super) zone: &'static Zone,
    pub(super) plan: &'static Plan,
    /// Larger or smaller than its plan's when one of its plans was changed without the disk.
    pub(super) disk_gb: u32,
    pub(super) system: &'static System,
    pub(super) status: String,
    /// The set-up of an ordered server while it goes on.
    pub(super) setup: Option<Setup>,
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
    pub(super) passwords: Passwords,
}

/// The set-up of a new server.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) began_at: OffsetDateTime,
    pub(super) done_at: OffsetDateTime,
}

/// A change that was answered and goes on.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) to: &'static str,
    pub(super) done_at: OffsetDateTime,
    /// Whether the uptime starts again.
    pub(super) boots: bool,
    pub(super) outcome: Outcome,
}

/// What a change leaves behind besides the status.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Nothing,
    Resized { plan: &'static Plan, disk_gb: u32 },
    Rebuilt { system: &'static System },
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
            if let Some(setup) = server.setup.take_if(|setup| setup.done_at <= now) {
                "running".clone_into(&mut server.status);
                server.started_at = setup.done_at;
            }
            if let Some(change) = server.change.take_if(|change| change.done_at <= now) {
                change.to.clone_into(&mut server.status);
                if change.boots {
                    server.started_at = change.done_at;
                }
                match change.outcome {
                    Outcome::Nothing => {}
                    Outcome::Resized { plan, disk_gb } => (server.plan, server.disk_gb) = (plan, disk_gb),
                    Outcome::Rebuilt { system } => {
                        server.system = system;
                        server.passwords = super::passwords::fresh(&mut self.rng);
                    }
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

    /// Which step of its set-up it is at; none once that is over.
    pub(super) fn setup_step(&self, now: OffsetDateTime) -> Option<&'static str> {
        let setup = self.setup.as_ref()?;
        let (passed, whole) = (now - setup.began_at, setup.done_at - setup.began_at);
        Some(if passed * 2 < whole { "installing" } else { "configuring" })
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
            busy: self.change.is_some() || self.setup.is_some(),
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

/// The address of the `index`th server: those reserved for documentation, then those reserved for benchmarks.
pub(super) fn ipv4(index: usize) -> String {
    match index {
        0..200 => format!("203.0.113.{}", index + 10),
        _ => format!("198.18.{}.{}", index / 250 % 256, index % 250 + 1),
    }
}
