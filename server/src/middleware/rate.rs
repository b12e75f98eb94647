//! How much one session may ask of the server functions and event streams. Pages are exempt.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use app::permissions::Permission;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use backend::{Actor, Session};
use domain::policy::Verb;
use domain::{DomainError, ErrorKind};
use futures::StreamExt as _;

use super::client_ip::ClientIp;
use super::permission::declared;
use crate::config::RateLimits;
use crate::reply;

/// Full buckets are forgotten beyond this many.
const REMEMBERED: usize = 10_000;

/// The buckets of everybody who asked lately.
#[derive(Debug, Clone)]
pub struct Limiter {
    limits: Option<RateLimits>,
    buckets: Arc<Mutex<HashMap<Who, Buckets>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Session(i128),
    Stranger(IpAddr),
}

#[derive(Debug)]
struct Buckets {
    calls: f64,
    changes: f64,
    exports: f64,
    open: u32,
    at: Instant,
}

/// What a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Reads,
    Changes,
    /// A file of a whole list.
    Exports,
}

/// Counts one call as under way until it is dropped.
#[derive(Debug)]
struct Open {
    limiter: Limiter,
    who: Who,
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut all = self.limiter.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(buckets) = all.get_mut(&self.who) {
            buckets.open = buckets.open.saturating_sub(1);
        }
    }
}

impl Limiter {
    /// Buckets of this size; `None` lets everything through.
    #[must_use]
    pub fn new(limits: Option<RateLimits>) -> Self {
        Self { limits, buckets: Arc::default() }
    }

    /// Takes one call out of the buckets.
    ///
    /// # Errors
    /// The seconds until there is one again.
    fn take(&self, who: Who, kind: Kind, now: Instant) -> Result<Option<Open>, u32> {
        let Some(limits) = self.limits else { return Ok(None) };
        let mut all = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(&who) {
            all.retain(|_, buckets| buckets.open > 0 || now.duration_since(buckets.at).as_secs() < 60);
        }
        let buckets = all.entry(who).or_insert(Buckets {
            calls: limits.calls_burst,
            changes: limits.changes_per_minute,
            exports: limits.exports_per_minute,
            open: 0,
            at: now,
        });
        let passed = now.saturating_duration_since(buckets.at).as_secs_f64();
        buckets.at = now;
        buckets.calls = (buckets.calls + passed * limits.calls_per_second).min(limits.calls_burst);
        let mut free = (&mut 1.0_f64, 1.0);
        for (bucket, of, per_minute) in [
            (&mut buckets.changes, Kind::Changes, limits.changes_per_minute),
            (&mut buckets.exports, Kind::Exports, limits.exports_per_minute),
        ] {
            let per_second = per_minute / 60.0;
            *bucket = (*bucket + passed * per_second).min(per_minute);
            if of == kind {
                free = (bucket, per_second);
            }
        }
        let (bucket, per_second) = free;
        if *bucket < 1.0 {
            return Err(wait(1.0 - *bucket, per_second));
        }
        if buckets.calls < 1.0 {
            return Err(wait(1.0 - buckets.calls, limits.calls_per_second));
        }
        if buckets.open >= limits.concurrent {
            return Err(1);
        }
        buckets.calls -= 1.0;
        *bucket -= 1.0;
        buckets.open += 1;
        drop(all);
        Ok(Some(Open { limiter: self.clone(), who }))
    }
}

/// Whole seconds, at least one and at most an hour.
fn wait(missing: f64, per_second: f64) -> u32 {
    let seconds = (missing / per_second).ceil();
    (1..=3600).find(|candidate| f64::from(*candidate) >= seconds).unwrap_or(3600)
}

/// Refuses with 429 what goes beyond the limits.
pub async fn layer(State(limiter): State<Limiter>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !is_call(path) {
        return next.run(request).await;
    }
    match limiter.take(who(&request), kind(path), Instant::now()) {
        Ok(open) => {
            let (parts, body) = next.run(request).await.into_parts();
            // The call is under way until its answer has been sent, which for an event stream takes hours.
            let held = body.into_data_stream().map(move |piece| {
                let _until_the_end = &open;
                piece
            });
            Response::from_parts(parts, Body::from_stream(held))
        }
        Err(seconds) => {
            let message = format!("That was too much at once. Try again in {seconds} s; nothing was done.");
            let mut error = DomainError::new(ErrorKind::RateLimited, message);
            error.retry_after_s = Some(seconds);
            reply::refuse(&request, error)
        }
    }
}

/// What costs more than a page: server functions, event streams, and files of whole lists.
fn is_call(path: &str) -> bool {
    path.starts_with("/api/") || path == crate::events::PATH || is_export(path)
}

