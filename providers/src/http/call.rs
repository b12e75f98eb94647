//! One request of a provider's API, before a key is put into it.

use http::Method;
use url::Url;

use super::form;
use crate::error::{NotSent, ProviderError};

/// What a request carries besides its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// Nothing.
    Empty,
    /// Form fields.
    Form(Vec<(&'static str, String)>),
}

/// One request. `Debug` is safe: calls hold no keys.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    fn new(operation: &'static str, method: Method, path: &str) -> Self {
        Self {
            operation,
            method,
            path: path.split('/').map(str::to_owned).collect(),
            query: Vec::new(),
            payload: Payload::Empty,
            exact: false,
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

    pub(crate) fn form(mut self, fields: &[(&'static str, &str)]) -> Self {
        self.payload =
            Payload::Form(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
        self
    }

    pub(crate) const fn exact(mut self) -> Self {
        self.exact = true;
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
            url.set_query(Some(&form::encode(&self.query)));
        }
        Ok(url)
    }

    /// For people: what is sent, without the key.
    pub(crate) fn describe(&self, base: &Url) -> String {
        let address = self.url(base).map_or_else(|_| base.to_string(), String::from);
        match &self.payload {
            Payload::Empty => format!("{} {address}", self.method),
            Payload::Form(fields) => format!("{} {address}  {}", self.method, form::encode(fields)),
        }
    }
}
