//! What a route is: a method, a path pattern and a function from call and state to an answer.

use std::time::Duration;

use hyper::header::HeaderMap;
use time::OffsetDateTime;
use tokio::time::Instant;

use super::{Encoding, Params, Reply};
use crate::rate::Class;

/// The methods that the documents use. `HEAD` is served as `GET`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Delete,
}

impl Verb {
    pub(crate) fn matches(self, method: &str) -> bool {
        match self {
            Self::Get => matches!(method, "GET" | "HEAD"),
            Self::Post => method == "POST",
            Self::Delete => method == "DELETE",
        }
    }
}

/// One request to a known route.
pub(crate) struct Call {
    /// Values of the pattern's `{…}` parts, in order.
    pub(crate) captures: Vec<String>,
    /// Query parameters.
    pub(crate) query: Params,
    /// Body parameters.
    pub(crate) body: Params,
    /// Location that the request acts on; empty where the platform has none.
    pub(crate) location: String,
    pub(crate) headers: HeaderMap,
    pub(crate) now: OffsetDateTime,
}

impl Call {
    /// The parameter from the body, or else from the query: clients are known to use both for a VM's uuid.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.body.get(name).or_else(|| self.query.get(name))
    }

    pub(crate) fn capture(&self) -> &str {
        self.captures.first().map_or("", String::as_str)
    }
}

/// An answer; `Err` is one that refuses.
pub(crate) type Outcome = Result<Reply, Reply>;

/// A change that was checked and may begin.
pub(crate) struct Work<S> {
    /// What is done, as in `stop`.
    pub(crate) action: &'static str,
    /// Identifier of what it is done to.
    pub(crate) subject: String,
    /// Name of what it is done to, which may provoke a fault.
    pub(crate) name: String,
    /// How long it takes at the real provider.
    pub(crate) takes: Duration,
    /// Whether the answer waits for the end, as Warren's does.
    pub(crate) blocks: bool,
    /// Applied at once, with the moment when the work will be done.
    pub(crate) begin: Begin<S>,
    /// Applied when the answer is due; gives the answer.
    pub(crate) finish: Finish<S>,
}

pub(crate) type Begin<S> = Box<dyn FnOnce(&mut S, Instant) + Send>;
pub(crate) type Finish<S> = Box<dyn FnOnce(&mut S) -> Reply + Send>;
/// Looks whether a change may begin, without changing anything.
pub(crate) type Check<S> = fn(&Call, &S) -> Result<Work<S>, Reply>;

pub(crate) enum Handler<S> {
    Read(fn(&Call, &S) -> Outcome),
    Write(Check<S>),
}

/// One row of a noun's route table.
pub(crate) struct Route<S> {
    pub(crate) verb: Verb,
    pub(crate) path: &'static str,
    pub(crate) body: Encoding,
    /// Budget that a request draws on; `Anonymous` also means that no key is needed.
    pub(crate) class: Class,
    pub(crate) handler: Handler<S>,
}

impl<S> Route<S> {
    pub(crate) const fn read(path: &'static str, read: fn(&Call, &S) -> Outcome) -> Self {
        Self { verb: Verb::Get, path, body: Encoding::None, class: Class::Read, handler: Handler::Read(read) }
    }

    /// A read that needs no key.
    pub(crate) const fn public(path: &'static str, read: fn(&Call, &S) -> Outcome) -> Self {
        Self {
            verb: Verb::Get,
            path,
            body: Encoding::None,
            class: Class::Anonymous,
            handler: Handler::Read(read),
        }
    }

    pub(crate) const fn post(path: &'static str, write: Check<S>) -> Self {
        Self {
            verb: Verb::Post,
            path,
            body: Encoding::FormOrJson,
            class: Class::Write,
            handler: Handler::Write(write),
        }
    }

    pub(crate) const fn delete(path: &'static str, write: Check<S>) -> Self {
        Self {
            verb: Verb::Delete,
            path,
            body: Encoding::FormOrJson,
            class: Class::Critical,
            handler: Handler::Write(write),
        }
    }
}
