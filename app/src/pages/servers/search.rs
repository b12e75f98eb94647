//! The search field. Without script it is a form; with script the list follows the typing.

use std::time::Duration;

use domain::query::{ServerQuery, Sort};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use crate::routes;
use crate::ui::{FilterBar, LinkButton, Tone};

const PAUSE: Duration = Duration::from_millis(250);

/// The field, the hidden order, and the way back to the whole list.
#[component]
pub fn SearchField(
    /// What the address asks.
    asked: Memo<ServerQuery>,
) -> impl IntoView {
    let navigate = use_navigate();
    let search = move |text: String| {
        let query = ServerQuery { search: text, page: 1, sort: asked.get_untracked().sort };
        if query.search != asked.get_untracked().search {
            let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&routes::servers(&query), stay);
        }
    };
    let typed = debounce(PAUSE, search.clone());
    let entered = search;
    Effect::new(move |_| follow_address(&asked.get().search));
    let sort = move || {
        let sort = asked.get().sort;
        (sort != Sort::default()).then(|| view! { <input type="hidden" name="sort" value=sort.slug()/> })
    };
    let clear = move || {
        asked.with(|asked| !asked.search.is_empty()).then(|| {
            let all =
                routes::servers(&ServerQuery { search: String::new(), page: 1, ..asked.get_untracked() });
            view! { <LinkButton href=all tone=Tone::Quiet>"Clear"</LinkButton> }
        })
    };
    view! {
        <FilterBar
            value=asked.get_untracked().search
            placeholder="Name, address, status:running, provider:elastis"
            label="Search servers"
            on:input={
                let mut typed = typed;
                move |event| typed(event_target_value(&event))
            }
            on:submit=move |event| {
                event.prevent_default();
                if let Some(field) = field() {
                    entered(field.value());
                }
            }
        >
            {sort}
        </FilterBar>
        {clear}
    }
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
