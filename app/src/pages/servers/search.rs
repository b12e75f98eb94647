//! The search field. Without script it is a form; with script the list follows the typing, and what can be typed is
//! offered under it.

use std::time::Duration;

use domain::query::{GroupBy, ServerQuery, Sort};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::address::narrowed;
use super::complete::Completer;
use crate::json::{self, FromJson};
use crate::routes;
use crate::ui::{FilterBar, LinkButton, Markup, Tone};
use crate::wire::post;

const PAUSE: Duration = Duration::from_millis(250);

/// The field, the hidden order and grouping, and the way back to the whole list.
#[component]
pub fn SearchField(
    /// What the address asks.
    asked: Memo<ServerQuery>,
) -> impl IntoView {
    let navigate = use_navigate();
    let completer = Completer::new(field);
    let search = move |text: String| {
        if text != asked.with_untracked(|asked| asked.search.clone()) {
            let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&asked.with_untracked(|asked| routes::servers(&narrowed(asked, text))), stay);
        }
    };
    let follow = search.clone();
    let mut typed = debounce(PAUSE, move |text: String| {
        // A term that is being written is not searched for; what is typed by now may have been sent off meanwhile.
        if !text.ends_with([':', '~']) && field().is_some_and(|field| field.value() == text) {
            follow(text);
        }
    });
    let entered = search.clone();
    let take = move |text: Option<String>| {
        let (Some(text), Some(field)) = (text, field()) else { return };
        field.set_value(&text);
        completer.close();
        if text.ends_with([':', '~']) {
            completer.ask(text);
        } else {
            search(text);
        }
    };
    let press = take.clone();
    Effect::new(move |_| follow_address(&asked.get().search));
    let clear = move || {
        asked.with(|asked| !asked.search.is_empty()).then(|| {
            let all = asked.with_untracked(|asked| routes::servers(&narrowed(asked, String::new())));
            view! { <LinkButton href=all tone=Tone::Quiet>"Clear"</LinkButton> }
        })
    };
    view! {
        <FilterBar
            value=asked.get_untracked().search
            placeholder="Name, address, status:running, tag:prod"
            label="Search servers"
            on:input=move |event| {
                let text = event_target_value(&event);
                completer.ask(text.clone());
                typed(text);
            }
            on:keydown=move |event| {
                if let Some(field) = field() {
                    take(completer.key(&event, field.value()));
                }
            }
            on:mousedown=move |event| press(completer.pressed(&event))
            on:focusout=move |_| completer.close()
            on:submit=move |event| {
                event.prevent_default();
                completer.close();
                if let Some(field) = field() {
                    entered(field.value());
                }
            }
        >
            {move || asked.with(kept)}
            {move || completer.list()}
        </FilterBar>
        {clear}
    }
}

/// What the form keeps of the address: nothing that is the default.
fn kept(query: &ServerQuery) -> Option<Markup> {
    let sort = (query.sort != Sort::default()).then(|| query.sort.slug());
    let group = (query.group != GroupBy::Nothing).then(|| query.group.slug());
    let count = usize::from(sort.is_some()) + usize::from(group.is_some());
    let mut html = Markup::of(count);
    if let Some(sort) = sort {
        html.carried("sort", &sort);
    }
    if let Some(group) = group {
        html.carried("group", group);
    }
    (count > 0).then_some(html)
}

/// Asks a function that takes a search text alone. What it cannot answer is no answer: the field works without.
pub async fn ask_by_search<T: FromJson>(path: &str, search: &str) -> Option<T> {
    let text = js_sys::JSON::stringify(&search.into()).ok()?;
    let body = format!(r#"{{"search":{}}}"#, String::from(text));
    json::read(&post(path, "application/json", body.into()).await.ok()?)
}

fn field() -> Option<web_sys::HtmlInputElement> {
    document().query_selector("form.filter input[name=q]").ok().flatten()?.dyn_into().ok()
}

/// Puts what the address asks into the field, unless the person is typing there.
fn follow_address(search: &str) {
    let Some(field) = field() else { return };
    let element: &web_sys::Element = field.as_ref();
    let typing = document().active_element().is_some_and(|active| active == *element);
    if !typing && field.value() != search {
        field.set_value(search);
    }
}
