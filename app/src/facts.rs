//! What the server knows at once about a request: who is signed in, the theme, what a form just answered. Serialised
//! once into the page, read back by the browser, so that the frame needs no waiting.

use domain::view::{DeckView, SessionView};
use domain::{DomainError, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::json::Codec;
use crate::ui::Theme;

/// What a form that was sent without script answered. Shown once, by the page that it returned to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path of the server function that the form called.
    pub form: String,
    /// Why it was refused.
    pub error: Option<DomainError>,
    /// What was done, in a sentence.
    pub note: Option<String>,
    /// The note tells of what goes on: once the page is loaded anew, the page tells better.
    pub passing: bool,
    /// What was typed, by field; never a secret.
    pub kept: Vec<(String, String)>,
}

/// The facts around a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Who is signed in, where.
    pub session: Option<SessionView>,
    /// Freshness and what is under way.
    pub deck: Option<DeckView>,
    /// The theme's name.
    pub theme: String,
    /// Whether everything is simulated.
    pub demo: bool,
    /// What a form answered.
    pub flash: Option<Flash>,
    /// The server's clock.
    pub now: Timestamp,
}

impl Default for Facts {
    fn default() -> Self {
        Self { session: None, deck: None, theme: String::new(), demo: false, flash: None, now: Timestamp(0) }
    }
}

/// The facts as components share them. Only what a form answered and the deck ever change.
#[derive(Clone, Copy)]
pub struct Known {
    facts: StoredValue<Facts>,
    /// What a form answered; gone with the first navigation.
    pub flash: RwSignal<Option<Flash>>,
    /// Freshness and what is under way.
    pub deck: RwSignal<Option<DeckView>>,
}

impl Known {
    /// Takes the facts of this request, or in the browser those that the server wrote into the page.
    pub fn provide() -> Self {
        let facts = SharedValue::<_, Codec>::new_with_encoding(current).into_inner();
        let known = Self {
            flash: RwSignal::new(facts.flash.clone()),
            deck: RwSignal::new(facts.deck.clone()),
            facts: StoredValue::new(facts),
        };
        provide_context(known);
        known
    }

    /// The facts of the page around.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self {
            facts: StoredValue::new(Facts::default()),
            flash: RwSignal::new(None),
            deck: RwSignal::new(None),
        })
    }

    /// Reads the facts.
    pub fn with<T>(self, read: impl FnOnce(&Facts) -> T) -> T {
        self.facts.with_value(read)
    }

    /// Who is signed in.
    pub fn session(self) -> Option<SessionView> {
        self.with(|facts| facts.session.clone())
    }

    /// Why a control for `verb` is off; `None` when it may be used.
    pub fn refusal(self, verb: domain::policy::Verb) -> Option<String> {
        self.with(|facts| match &facts.session {
            Some(session) if session.may(verb) => None,
            Some(session) => Some(format!(
                "Your role in {} is {}. It does not allow this.",
                session.team.name,
                session.team.role.slug()
            )),
            None => Some("Sign in first.".to_owned()),
        })
    }

    /// The theme in force when the page was made.
    pub fn theme(self) -> Theme {
        self.with(|facts| Theme::parse(&facts.theme))
    }

    /// What was typed into `field` of the form that calls `path`, when it comes back refused.
    pub fn kept(self, path: &str, field: &str) -> String {
        self.flash
            .with_untracked(|flash| {
                let flash = flash.as_ref().filter(|flash| flash.form == path)?;
                flash.kept.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
            })
            .unwrap_or_default()
    }
}

#[cfg(feature = "ssr")]
fn current() -> Facts {
    crate::ssr::facts()
}

/// Only reached when the page carries no facts, which no page of ours does.
#[cfg(not(feature = "ssr"))]
fn current() -> Facts {
    Facts::default()
}
