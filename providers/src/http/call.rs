//! One request of a provider's API, before a key is put into it.

use std::time::Duration;

use http::Method;
use url::Url;

use super::form;
use super::payload::{Payload, Value};
use crate::error::{NotSent, ProviderError};
use crate::options::WriteTimeouts;

/// How long a write may take at the provider, which holds the connection until it is done (`facts.md`, "Timing").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pace {
    /// A change in a database: seconds.
    #[default]
    Quick,
    /// A machine changes its power state or its settings: minutes.
    Power,
    /// Disks are written: up to half an hour.
    Slow,
}

impl Pace {
    /// The time limit of a write.
    pub(crate) const fn limit(self, limits: &WriteTimeouts) -> Duration {
        match self {
            Self::Quick => limits.other,
            Self::Power => limits.power,
            Self::Slow => limits.slow,
        }
    }
}

/// One request. `Debug` is safe: calls hold no keys, and secret values redact themselves.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// For logs, such as `compute.stop`.
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// Below the base URL, unencoded.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) payload: Payload,
    /// Whether it is about one thing by its id, so that "no such thing" means that it is gone.
    pub(crate) exact: bool,
    /// Whether it acts in one location, so that a slug belongs before its path.
    pub(crate) located: bool,
    /// Whether anybody may call it, so that no key is sent.
    pub(crate) keyless: bool,
    /// Whether the answer holds secrets, so that no part of it is kept when it cannot be read.
    pub(crate) sealed: bool,
    pub(crate) pace: Pace,
}

impl Call {
    /// A read of `path`, its parts divided by slashes.
    pub(crate) fn get(operation: &'static str, path: &str) -> Self {
        Self::new(operation, Method::GET, path)
    }

    /// A write to `path`, its parts divided by slashes.
    pub(crate) fn post(operation: &'static str, path: &str) -> Self {
        Self::new(operation, Method::POST, path)
    }

    /// As [`Call::post`].
    pub(crate) fn put(operation: &'static str, path: &str) -> Self {
        Self::new(operation, Method::PUT, path)
    }

    /// As [`Call::post`].
    pub(crate) fn patch(operation: &'static str, path: &str) -> Self {
        Self::new(operation, Method::PATCH, path)
    }

    /// As [`Call::post`].
    pub(crate) fn delete(operation: &'static str, path: &str) -> Self {
        Self::new(operation, Method::DELETE, path)
    }

    fn new(operation: &'static str, method: Method, path: &str) -> Self {
        Self {
            operation,
            method,
            path: path.split('/').map(str::to_owned).collect(),
            query: Vec::new(),
            payload: Payload::Empty,
            exact: false,
            located: false,
            keyless: false,
            sealed: false,
            pace: Pace::Quick,
        }
    }

    /// Puts `part` before the path.
    pub(crate) fn below(mut self, part: &str) -> Self {
        self.path.insert(0, part.to_owned());
        self
    }

    /// Adds a part that is data, such as an id.
    pub(crate) fn part(mut self, part: &str) -> Self {
        self.path.push(part.to_owned());
        self
    }

    pub(crate) fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query.push((name, value.to_owned()));
        self
    }

    /// Adds one form field.
    pub(crate) fn field(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.payload.push(name, value.into());
        self
    }

    /// Adds a form field where there is a value for it.
    pub(crate) fn maybe(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// Carries `body` as JSON, in place of a form.
    pub(crate) fn json(mut self, body: serde_json::Value) -> Self {
        self.payload = Payload::Json(body);
        self
    }

    /// About one thing by its id.
    pub(crate) const fn exact(mut self) -> Self {
        self.exact = true;
        self
    }

    /// Acts in one location.
    pub(crate) const fn located(mut self) -> Self {
        self.located = true;
        self
    }

    /// Without a key.
    pub(crate) const fn keyless(mut self) -> Self {
        self.keyless = true;
        self
    }

    /// Answered with secrets.
    pub(crate) const fn sealed(mut self) -> Self {
        self.sealed = true;
        self
    }

    /// How long it may take.
    pub(crate) const fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// The whole address. An id must not lead out of its place, so parts that a parser would resolve are refused.
    pub(crate) fn url(&self, base: &Url) -> Result<Url, ProviderError> {
        let bad = ProviderError::NotSent { reason: NotSent::Request };
        let mut text = base.path().trim_end_matches('/').to_owned();
        for part in &self.path {
            if part.is_empty() || part == "." || part == ".." {
                return Err(bad);
            }
            text.push('/');
            text.push_str(&form::escape(part));
        }
        let mut url = base.clone();
        url.set_path(&text);
        if !self.query.is_empty() {
            url.set_query(Some(&form::encode(
                self.query.iter().map(|(name, value)| (*name, value.as_str())),
            )));
        }
        Ok(url)
    }

    /// For people: what is sent, without the key.
    pub(crate) fn describe(&self, base: &Url) -> String {
        let address = self.url(base).map_or_else(|_| base.to_string(), String::from);
        match self.payload.describe() {
            Some(body) => format!("{} {address}  {body}", self.method),
            None => format!("{} {address}", self.method),
        }
    }
}
