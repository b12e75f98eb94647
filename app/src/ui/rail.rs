//! The sections in the rail; on phones, in the bar at the bottom.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A link to a section.
#[component]
pub fn RailLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its icon: all that shows in the narrow rail.
    icon: Glyph,
    /// Its name.
    #[prop(into)]
    label: String,
    /// Whether this is where the person is.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// How many there are, or need attention.
    #[prop(optional, into)]
    count: MaybeProp<String>,
) -> impl IntoView {
    let tooltip = label.clone();
    view! {
        <a class="rail-link" href=href title=tooltip aria-current=move || current.get().then_some("page")>
            <Icon name=icon/>
            <span class="rail-label">{label}</span>
            {move || count.get().map(|count| view! { <span class="count">{count}</span> })}
        </a>
    }
}
