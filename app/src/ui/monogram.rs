//! Which provider, at a glance: two letters on the provider's own colour.

use leptos::prelude::*;

/// The tile. The name is its tooltip and what screen readers say.
#[component]
pub fn Monogram(
    /// The brand's slug, which decides the colour.
    #[prop(into)]
    slug: String,
    /// The brand's name, which gives the letters.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let letters: String =
        name.chars().filter(|letter| letter.is_alphanumeric()).take(2).flat_map(char::to_uppercase).collect();
    view! {
        <span class=format!("tile p-{}", colour(&slug)) role="img" aria-label=name.clone() title=name>
            <span aria-hidden="true">{letters}</span>
        </span>
    }
}

/// Brands without a colour of their own share the neutral one.
fn colour(slug: &str) -> &'static str {
    match slug {
        "virtua" => "virtua",
        "idcloudhost" | "idch" => "idcloudhost",
        "elastis" => "elastis",
        _ => "other",
    }
}

/// Provider and location, as lists show them.
#[component]
pub fn Place(
    /// The brand's slug.
    #[prop(into)]
    slug: String,
    /// The brand's name.
    #[prop(into)]
    name: String,
    /// The location.
    #[prop(into)]
    location: String,
) -> impl IntoView {
    view! {
        <span class="place">
            <Monogram slug name/>
            <span>{location}</span>
        </span>
    }
}