fn is_export(path: &str) -> bool {
    crate::export::PATHS.iter().any(|(export, _)| *export == path)
}

fn kind(path: &str) -> Kind {
    match path {
        path if is_export(path) => Kind::Exports,
        path if is_change(path) => Kind::Changes,
        _ => Kind::Reads,
    }
}

fn who(request: &Request) -> Who {
    let extensions = request.extensions();
    // Only a session that someone is signed in to: made-up cookies would be made-up buckets.
    let session = extensions.get::<Actor>().and(extensions.get::<Session>()).and_then(|session| session.id());
    let ip = extensions.get::<ClientIp>().map_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), |ip| ip.0);
    session.map_or(Who::Stranger(ip), |id| Who::Session(id.0))
}

/// Everybody may call these, and they change something: a confirmation asks for the right of its act, a saved view for
/// that of sharing it.
const CHANGES: [&str; 4] =
    ["/api/acts/run", "/api/servers/columns", "/api/servers/save_view", "/api/servers/remove_view"];

/// By the right that it needs. Signing in has limits of its own.
fn is_change(path: &str) -> bool {
    match declared(path) {
        _ if CHANGES.contains(&path) => true,
        Some(Permission::Team(verb)) => !matches!(
            verb,
            Verb::View | Verb::BillingView | Verb::CredentialView | Verb::MemberView | Verb::AuditView
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ME: Who = Who::Session(1);

    #[test]
    fn t3_a_burst_then_a_steady_rate() {
        let limiter = Limiter::new(Some(RateLimits::default()));
        let now = Instant::now();
        for _ in 0..60 {
            assert!(limiter.take(ME, Kind::Reads, now).is_ok());
        }
        assert_eq!(limiter.take(ME, Kind::Reads, now).unwrap_err(), 1);
        assert!(limiter.take(Who::Session(2), Kind::Reads, now).is_ok(), "others are not held up");
        let later = now + Duration::from_secs(1);
        let passed = (0..30).filter(|_| limiter.take(ME, Kind::Reads, later).is_ok()).count();
        assert_eq!(passed, 20);
    }

    #[test]
    fn t3_changes_have_a_limit_of_their_own() {
        let limiter = Limiter::new(Some(RateLimits::default()));
        let now = Instant::now();
        let passed = (0..40).filter(|_| limiter.take(ME, Kind::Changes, now).is_ok()).count();
        assert_eq!(passed, 30);
        assert_eq!(limiter.take(ME, Kind::Changes, now).unwrap_err(), 2);
        assert!(limiter.take(ME, Kind::Reads, now).is_ok(), "reading goes on");
    }

    #[test]
    fn t3_confirming_an_act_is_a_change_and_asking_for_its_plan_is_none() {
        for path in CHANGES {
            assert!(declared(path).is_some() && is_change(path), "{path}");
        }
        for path in ["/api/acts/ask", "/api/acts/batch", "/api/servers/list", "/api/servers/refresh"] {
            assert!(declared(path).is_some() && !is_change(path), "{path}");
        }
        assert!(is_change("/api/servers/reveal") && is_change("/api/scripts/save"));
    }

    #[test]
    fn t3_files_of_whole_lists_are_two_a_minute() {
        let limiter = Limiter::new(Some(RateLimits::default()));
        let now = Instant::now();
        assert_eq!((kind("/servers/export.csv"), kind("/api/servers/list")), (Kind::Exports, Kind::Reads));
        assert!(limiter.take(ME, Kind::Exports, now).is_ok() && limiter.take(ME, Kind::Exports, now).is_ok());
        assert_eq!(limiter.take(ME, Kind::Exports, now).unwrap_err(), 30);
        assert!(limiter.take(ME, Kind::Changes, now).is_ok(), "nothing else waits for that");
        assert!(limiter.take(ME, Kind::Exports, now + Duration::from_secs(30)).is_ok());
    }

    #[test]
    fn t2_calls_under_way_are_counted_until_they_end() {
        let limiter = Limiter::new(Some(RateLimits::default()));
        let now = Instant::now();
        let mut open: Vec<_> = (0..16).map(|_| limiter.take(ME, Kind::Reads, now).unwrap()).collect();
        assert!(limiter.take(ME, Kind::Reads, now).is_err());
        open.pop();
        assert!(limiter.take(ME, Kind::Reads, now).is_ok());
    }

    #[test]
    fn without_limits_everything_passes() {
        let limiter = Limiter::new(None);
        assert!((0..1000).all(|_| limiter.take(ME, Kind::Changes, Instant::now()).is_ok()));
    }
}
