//! Virtua: its own API, answered with scalars as strings and changes that go on after the answer.

mod account;
mod auth;
mod catalogue;
mod change;
mod delete;
mod errors;
mod fields;
mod limits;
mod offers;
mod order;
mod passwords;
mod plans;
mod power;
mod projects;
mod seed;
mod servers;
mod state;
mod systems;
mod zones;

use hyper::header::HeaderMap;
use time::OffsetDateTime;

use crate::control::ServerView;
use crate::http::{Reply, Route};
use crate::options::SimOptions;
use crate::platform::{Admission, Platform, Presented, Stock, Target};

/// The one platform of its kind.
pub(crate) struct Virtua;

impl Platform for Virtua {
    type State = state::State;

    const LIMITED: bool = true;

    fn seed(&self, options: &SimOptions, now: OffsetDateTime) -> Self::State {
        seed::state(options, now)
    }

    fn routes(&self) -> &'static [&'static [Route<Self::State>]] {
        static ROUTES: &[&[Route<state::State>]] = &[
            account::ROUTES,
            catalogue::ROUTES,
            change::ROUTES,
            delete::ROUTES,
            limits::ROUTES,
            offers::ROUTES,
            order::ROUTES,
            passwords::ROUTES,
            power::ROUTES,
            projects::ROUTES,
            servers::ROUTES,
            systems::ROUTES,
        ];
        ROUTES
    }

    fn target<'a>(&self, options: &SimOptions, path: &'a str) -> Option<Target<'a>> {
        let mut segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let versioned = segments.first() == Some(&"v1");
        if !options.paths.accepts(versioned) {
            return None;
        }
        if versioned {
            segments.remove(0);
        }
        Some(Target { location: String::new(), segments })
    }

    fn presented<'a>(&self, options: &SimOptions, headers: &'a HeaderMap) -> Option<Presented<'a>> {
        auth::presented(&options.schemes, headers)
    }

    fn stock(&self, refusal: Stock) -> Reply {
        errors::stock(&refusal)
    }

    fn decorate(&self, _sequence: u64, reply: Reply) -> Reply {
        reply
    }

    /// The one key may do everything.
    fn admit(state: &Self::State, key: &str, _method: &str, _segments: &[&str]) -> Result<Admission, Stock> {
        if state.key == key { Ok(Admission { restricted_to: None }) } else { Err(Stock::BadKey) }
    }

    fn keys(state: &Self::State) -> Vec<&str> {
        vec![&state.key]
    }

    fn set_key(state: &mut Self::State, key: &str) {
        key.clone_into(&mut state.key);
    }

    fn settle(state: &mut Self::State, now: OffsetDateTime) {
        state.settle(now);
    }

    fn servers(state: &Self::State) -> Vec<ServerView> {
        state.servers.iter().map(state::Server::view).collect()
    }

    fn set_status(state: &mut Self::State, id: &str, status: &str) -> bool {
        state.server_mut(id).map(|server| status.clone_into(&mut server.status)).is_some()
    }

    fn remove_server(state: &mut Self::State, id: &str) -> bool {
        let before = state.servers.len();
        state.servers.retain(|server| server.uuid != id);
        state.servers.len() < before
    }
}
