//! The record of every request that a simulator has seen, for tests that count what reached the provider.

use std::collections::VecDeque;

use serde::Serialize;

/// Older entries are dropped beyond this, so that a long demo does not grow.
const KEPT: usize = 5_000;

/// One request as it arrived. Header values are not kept, and the accepted key is masked wherever it appears.
#[derive(Debug, Clone, Serialize)]
pub struct LogEntry {
    /// Position among all requests since the last reset, from 0.
    pub sequence: u64,
    /// When it arrived, Unix milliseconds.
    pub at_ms: i128,
    /// HTTP method.
    pub method: String,
    /// Path as sent, with version and location.
    pub path: String,
    /// Query string as sent, without the question mark.
    pub query: String,
    /// Body as sent, read as text.
    pub body: String,
    /// `Content-Type` as sent.
    pub content_type: String,
    /// How the key was presented: `bearer`, `x-api-key`, `basic` or `apikey`; none if no key came.
    pub scheme: Option<&'static str>,
    /// Status of the answer; none while there is none, and for ever when the connection was cut.
    pub status: Option<u16>,
}

impl LogEntry {
    /// Whether the method is one that changes things.
    #[must_use]
    pub fn is_write(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}

#[derive(Debug, Default)]
pub(crate) struct Log {
    next: u64,
    entries: VecDeque<LogEntry>,
}

impl Log {
    /// Appends the entry under a number of its own, which is returned.
    pub(crate) fn push(&mut self, mut entry: LogEntry) -> u64 {
        let sequence = self.next;
        self.next += 1;
        entry.sequence = sequence;
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        sequence
    }

    pub(crate) fn answered(&mut self, sequence: u64, status: u16) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.sequence == sequence) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.entries.iter().cloned().collect()
    }
}
