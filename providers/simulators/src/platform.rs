//! What the engine needs to know of a platform: its state, its routes, and its way of refusing.

use hyper::header::HeaderMap;
use time::OffsetDateTime;

use crate::control::ServerView;
use crate::http::{Reply, Route};
use crate::options::SimOptions;

/// Refusals that every platform has, each in its own words.
pub(crate) enum Stock {
    /// Nothing answers at this path.
    NoRoute,
    /// The path is known, the method is not.
    WrongMethod,
    NoKey,
    BadKey,
    /// The key is accepted but may not do this.
    Closed,
    /// The body claims to be JSON and is not.
    BadBody,
    TooMany {
        retry_after: Option<u64>,
    },
    Internal,
}

/// How a request presented a key.
pub(crate) struct Presented<'a> {
    /// Name of the scheme as it appears in the log.
    pub(crate) scheme: &'static str,
    pub(crate) key: &'a str,
    /// Whether this account takes the scheme at all.
    pub(crate) accepted: bool,
}

/// What an accepted key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Admission {
    /// The one billing account that it may act for; none means all.
    pub(crate) restricted_to: Option<u64>,
}

/// A path without version and location.
pub(crate) struct Target<'a> {
    /// Location named in the path, or the default one; empty where the platform has none.
    pub(crate) location: String,
    pub(crate) segments: Vec<&'a str>,
}

pub(crate) trait Platform: Send + Sync + 'static {
    type State: Send + 'static;

    /// Whether the platform publishes rate limits that can be enforced.
    const LIMITED: bool;

    /// The account as it is at the start, which is at the simulated time `now`.
    fn seed(&self, options: &SimOptions, now: OffsetDateTime) -> Self::State;

    /// One table per noun.
    fn routes(&self) -> &'static [&'static [Route<Self::State>]];

    /// Takes version and location off a path; none when the path cannot be one of this platform.
    fn target<'a>(&self, options: &SimOptions, path: &'a str) -> Option<Target<'a>>;

    /// The key in the headers, if any is there.
    fn presented<'a>(&self, options: &SimOptions, headers: &'a HeaderMap) -> Option<Presented<'a>>;

    fn stock(&self, refusal: Stock) -> Reply;

    /// Last touch on every answer, numbered from 0.
    fn decorate(&self, sequence: u64, reply: Reply) -> Reply;

    /// Whether `key` may send a request with this method to this path, and what limits it there. Refuses with
    /// [`Stock::BadKey`] or [`Stock::Closed`].
    fn admit(state: &Self::State, key: &str, method: &str, segments: &[&str]) -> Result<Admission, Stock>;

    /// All accepted keys, to be masked in the log.
    fn keys(state: &Self::State) -> Vec<&str>;

    /// Replaces the first accepted key.
    fn set_key(state: &mut Self::State, key: &str);

    /// Completes what became due by the simulated time `now`.
    fn settle(state: &mut Self::State, now: OffsetDateTime);

    /// The servers in neutral terms, for tests.
    fn servers(state: &Self::State) -> Vec<ServerView>;

    /// Sets a server's status behind the API's back; false when there is no such server.
    fn set_status(state: &mut Self::State, id: &str, status: &str) -> bool;

    /// Takes a server away behind the API's back; false when there was none.
    fn remove_server(state: &mut Self::State, id: &str) -> bool;

    /// Attaches one more disk behind the API's back; false when there is no such server, or no such thing as a disk.
    fn add_disk(state: &mut Self::State, id: &str, size_gb: u32) -> bool {
        let _ = (state, id, size_gb);
        false
    }

    /// Doubles everything on the price list; false when there is none.
    fn double_prices(state: &mut Self::State) -> bool {
        let _ = state;
        false
    }
}
