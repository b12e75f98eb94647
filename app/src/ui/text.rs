//! Ids and addresses, and copying them.

use leptos::prelude::*;

use super::{Glyph, Markup, befell};

/// An id or an address with a button that copies it. Without script there is no button.
#[component]
pub fn CopyText(
    /// The text.
    #[prop(into)]
    text: String,
    /// What it is, for the button's name.
    #[prop(default = "value".to_owned(), into)]
    label: String,
) -> impl IntoView {
    let mut inside = Markup::of(2);
    inside.copy_inside(&text, &label);
    view! { <span class="copy" on:click=copy>{inside}</span> }
}

impl Markup {
    /// An id or an address with a button that copies it, which works where clicks are given to [`copy`].
    pub fn copy_text(&mut self, text: &str, label: &str) -> &mut Self {
        self.raw(r#"<span class="copy">"#).copy_inside(text, label).raw("</span>")
    }

    fn copy_inside(&mut self, text: &str, label: &str) -> &mut Self {
        self.raw(r#"<span class="mono">"#).text(text);
        self.raw(r#"</span><button class="btn quiet icon small js" type="button" title="Copy "#).text(label);
        self.raw(r#"">"#).icon(Glyph::Copy).raw("<span>Copy ").text(label).raw("</span></button>")
    }
}

/// Takes up a click on a copy button: copies the text before it and turns its icon into a tick.
pub fn copy(event: leptos::ev::MouseEvent) {
    let Some(button) = befell(&event, ".copy > button") else { return };
    let text = button.previous_element_sibling().and_then(|text| text.text_content()).unwrap_or_default();
    // The browser answers later; it refuses only where the page is not served securely, and then the text is still
    // there to be selected.
    let _answer = window().navigator().clipboard().write_text(&text);
    if let Ok(Some(path)) = button.query_selector("path") {
        // A valid attribute is always taken.
        let _taken = path.set_attribute("d", Glyph::Check.path());
    }
}
