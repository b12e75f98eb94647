//! Hears what Skydeck logs, where the log alone shows that something was tried and failed.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// The warnings and errors of this thread, and so of everything in a test whose runtime has one.
#[derive(Clone, Default)]
pub struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    /// Listens until the guard is dropped. Beside the listener goes a second one that hears nothing: while there is one only,
    /// what is logged first on the thread of another test, where nobody listens, is taken for never wanted, here too.
    pub fn listen() -> (Self, (Dispatch, DefaultGuard)) {
        let told = Self::default();
        let second = Dispatch::new(Self::default());
        let guard = tracing::subscriber::set_default(told.clone());
        (told, (second, guard))
    }

    /// How often this was said.
    pub fn times(&self, message: &str) -> usize {
        self.0.lock().unwrap().iter().filter(|said| *said == message).count()
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Listener(&self.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Listener<'t>(&'t Mutex<Vec<String>>);

impl Visit for Listener<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0.lock().unwrap().push(format!("{value:?}"));
        }
    }
}
