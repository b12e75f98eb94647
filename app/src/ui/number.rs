//! Numbers with their units. What they say was written by the server.

use leptos::prelude::*;

use super::Markup;

/// A number and its dimmed unit.
#[component]
pub fn Num(
    /// The digits as they should read.
    #[prop(into)]
    value: String,
    /// The unit.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    Markup::one(|html| html.num(&value, &unit))
}

impl Markup {
    /// A number and its dimmed unit, if it has one.
    pub fn num(&mut self, value: &str, unit: &str) -> &mut Self {
        self.raw(r#"<span class="num nowrap">"#).text(value);
        if !unit.is_empty() {
            self.raw(r#"<span class="unit">"#).text(unit).raw("</span>");
        }
        self.raw("</span>")
    }
}
