//! What the menus above the list share: items written as text, and one sender for their small forms.

use leptos::form::form_data_from_event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlFormElement, SubmitEvent};

use crate::components::FormState;
use crate::live::leave_for_sign_in;
use crate::ui::{FormError, Glyph, Icon, Markup, Menu, befell};
use crate::wire::{FORM, post};
use domain::DomainError;

/// A menu of links. `active` counts those in force.
pub fn links(
    name: &'static str,
    label: &'static str,
    active: Box<dyn Fn() -> usize + Send>,
    items: Box<dyn Fn() -> Markup + Send>,
) -> AnyView {
    let count = move || match active() {
        0 => None,
        count => Some(Markup::one(|html| {
            html.raw(r#"<span class="count">"#).text(&count.to_string()).raw("</span>")
        })),
    };
    let trigger = view! { <span>{name}</span> {count} <Icon name=Glyph::Down/> };
    view! { <Menu label trigger=trigger.into_any() class="btn">{items}</Menu> }.into_any()
}

impl Markup {
    /// An item of a menu that leads somewhere, with what stands dimmed behind its words.
    pub fn menu_link(&mut self, href: &str, words: &str, dim: &str, current: bool) -> &mut Self {
        self.raw(r#"<a class="menu-item" href=""#).text(href);
        self.raw(if current { r#"" aria-current="true"><span>"# } else { r#""><span>"# }).text(words);
        if !dim.is_empty() {
            self.raw(r#" <span class="dim">"#).text(dim).raw("</span>");
        }
        self.raw("</span>");
        if current {
            self.icon(Glyph::Check);
        }
        self.raw("</a>")
    }
}

/// The way of the small forms to the server, one after the other.
#[derive(Clone, Copy)]
pub struct Changes {
    /// Goes up when one was taken: the list is to be read again.
    pub taken: RwSignal<u32>,
    /// Which was refused, and why.
    refused: RwSignal<Option<(String, DomainError)>>,
    /// What waits while one is on its way: where to, and what. `None` while none is.
    waiting: StoredValue<Option<Vec<(String, String)>>>,
}

impl Changes {
    /// None yet.
    pub fn new() -> Self {
        Self { taken: RwSignal::new(0), refused: RwSignal::new(None), waiting: StoredValue::new(None) }
    }

    /// Sends the form of `event` by itself, if it is one that changes something.
    pub fn on_submit(self, event: &SubmitEvent) {
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|form| form.method() == "post") else { return };
        event.prevent_default();
        let Ok(data) = form_data_from_event(event) else { return };
        let Ok(fields) = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
        let path = form.get_attribute("action").unwrap_or_default();
        let next = (path, String::from(fields.to_string()));
        let idle = self.waiting.try_update_value(|waiting| match waiting {
            Some(waiting) => {
                waiting.push(next.clone());
                false
            }
            None => {
                *waiting = Some(Vec::new());
                true
            }
        });
        if idle == Some(true) {
            spawn_local(self.send(next));
        }
    }

    async fn send(self, first: (String, String)) {
        let mut next = Some(first);
        while let Some((path, body)) = next {
            match post(&path, FORM, body.into()).await {
                Ok(_) => {
                    // The page may be gone by now.
                    let _gone = (self.refused.try_set(None), self.taken.try_update(|taken| *taken += 1));
                }
                Err(error) if error.is_signed_out() => return leave_for_sign_in(),
                Err(error) => {
                    let _gone = self.refused.try_set(Some((path, error.0)));
                }
            }
            next = self
                .waiting
                .try_update_value(|waiting| {
                    let next = waiting
                        .as_mut()
                        .filter(|waiting| !waiting.is_empty())
                        .map(|waiting| waiting.remove(0));
                    if next.is_none() {
                        *waiting = None;
                    }
                    next
                })
                .flatten();
        }
    }

    /// Submits the form around a tick that takes effect at once.
    pub fn on_change(event: &Event) {
        if let Some(form) =
            befell(event, "form.at-once").and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        {
            // A form without required fields is always submitted.
            let _sent = form.request_submit();
        }
    }

    /// Why the form `path` was refused, with script and without.
    pub fn refusal(self, path: &'static str) -> AnyView {
        let flashed = FormState::plain(path).whole(&[]);
        let message = Signal::derive(move || {
            let own = self.refused.with(|refused| {
                refused.as_ref().filter(|(to, _)| to == path).map(|(_, error)| error.message.clone())
            });
            own.or_else(|| flashed.get())
        });
        view! { <FormError message/> }.into_any()
    }
}
