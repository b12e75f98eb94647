//! What a route is: a method, a path pattern and a function from call and state to an answer.

use hyper::header::HeaderMap;
use serde_json::Value;
use time::OffsetDateTime;

use super::{Encoding, Params, Reply, Work};
use crate::rate::Class;

/// The methods that the documents use. `HEAD` is served as `GET`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    pub(crate) fn matches(self, method: &str) -> bool {
        match self {
            Self::Get => matches!(method, "GET" | "HEAD"),
            Self::Post => method == "POST",
            Self::Put => method == "PUT",
            Self::Patch => method == "PATCH",
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
    /// Body parameters, flat.
    pub(crate) body: Params,
    /// The whole object of a JSON body, for what does not fit into flat parameters.
    pub(crate) json: Option<Value>,
    /// Location that the request acts on; empty where the platform has none.
    pub(crate) location: String,
    pub(crate) headers: HeaderMap,
    /// The simulated time.
    pub(crate) now: OffsetDateTime,
    /// Billing account that the key is restricted to.
    pub(crate) restricted_to: Option<u64>,
}

impl Call {
    /// The parameter from the body, or else from the query: clients are known to use both for a VM's uuid.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.body.get(name).or_else(|| self.query.get(name))
    }

    /// The first of the pattern's `{…}` parts.
    pub(crate) fn capture(&self) -> &str {
        self.captures.first().map_or("", String::as_str)
    }
}

/// An answer; `Err` is one that refuses.
pub(crate) type Outcome = Result<Reply, Reply>;

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

    /// A GET that makes what it reads, where there is none. It carries no body.
    pub(crate) const fn get_that_writes(path: &'static str, write: Check<S>) -> Self {
        Self::write(Verb::Get, path, write).takes(Encoding::None)
    }

    pub(crate) const fn post(path: &'static str, write: Check<S>) -> Self {
        Self::write(Verb::Post, path, write)
    }

    pub(crate) const fn put(path: &'static str, write: Check<S>) -> Self {
        Self::write(Verb::Put, path, write)
    }

    pub(crate) const fn patch(path: &'static str, write: Check<S>) -> Self {
        Self::write(Verb::Patch, path, write)
    }

    pub(crate) const fn delete(path: &'static str, write: Check<S>) -> Self {
        Self::write(Verb::Delete, path, write)
    }

    const fn write(verb: Verb, path: &'static str, write: Check<S>) -> Self {
        Self { verb, path, body: Encoding::FormOrJson, class: Class::Write, handler: Handler::Write(write) }
    }

    /// Reads only bodies of this kind.
    pub(crate) const fn takes(mut self, body: Encoding) -> Self {
        self.body = body;
        self
    }

    /// Draws on this budget.
    pub(crate) const fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }
}
