//! Faults on demand: what can go wrong, when it strikes, and how an answer is spoiled.

mod impose;
mod sentinel;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

pub(crate) use impose::{Outgoing, impose};
pub(crate) use sentinel::from_name;

/// A fault waiting for its request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Strikes requests whose path starts with this: either as sent (`/v1/jkt01/user-resource`), or without
    /// version and location (`/user-resource/vm/stop`). Empty means every path.
    #[serde(default)]
    pub path: String,
    /// Strikes only this method; none means every method.
    #[serde(default)]
    pub method: Option<String>,
    /// How many requests it strikes; none means all until it is cleared.
    #[serde(default = "once")]
    pub count: Option<u32>,
    /// Whether the provider does its work before it fails. Kinds that spoil a real answer always do.
    #[serde(default)]
    pub work_done: bool,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The answer never comes; the connection stays open.
    Hang,
    /// The real answer, once the faults are cleared. With [`Fault::work_done`] the answer waits until then; without, the
    /// request does, and then meets the faults that took their place, if any. One whose caller goes away ends, and work
    /// that had not begun never does.
    Held,
    /// The connection closes after the request was read, before a status line.
    Cut,
    /// The connection closes once the headers were read; the body is not read and no work is done.
    CutUnread,
    /// The status line, the headers and half the body of the real answer come, then the connection closes.
    CutMidBody,
    /// 429.
    RateLimited {
        /// Seconds for `Retry-After`; none leaves the header out.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// 500 in the platform's own shape.
    ServerError,
    /// A gateway's HTML page instead of JSON.
    Html {
        /// HTTP status of the page.
        #[serde(default = "bad_gateway")]
        status: u16,
    },
    /// The first half of the real JSON under a `Content-Length` that fits the half.
    TruncatedJson,
    /// As if no key had come.
    Unauthorized,
    /// As if the key were wrong.
    Forbidden,
    /// As if the route or the location did not exist.
    UnknownLocation,
    /// The real answer, late.
    Delay {
        /// Milliseconds, not scaled by the speed factor.
        ms: u64,
    },
    /// A JSON answer of this many bytes.
    Huge {
        /// Size of the body.
        bytes: usize,
    },
    /// A small compressed answer that unpacks to this many bytes.
    GzipBomb {
        /// Size after unpacking.
        bytes: usize,
    },
    /// The real answer, one byte at a time.
    Drip {
        /// Milliseconds before each byte.
        ms: u64,
    },
    /// A redirect to another address.
    Redirect {
        /// Value of `Location`.
        to: String,
    },
    /// Any other answer, word for word.
    Answer {
        /// HTTP status.
        status: u16,
        /// Body, sent as JSON.
        body: String,
    },
}

const fn once() -> Option<u32> {
    Some(1)
}

const fn bad_gateway() -> u16 {
    502
}

impl Fault {
    /// A fault that strikes the next request whose path starts with `path`, without doing the work.
    #[must_use]
    pub fn new(path: impl Into<String>, kind: FaultKind) -> Self {
        Self { path: path.into(), method: None, count: once(), work_done: false, kind }
    }

    /// Strikes only this method.
    #[must_use]
    pub fn on(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The provider does its work first.
    #[must_use]
    pub const fn after_work(mut self) -> Self {
        self.work_done = true;
        self
    }

    /// Strikes this many requests.
    #[must_use]
    pub const fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Strikes every request until it is cleared.
    #[must_use]
    pub const fn always(mut self) -> Self {
        self.count = None;
        self
    }

    /// Whether the request runs as usual before the answer is spoiled.
    pub(crate) const fn runs_work(&self) -> bool {
        self.work_done
            || matches!(
                self.kind,
                FaultKind::CutMidBody
                    | FaultKind::TruncatedJson
                    | FaultKind::Delay { .. }
                    | FaultKind::Drip { .. }
            )
    }

    fn strikes(&self, method: &str, path: &str, plain: &str) -> bool {
        self.count != Some(0)
            && self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && (path.starts_with(&self.path) || plain.starts_with(&self.path))
    }
}

/// Changes when the faults are cleared.
pub(crate) type Cleared = watch::Receiver<()>;

/// A fault that strikes a request, and for one that holds it, what it waits for.
pub(crate) type Struck = (Fault, Option<Cleared>);

/// The faults that wait, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
    cleared: watch::Sender<()>,
}

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.waiting.push(fault);
    }

    /// Forgets them, and lets go of what is held.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.cleared.send_replace(());
    }

    /// How many requests are held.
    pub(crate) fn held(&self) -> usize {
        self.cleared.receiver_count()
    }

    /// The first fault for this request, used up by one. `plain` is the path without version and location.
    pub(crate) fn take(&mut self, method: &str, path: &str, plain: &str) -> Option<Struck> {
        let index = self.waiting.iter().position(|fault| fault.strikes(method, path, plain))?;
        let fault = self.waiting.get_mut(index)?;
        fault.count = fault.count.map(|left| left.saturating_sub(1));
        let struck = fault.clone();
        if struck.count == Some(0) {
            self.waiting.remove(index);
        }
        // In the same step as the taking, so that no clearing comes between them unnoticed.
        let cleared = (struck.kind == FaultKind::Held).then(|| self.cleared.subscribe());
        Some((struck, cleared))
    }
}
