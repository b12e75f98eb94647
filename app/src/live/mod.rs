//! What keeps an open page true: versions that resources put into their sources, and the page's clock.

mod again;
mod clock;
mod source;
mod tell;
mod turns;

use domain::Timestamp;
use leptos::prelude::*;

use crate::facts::Known;

pub use again::ask_again;
pub use turns::Turns;

/// Versions of what pages show. A resource that shows servers has `servers` as its news, and so on.
#[derive(Clone, Copy)]
pub struct Live {
    /// Goes up when servers or their sources changed.
    pub servers: RwSignal<u32>,
    /// Goes up when an operation went on.
    pub operations: RwSignal<u32>,
    /// Goes up when credentials changed.
    pub credentials: RwSignal<u32>,
    /// The server's clock, as far as this page knows; ticks every ten seconds.
    pub clock: RwSignal<Timestamp>,
}

impl Live {
    /// Makes the versions available below. In the browser, [`Live::listen`] moves them.
    pub fn provide() -> Self {
        let live = Self::at(Known::get().with(|facts| facts.now));
        provide_context(live);
        live
    }

    /// Those of the app around.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self::at(Timestamp(0)))
    }

    fn at(now: Timestamp) -> Self {
        Self {
            servers: RwSignal::new(0),
            operations: RwSignal::new(0),
            credentials: RwSignal::new(0),
            clock: RwSignal::new(now),
        }
    }

    /// Changes when anything does.
    pub fn any(self) -> u32 {
        self.servers.get().wrapping_add(self.operations.get()).wrapping_add(self.credentials.get())
    }

    /// Changes when the servers, their sources or the changes on them do.
    pub fn server_version(self) -> u32 {
        self.servers.get().wrapping_add(self.operations.get())
    }

    /// Begins to listen and to tick, once, in the browser.
    pub fn listen(self) {
        Effect::new(move |_| {
            clock::tick(self.clock);
            if Known::get().with(|facts| facts.session.is_some()) {
                source::open(self);
            }
        });
    }

    fn take(self, change: Change) {
        let bump = |signal: RwSignal<u32>| signal.update(|version| *version = version.wrapping_add(1));
        if change.servers {
            bump(self.servers);
        }
        if change.operations {
            bump(self.operations);
        }
        if change.credentials {
            bump(self.credentials);
        }
    }
}

/// What changed since pages were last told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Change {
    servers: bool,
    operations: bool,
    credentials: bool,
}

impl Change {
    const EVERYTHING: Self = Self { servers: true, operations: true, credentials: true };

    /// Adds one event of the stream. Only its kind matters here, so it is not read any further: a reader for tagged
    /// enums is large. A kind that only a newer server knows means that something changed.
    fn add(self, event: &str) -> Self {
        let is = |kind: &str| event.contains(kind);
        if is(r#""kind":"servers""#) {
            Self { servers: true, ..self }
        } else if is(r#""kind":"operation""#) {
            Self { operations: true, ..self }
        } else if is(r#""kind":"credentials""#) {
            Self { credentials: true, servers: true, ..self }
        } else {
            Self::EVERYTHING
        }
    }
}

/// Loads the sign-in page, which leads back here. A whole page load: the session is over.
pub fn leave_for_sign_in() {
    let location = window().location();
    let here =
        format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if here.starts_with(crate::routes::SIGN_IN) {
        return;
    }
    // A browser that refuses to leave shows the words of the error, which say to sign in.
    let _refused = location.set_href(&crate::routes::sign_in(&here));
}

#[cfg(test)]
mod tests {
    use domain::event::Event;

    use super::*;

    #[test]
    fn events_add_up_to_what_must_be_refetched() {
        let quiet = Change::default();
        let add = |event: &Event| quiet.add(&serde_json::to_string(event).unwrap());
        assert_eq!(add(&Event::Servers), Change { servers: true, ..quiet });
        let id = "6f9619ff-8b86-d011-b42d-00c04fc964ff".parse().unwrap();
        assert_eq!(add(&Event::Operation { id }), Change { operations: true, ..quiet });
        assert_eq!(add(&Event::Credentials), Change { credentials: true, servers: true, ..quiet });
        assert_eq!(add(&Event::Lagged), Change::EVERYTHING);
    }
}
