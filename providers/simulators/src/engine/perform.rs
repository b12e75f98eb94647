//! Running one request against the platform: route, key, budget, handler.

use std::sync::Arc;

use hyper::header::{CONTENT_TYPE, HeaderMap};
use tokio::time::{Instant, sleep, sleep_until};

use super::Machine;
use crate::control::Effect;
use crate::fault::{self, Fault};
use crate::http::{Call, Check, Course, Finish, Handler, Params, Reply, Route, Sent, captures};
use crate::platform::{Admission, Platform, Stock};
use crate::rate::Class;

/// A request that was read completely.
pub(crate) struct Arrived {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Arrived {
    pub(crate) fn content_type(&self) -> &str {
        self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The real answer, and the fault that the server's own name asks for.
pub(crate) type Performed = (Reply, Option<Fault>);

impl<P: Platform> Machine<P> {
    pub(crate) async fn perform(self: &Arc<Self>, request: &Arrived) -> Performed {
        match self.route(request) {
            Ok((route, call)) => self.handle(route, call).await,
            Err(refusal) => (refusal, None),
        }
    }

    /// Finds the route and checks the key and the budget, in the order in which a gateway does.
    fn route(&self, request: &Arrived) -> Result<(&'static Route<P::State>, Call), Reply> {
        let no_route = || self.platform.stock(Stock::NoRoute);
        let target = self.platform.target(&self.core.options, &request.path).ok_or_else(no_route)?;
        let mut known = self
            .platform
            .routes()
            .iter()
            .flat_map(|table| table.iter())
            .filter_map(|route| Some((route, captures(route.path, &target.segments)?)))
            .peekable();
        if known.peek().is_none() {
            return Err(no_route());
        }
        let found = known.find(|(route, _)| route.verb.matches(&request.method));
        let class = found.as_ref().map_or(Class::Read, |(route, _)| route.class);
        let admission = self.admit(request, class, &target.segments)?;
        let (route, captures) = found.ok_or_else(|| self.platform.stock(Stock::WrongMethod))?;
        let sent = Sent::read(route.body, request.content_type(), &request.body)
            .map_err(|_| self.platform.stock(Stock::BadBody))?;
        let call = Call {
            captures,
            query: Params::from_query(&request.query),
            body: sent.fields,
            json: sent.json,
            location: target.location,
            headers: request.headers.clone(),
            now: self.core.now(),
            restricted_to: admission.restricted_to,
        };
        Ok((route, call))
    }

    /// Checks the key, then takes one from the budget. A refused key draws on the budget for anonymous requests.
    fn admit(&self, request: &Arrived, class: Class, segments: &[&str]) -> Result<Admission, Reply> {
        if class == Class::Anonymous {
            return self.spend(class).map(|()| Admission { restricted_to: None });
        }
        let admitted = match self.platform.presented(&self.core.options, &request.headers) {
            Some(given) if given.accepted => P::admit(&self.state(), given.key, &request.method, segments),
            _ => Err(Stock::NoKey),
        };
        let known = matches!(admitted, Ok(_) | Err(Stock::Closed));
        self.spend(if known { class } else { Class::Anonymous })?;
        admitted.map_err(|refusal| self.platform.stock(refusal))
    }

    fn spend(&self, class: Class) -> Result<(), Reply> {
        if !P::LIMITED || !self.core.options.rate_limits {
            return Ok(());
        }
        let taken = self.core.budget().take(class, self.core.options.rate_window, Instant::now());
        taken.map_err(|wait| self.platform.stock(Stock::TooMany { retry_after: Some(wait) }))
    }

    async fn handle(self: &Arc<Self>, route: &'static Route<P::State>, call: Call) -> Performed {
        let check = match &route.handler {
            Handler::Read(read) => {
                sleep(self.core.options.read_latency).await;
                return (read(&call, &self.state()).unwrap_or_else(|refusal| refusal), None);
            }
            Handler::Write(check) => check,
        };
        let begun = self.begin(*check, &call);
        match begun {
            Ok((work, sentinel)) => (self.finish(work).await, sentinel),
            Err(answered) => *answered,
        }
    }

    /// Checks and begins a change in one step, so that of two at the same time one finds the other's lock.
    fn begin(&self, check: Check<P::State>, call: &Call) -> Result<Begun<P::State>, Box<Performed>> {
        let mut state = self.state();
        let work = check(call, &state).map_err(|refusal| Box::new((refusal, None)))?;
        let sentinel =
            if self.core.options.with_faults { fault::from_name(&work.name, work.action) } else { None };
        if sentinel.as_ref().is_some_and(|fault| !fault.runs_work()) {
            return Err(Box::new((Reply::empty(200), sentinel)));
        }
        let takes = self.core.options.scaled(work.takes);
        let ending = match work.course {
            Course::AtOnce(change) => Ending::Answered(change(&mut state, self.core.now() + takes)),
            Course::Blocking(begin, finish) => {
                begin(&mut state);
                Ending::Blocked { done_at: Instant::now() + takes, finish }
            }
        };
        drop(state);
        self.core.effects().push(Effect { action: work.action.to_owned(), subject: work.subject });
        Ok((ending, sentinel))
    }

    /// Ends a change in a task of its own: a caller who hangs up does not stop the provider.
    async fn finish(self: &Arc<Self>, work: Ending<P::State>) -> Reply {
        let (done_at, finish) = match work {
            Ending::Answered(reply) => return reply,
            Ending::Blocked { done_at, finish } => (done_at, finish),
        };
        let machine = self.clone();
        let task = tokio::spawn(async move {
            tokio::select! {
                () = sleep_until(done_at) => {}
                () = machine.core.stopped() => {}
            }
            finish(&mut machine.state())
        });
        task.await.unwrap_or_else(|_| self.platform.stock(Stock::Internal))
    }
}

/// A change that has begun, and the fault that its server's name asks for.
type Begun<S> = (Ending<S>, Option<Fault>);

/// What is left of a change once it has begun.
enum Ending<S> {
    /// Nothing but the answer.
    Answered(Reply),
    Blocked {
        /// When the answer is due, in real time.
        done_at: Instant,
        finish: Finish<S>,
    },
}
