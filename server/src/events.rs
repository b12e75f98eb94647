//! What changed, told to open pages as it happens: a stream of server-sent events for each.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use backend::{Actor, Session};
use domain::event::Event;
use domain::{DomainError, ErrorKind};
use futures::{Stream, stream};
use http::{HeaderName, HeaderValue};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::reply::{self, Asker};
use crate::shared::{Shared, told_to_stop};

/// Where pages listen.
pub const PATH: &str = "/events";

/// The name of every event; its data is a [`domain::event::Event`].
const NAME: &str = "change";

/// Proxies that hold answers back until they are complete would hold this one for ever.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Opens the stream of the acting team's events.
pub fn route() -> MethodRouter<Shared> {
    get(open)
}

async fn open(
    State(shared): State<Shared>,
    actor: Option<Extension<Actor>>,
    session: Option<Extension<Session>>,
    request: axum::extract::Request,
) -> Response {
    let (Some(Extension(actor)), Some(Extension(session))) = (actor, session) else {
        let error = DomainError::new(ErrorKind::Unauthenticated, "Your session has ended. Sign in again.");
        return reply::error(&Asker::of(&request), error);
    };
    let heartbeat = KeepAlive::new().interval(shared.http.limits.heartbeat);
    let mut response =
        Sse::new(Listener::new(shared, actor, session).stream()).keep_alive(heartbeat).into_response();
    response.headers_mut().insert(ACCEL_BUFFERING, HeaderValue::from_static("no"));
    response
}

/// One open page.
struct Listener {
    shared: Shared,
    actor: Actor,
    session: Session,
    events: broadcast::Receiver<Event>,
    recheck: Interval,
    stopping: watch::Receiver<bool>,
    greeted: bool,
    /// Something changed between the making of the page and its listening, or may have.
    behind: bool,
}

impl Listener {
    fn new(shared: Shared, actor: Actor, session: Session) -> Self {
        let period = shared.http.limits.recheck;
        let mut recheck = interval_at(Instant::now() + period, period);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            // Being subscribed is what marks the team as watched. What comes after this is heard, what came before is asked for.
            events: shared.backend.subscribe(actor.team()),
            behind: shared.backend.told_lately(actor.team()),
            stopping: shared.stopping.clone(),
            recheck,
            greeted: false,
            shared,
            actor,
            session,
        }
    }

    fn stream(self) -> impl Stream<Item = Result<Message, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            let message = listener.next().await?;
            Some((Ok(message), listener))
        })
    }

    /// The next message; none when the stream is over.
    async fn next(&mut self) -> Option<Message> {
        if !self.greeted {
            self.greeted = true;
            // Shows the browser at once that the stream stands.
            return Some(Message::default().comment("open"));
        }
        if std::mem::take(&mut self.behind) {
            return message(&Event::Lagged);
        }
        loop {
            let due = tokio::select! {
                () = told_to_stop(&mut self.stopping) => return None,
                event = self.events.recv() => Some(event),
                _ = self.recheck.tick() => None,
            };
            match due {
                Some(Ok(event)) => return message(&event),
                Some(Err(broadcast::error::RecvError::Lagged(_))) => return message(&Event::Lagged),
                Some(Err(broadcast::error::RecvError::Closed)) => return None,
                None if self.may_still_listen().await => {}
                None => return None,
            }
        }
    }

    /// Looks the session and the membership up anew. The browser reconnects and learns why if they are gone.
    async fn may_still_listen(&self) -> bool {
        let fresh = Session::new(self.session.id(), Arc::new(self.shared.backend.session_store()), None);
        let found =
            self.shared.backend.actor_again(&fresh, self.actor.request_id.clone(), self.actor.ip).await;
        found.is_ok_and(|found| found.is_some_and(|found| found.team() == self.actor.team()))
    }
}

fn message(event: &Event) -> Option<Message> {
    Message::default().event(NAME).json_data(event).ok()
}
