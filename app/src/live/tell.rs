//! Gathers a burst of events, so that a page refetches once.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::{Change, Live};

const BURST: Duration = Duration::from_millis(120);

/// Tells the page about changes, at most once a burst.
#[derive(Clone)]
pub struct Teller {
    live: Live,
    waiting: Rc<RefCell<Change>>,
}

impl Teller {
    pub fn new(live: Live) -> Self {
        Self { live, waiting: Rc::default() }
    }

    /// One event of the stream.
    pub fn event(&self, event: &str) {
        self.change(|change| change.add(event));
    }

    /// The page may have missed anything.
    pub fn everything(&self) {
        self.change(|_| Change::EVERYTHING);
    }

    fn change(&self, add: impl FnOnce(Change) -> Change) {
        let first = *self.waiting.borrow() == Change::default();
        self.waiting.replace_with(|change| add(*change));
        if first {
            let this = self.clone();
            set_timeout(move || this.live.take(this.waiting.take()), BURST);
        }
    }
}
