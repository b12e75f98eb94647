//! What can stand in place of the word that is being typed, in a list under the search field.

use std::time::Duration;

use domain::view::Completion;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::search::ask_by_search;
use crate::ui::{Markup, befell};

const PAUSE: Duration = Duration::from_millis(120);
const LIST: &str = "search-offers";

/// More are not looked at.
const MOST: usize = 9;

/// What is offered, and which of it the arrow keys have reached.
#[derive(Clone, Copy)]
pub struct Completer {
    offers: RwSignal<Vec<Completion>>,
    reached: RwSignal<Option<usize>>,
    /// Counts what was typed: an answer to anything but the last is dropped.
    typed: StoredValue<u32>,
}

impl Completer {
    /// For the field that `field` finds.
    pub fn new(field: fn() -> Option<HtmlInputElement>) -> Self {
        let completer = Self {
            offers: RwSignal::new(Vec::new()),
            reached: RwSignal::new(None),
            typed: StoredValue::new(0),
        };
        Effect::new(move |_| {
            let (open, reached) = (completer.is_open(), completer.reached.get());
            if let Some(field) = field() {
                let reached = reached.map(id).unwrap_or_default();
                let facts = [
                    ("role", "combobox"),
                    ("aria-autocomplete", "list"),
                    ("aria-controls", LIST),
                    ("aria-expanded", if open { "true" } else { "false" }),
                    ("aria-activedescendant", &reached),
                ];
                for (name, value) in facts {
                    // A valid attribute is always taken.
                    let _taken = field.set_attribute(name, value);
                }
            }
        });
        completer
    }

    fn is_open(self) -> bool {
        self.offers.with(|offers| !offers.is_empty())
    }

    /// Offers what fits `text`, after a pause in the typing.
    pub fn ask(self, text: String) {
        let turn = self.typed.get_value().wrapping_add(1);
        self.typed.set_value(turn);
        set_timeout(
            move || {
                let is_last = move || self.typed.try_get_value() == Some(turn);
                if !is_last() {
                    return;
                }
                spawn_local(async move {
                    let found: Option<Vec<Completion>> = ask_by_search("/api/servers/complete", &text).await;
                    if is_last() {
                        let mut found = found.unwrap_or_default();
                        found.truncate(MOST);
                        self.reached.set(None);
                        self.offers.set(found);
                    }
                });
            },
            PAUSE,
        );
    }

    /// Offers nothing any more.
    pub fn close(self) {
        self.typed.update_value(|typed| *typed = typed.wrapping_add(1));
        self.reached.set(None);
        if self.offers.with_untracked(|offers| !offers.is_empty()) {
            self.offers.set(Vec::new());
        }
    }

    /// Takes up a key that means something to the list; gives the search that was chosen with it.
    pub fn key(self, event: &KeyboardEvent, text: String) -> Option<String> {
        let count = self.offers.with_untracked(Vec::len);
        let reached = self.reached.get_untracked();
        match (event.key().as_str(), count) {
            ("ArrowDown", 0) => self.ask(text),
            ("ArrowDown", _) => self.reached.set(Some(reached.map_or(0, |at| (at + 1) % count))),
            ("ArrowUp", 1..) => {
                self.reached.set(Some(reached.unwrap_or(count).checked_sub(1).unwrap_or(count - 1)))
            }
            ("Escape", 1..) => self.close(),
            ("Enter", 1..) if reached.is_some() => {
                event.prevent_default();
                return self.chosen(reached);
            }
            _ => return None,
        }
        event.prevent_default();
        None
    }

    /// The search that was pressed on with the pointer.
    pub fn pressed(self, event: &web_sys::Event) -> Option<String> {
        let option = befell(event, "[role=option]")?;
        // The field keeps the focus.
        event.prevent_default();
        self.chosen(option.id().rsplit('-').next()?.parse().ok())
    }

    fn chosen(self, place: Option<usize>) -> Option<String> {
        self.offers.with_untracked(|offers| offers.get(place?).map(|offer| offer.search.clone()))
    }

    /// The list.
    pub fn list(self) -> Markup {
        let (offers, reached) = (self.offers.get(), self.reached.get());
        Markup::one(|html| {
            html.raw(r#"<ul class="offers" role="listbox" aria-label="Completions" id=""#).raw(LIST);
            html.raw(if offers.is_empty() { r#"" hidden>"# } else { r#"">"# });
            for (place, offer) in offers.iter().enumerate() {
                html.raw(r#"<li role="option" id=""#).text(&id(place)).raw(r#"" aria-selected=""#);
                html.raw(if reached == Some(place) { r#"true"><b>"# } else { r#"false"><b>"# });
                html.text(&offer.term).raw("</b><span>").text(&offer.note).raw("</span></li>");
            }
            html.raw("</ul>")
        })
    }
}

fn id(place: usize) -> String {
    format!("offer-{place}")
}
