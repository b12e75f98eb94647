//! Which provider, at a glance: two letters on the provider's own colour.

use leptos::prelude::*;

use super::Markup;

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
    Markup::one(|html| html.monogram(&slug, &name))
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
    Markup::one(|html| html.place(&slug, &name, &location))
}

impl Markup {
    fn monogram(&mut self, slug: &str, name: &str) -> &mut Self {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric()).take(2);
        let letters: String = letters.flat_map(char::to_uppercase).collect();
        self.raw(r#"<span class="tile p-"#).raw(colour(slug)).raw(r#"" role="img" aria-label=""#).text(name);
        self.raw(r#"" title=""#).text(name).raw(r#""><span aria-hidden="true">"#).text(&letters);
        self.raw("</span></span>")
    }

    /// Provider and location.
    pub fn place(&mut self, slug: &str, name: &str, location: &str) -> &mut Self {
        self.raw(r#"<span class="place">"#).monogram(slug, name);
        self.raw("<span>").text(location).raw("</span></span>")
    }
}
