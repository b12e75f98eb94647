//! A change that was checked and may begin: what is done to what, how long it takes, and when the answer comes.

use std::time::Duration;

use time::OffsetDateTime;

use super::Reply;

/// What a write's check hands to the engine.
pub(crate) struct Work<S> {
    /// What is done, as in `stop`.
    pub(crate) action: &'static str,
    /// Identifier of what it is done to.
    pub(crate) subject: String,
    /// Name of what it is done to, which may provoke a fault.
    pub(crate) name: String,
    /// How long it takes at the real provider.
    pub(crate) takes: Duration,
    pub(crate) course: Course<S>,
}

/// When the change is made and when the answer comes.
pub(crate) enum Course<S> {
    /// In one step with its check; the answer at once. What goes on afterwards is left to `settle`, which finds in
    /// the state the moment given here.
    AtOnce(AtOnce<S>),
    /// The first part at once, the second with the answer when the time has passed.
    Blocking(Begin<S>, Finish<S>),
}

/// Gets the simulated moment when the work will be done.
pub(crate) type AtOnce<S> = Box<dyn FnOnce(&mut S, OffsetDateTime) -> Reply + Send>;
pub(crate) type Begin<S> = Box<dyn FnOnce(&mut S) + Send>;
pub(crate) type Finish<S> = Box<dyn FnOnce(&mut S) -> Reply + Send>;

impl<S> Work<S> {
    /// A change that is done at once, with its answer.
    pub(crate) fn now(
        action: &'static str,
        subject: impl Into<String>,
        name: impl Into<String>,
        change: impl FnOnce(&mut S) -> Reply + Send + 'static,
    ) -> Self {
        Self::ongoing(action, subject, name, Duration::ZERO, |state, _| change(state))
    }

    /// A change that is answered at once and goes on until the simulated moment given to `begin`, as Virtua's do.
    pub(crate) fn ongoing(
        action: &'static str,
        subject: impl Into<String>,
        name: impl Into<String>,
        takes: Duration,
        begin: impl FnOnce(&mut S, OffsetDateTime) -> Reply + Send + 'static,
    ) -> Self {
        let course = Course::AtOnce(Box::new(begin));
        Self { action, subject: subject.into(), name: name.into(), takes, course }
    }

    /// A change whose caller waits until it is done, as Warren's do.
    pub(crate) fn blocking(
        action: &'static str,
        subject: impl Into<String>,
        name: impl Into<String>,
        takes: Duration,
        begin: impl FnOnce(&mut S) + Send + 'static,
        finish: impl FnOnce(&mut S) -> Reply + Send + 'static,
    ) -> Self {
        let course = Course::Blocking(Box::new(begin), Box::new(finish));
        Self { action, subject: subject.into(), name: name.into(), takes, course }
    }
}
