//! The product's mark.

use leptos::prelude::*;

/// The mark and the name. Three decks, one above the other.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <svg viewBox="0 0 18 18" width="18" height="18" fill="currentColor" aria-hidden="true">
                <path d="M1 12l8-3.5 8 3.5-8 3.5z"></path>
                <path opacity=".6" d="M1 8.5l8-3.5 8 3.5-2.3 1L9 7.1 3.3 9.5z"></path>
                <path opacity=".3" d="M1 5l8-3.5L17 5l-2.3 1L9 3.6 3.3 6z"></path>
            </svg>
            <span class="rail-label">"Skydeck"</span>
        </span>
    }
}
