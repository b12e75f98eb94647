//! Light, dark, or as the system says. The choice is a cookie, so that the server can write it into the first
//! response and nothing flashes.

use leptos::prelude::*;

use super::{Glyph, Icon, present};

/// How long the choice is remembered: a year, in seconds.
const REMEMBERED_SECONDS: u32 = 31_536_000;

/// The chosen theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The cookie and form field that hold the choice.
    pub const NAME: &'static str = "theme";

    /// Reads the cookie's or the form field's value; anything unknown means the system's theme.
    pub fn parse(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value in cookie and form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of `data-theme` on `<html>`; none for the system's.
    pub const fn as_attr(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Puts the theme into force in this browser and remembers it.
    fn apply(self) {
        let document = document();
        if let Some(root) = document.document_element() {
            // Neither can fail: the attribute's name is valid.
            let _done = match self.as_attr() {
                Some(value) => root.set_attribute("data-theme", value),
                None => root.remove_attribute("data-theme"),
            };
        }
        let cookie =
            format!("{}={}; Path=/; Max-Age={REMEMBERED_SECONDS}; SameSite=Lax", Self::NAME, self.as_str());
        // Browsers that refuse cookies still show the theme until the next page.
        let _kept = js_sys::Reflect::set(&document, &"cookie".into(), &cookie.into());
    }
}

/// Three buttons in a form: without script they post the choice to `action`, with script they act at once.
#[component]
pub fn ThemeSwitch(
    /// Where the choice is posted, as the field `theme`.
    #[prop(into)]
    action: String,
    /// The theme in force.
    #[prop(optional)]
    current: Theme,
    /// The page to return to, sent as the field `back`.
    #[prop(optional, into)]
    back: String,
) -> impl IntoView {
    let chosen = RwSignal::new(current);
    let button = move |theme: Theme, icon: Glyph, words: &'static str| {
        view! {
            <button
                type="submit"
                name=Theme::NAME
                value=theme.as_str()
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |event| {
                    event.prevent_default();
                    theme.apply();
                    chosen.set(theme);
                }
            >
                <Icon name=icon/>
                {words}
            </button>
        }
    };
    view! {
        <form class="theme" method="post" action=action>
            {present(back).map(|back| view! { <input type="hidden" name="back" value=back/> })}
            <div class="seg" role="group" aria-label="Theme">
                {button(Theme::System, Glyph::Auto, "System")}
                {button(Theme::Light, Glyph::Sun, "Light")}
                {button(Theme::Dark, Glyph::Moon, "Dark")}
            </div>
        </form>
    }
}
