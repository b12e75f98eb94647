//! Menus on `<details>`: they open and close without script (a click beside one closes it); script adds Escape and
//! closing after a choice, both with the focus back on the button.

use leptos::html::Details;
use leptos::prelude::*;

use super::{Glyph, Icon, befell, classes, focus, present};

/// A button with a list of links and buttons.
#[component]
pub fn Menu(
    /// What the menu is for; the name of its button.
    #[prop(into)]
    label: String,
    /// What the button shows.
    trigger: AnyView,
    /// Opens upwards.
    #[prop(optional)]
    up: bool,
    /// Aligned to the button's right edge.
    #[prop(optional)]
    end: bool,
    /// Further classes of the button.
    #[prop(optional)]
    class: &'static str,
    /// The items.
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close =
        move || details.get_untracked().and_then(|details| details.remove_attribute("open").ok()).is_some();
    let side = classes(&["menu", if up { "up" } else { "" }, if end { "end" } else { "" }]);
    view! {
        <details
            class=side
            name="menu"
            node_ref=details
            on:keydown=move |event| {
                if event.key() == "Escape" && close() {
                    focus_summary(details);
                }
            }
        >
            <summary class=classes(&["menu-btn", class]) aria-label=label.clone() title=label>
                {trigger}
            </summary>
            <div
                class="menu-pop"
                on:click=move |event| {
                    // What a choice opens gives the focus back to where it was: to something that is still on screen.
                    if befell(&event, "a, button").is_some() && close() {
                        focus_summary(details);
                    }
                }
            >
                {children()}
            </div>
        </details>
    }
}

/// Puts the focus back on the menu's button, where the keyboard came from.
fn focus_summary(details: NodeRef<Details>) {
    focus(details.get_untracked().and_then(|details| details.first_element_child()));
}

/// An item that leads somewhere.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Shown before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="menu-item" href=href>
            {icon.map(|name| view! { <Icon name/> })}
            <span>{children()}</span>
        </a>
    }
}

/// An item that submits the form around it.
#[component]
pub fn MenuButton(
    /// Shown before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The form field it sets.
    #[prop(optional, into)]
    name: String,
    /// The value it sets.
    #[prop(optional, into)]
    value: String,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button class="menu-item" type="submit" name=present(name) value=present(value)>
            {icon.map(|name| view! { <Icon name/> })}
            <span>{children()}</span>
        </button>
    }
}

/// A line above items: whose menu this is, or what follows.
#[component]
pub fn MenuHead(
    /// The text; a `<b>` in it takes a line of its own.
    children: Children,
) -> impl IntoView {
    view! { <p class="menu-head">{children()}</p> }
}

/// A hairline between groups of items.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <hr/> }
}
