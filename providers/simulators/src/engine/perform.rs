//! Running one request against the platform: route, key, budget, handler.

use std::sync::Arc;

use hyper::header::{CONTENT_TYPE, HeaderMap};
use tokio::time::{Instant, sleep, sleep_until};

use super::Machine;
use crate::clock;
use crate::control::Effect;
use crate::fault::{self, Fault};
use crate::http::{Call, Check, Finish, Handler, Params, Reply, Route, captures};
use crate::platform::{Platform, Stock};
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
        self.admit(request, found.as_ref().map_or(Class::Read, |(route, _)| route.class))?;
        let (route, captures) = found.ok_or_else(|| self.platform.stock(Stock::WrongMethod))?;
        let body = Params::from_body(route.body, request.content_type(), &request.body)
            .map_err(|_| self.platform.stock(Stock::BadBody))?;
        let call = Call {
            captures,
            query: Params::from_form(&request.query),
            body,
            location: target.location,
            headers: request.headers.clone(),
            now: clock::now(),
        };
        Ok((route, call))
    }

    /// Checks the key, then takes one from the budget. A refused key draws on the budget for anonymous requests.
    fn admit(&self, request: &Arrived, class: Class) -> Result<(), Reply> {
        if class == Class::Anonymous {
            return self.spend(class);
        }
        let refusal = match self.platform.presented(&self.core.options, &request.headers) {
            Some(given) if given.accepted && self.core.key_is(given.key) => return self.spend(class),
            Some(given) if given.accepted => Stock::BadKey,
            _ => Stock::NoKey,
        };
        self.spend(Class::Anonymous)?;
        Err(self.platform.stock(refusal))
    }

    fn spend(&self, class: Class) -> Result<(), Reply> {
        if !P::LIMITED || !self.core.options.rate_limits {
            return Ok(());
        }
        let taken = self.core.budget().take(class, Instant::now());
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
        let done_at = Instant::now() + self.core.options.scaled(work.takes);
        (work.begin)(&mut state, done_at);
        drop(state);
        self.core.effects().push(Effect { action: work.action.to_owned(), subject: work.subject });
        Ok((Ending { blocks: work.blocks.then_some(done_at), finish: work.finish }, sentinel))
    }

    /// Ends a change in a task of its own: a caller who hangs up does not stop the provider.
    async fn finish(self: &Arc<Self>, work: Ending<P::State>) -> Reply {
        let machine = self.clone();
        let task = tokio::spawn(async move {
            if let Some(done_at) = work.blocks {
                tokio::select! {
                    () = sleep_until(done_at) => {}
                    () = machine.core.stopped() => {}
                }
            }
            let mut state = machine.state();
            (work.finish)(&mut state)
        });
        task.await.unwrap_or_else(|_| self.platform.stock(Stock::Internal))
    }
}

/// A change that has begun, and the fault that its server's name asks for.
type Begun<S> = (Ending<S>, Option<Fault>);

/// What is left of a change once it has begun.
struct Ending<S> {
    /// When the answer is due; none means at once.
    blocks: Option<Instant>,
    finish: Finish<S>,
}
