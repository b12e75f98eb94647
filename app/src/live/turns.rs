//! Readings of one thing, one after another. News never breaks a reading off: on a slow line, where news comes sooner than
//! answers, nothing would ever be shown. Another question does, at once.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

use leptos::prelude::*;

/// A reading that takes longer is given up for the next one, in milliseconds: its connection may be gone.
const LOST_MS: f64 = 60_000.0;

/// Says when to read. Only in the browser, where answers take time.
#[derive(Clone, Copy)]
pub struct Turns {
    /// Goes up when there is something to read that the last reading did not, and none is under way.
    pub due: RwSignal<u32>,
    question: Memo<u32>,
    news: Memo<u32>,
    reading: RwSignal<bool>,
    last: StoredValue<Reading>,
    waker: StoredValue<Option<Waker>>,
}

/// What was read last: the question and the news as they were when it began, and when that was.
#[derive(Clone, Copy)]
struct Reading {
    question: u32,
    news: u32,
    began: f64,
}

impl Turns {
    /// `question` goes up when something else is wanted, `news` when the same may have another answer. What they are now
    /// counts as read: whoever makes this has it already, or begins to read it.
    pub fn new(question: Memo<u32>, news: Memo<u32>) -> Self {
        let now =
            Reading { question: question.get_untracked(), news: news.get_untracked(), began: f64::INFINITY };
        let turns = Self {
            due: RwSignal::new(0),
            question,
            news,
            reading: RwSignal::new(false),
            last: StoredValue::new(now),
            waker: StoredValue::new(None),
        };
        Effect::new(move |_| {
            let _both = (question.get(), news.get());
            turns.look(turns.reading.get());
        });
        turns
    }

    fn look(self, reading: bool) {
        if reading {
            if self.is_outdone()
                && let Some(waker) = self.waker.try_update_value(Option::take).flatten()
            {
                waker.wake();
            }
        } else if self.is_other_question() {
            self.begin_anew();
        } else if self.has_news() {
            // Later, so that the answer before is shown first: what waits for a reading shows nothing while the next is
            // under way.
            let then = move || {
                if self.reading.try_get_untracked() == Some(false) && self.has_news() {
                    self.begin_anew();
                }
            };
            set_timeout(then, Duration::ZERO);
        }
    }

    fn begin_anew(self) {
        // The page may be gone.
        let _gone = self.due.try_update(|due| *due = due.wrapping_add(1));
    }

    fn is_other_question(self) -> bool {
        let last = self.last.try_get_value();
        last.is_some_and(|last| self.question.try_get_untracked().is_some_and(|now| now != last.question))
    }

    fn has_news(self) -> bool {
        let last = self.last.try_get_value();
        last.is_some_and(|last| self.news.try_get_untracked().is_some_and(|now| now != last.news))
    }

    /// Whether the reading under way is not worth waiting for.
    fn is_outdone(self) -> bool {
        let lost =
            || self.last.try_get_value().is_some_and(|last| js_sys::Date::now() - last.began > LOST_MS);
        self.is_other_question() || (self.has_news() && lost())
    }

    /// A reading, from its beginning to its answer; `None` if another one should take its place.
    pub async fn read<T>(self, asking: impl Future<Output = T>) -> Option<T> {
        let now = (self.question.try_get_untracked(), self.news.try_get_untracked());
        if let (Some(question), Some(news)) = now {
            let began = js_sys::Date::now();
            let _gone = self.last.try_set_value(Reading { question, news, began });
        }
        let _gone = self.reading.try_set(true);
        let mut asking = pin!(asking);
        let answer = poll_fn(|context| {
            if self.is_outdone() {
                return Poll::Ready(None);
            }
            let polled = asking.as_mut().poll(context).map(Some);
            if polled.is_pending() {
                let _gone = self.waker.try_set_value(Some(context.waker().clone()));
            }
            polled
        })
        .await;
        if answer.is_some() {
            let _gone = self.reading.try_set(false);
        }
        answer
    }
}
