//! Parts of a page that stay as they were made, written as one text instead of a tree of views.
//!
//! A row of a list has some forty elements, and nothing in most of them ever moves. As views, each is made of a dozen
//! small allocations on the server and taken over one by one in the browser: rows written as text were measured to cost
//! a fraction. Everything that isn't spelled out in the source is escaped, so text can't become markup.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node};

/// Finished elements, side by side. The primitives of this module that can stand in a row add methods to it, and their
/// components are made of these. Attributes given to such a component are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup {
    html: String,
    elements: usize,
}

impl Markup {
    /// Nothing yet of `elements` elements that will stand side by side. Taking a page over goes wrong when there are more or
    /// fewer of them in the end, or words between them.
    pub fn of(elements: usize) -> Self {
        Self { html: String::with_capacity(256), elements }
    }

    /// One element with some forty inside: it takes so much room that growing into it would copy it several times.
    pub fn row() -> Self {
        Self { html: String::with_capacity(2048), elements: 1 }
    }

    /// One element, written by `write`.
    pub fn one(write: impl FnOnce(&mut Self) -> &mut Self) -> Self {
        let mut one = Self::of(1);
        write(&mut one);
        one
    }

    /// Adds what the source spells out: tags, quotes, fixed words.
    pub fn raw(&mut self, html: &'static str) -> &mut Self {
        self.html.push_str(html);
        self
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The text itself.
    pub fn into_html(self) -> String {
        self.html
    }

    /// Adds what was written apart.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.html.push_str(&other.html);
        self
    }

    /// What was written.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Adds words, or the value of an attribute in quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        let special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        while let Some(at) = rest.bytes().position(special) {
            let (before, after) = rest.split_at(at);
            self.html.push_str(before);
            self.html.push_str(match after.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                _ => "&#39;",
            });
            rest = after.get(1..).unwrap_or_default();
        }
        self.html.push_str(rest);
        self
    }
}

/// The elements that a text is, not yet in the document.
pub(super) fn elements_of(html: &str) -> Vec<Element> {
    let template: HtmlTemplateElement = document()
        .create_element("template")
        .map(JsCast::unchecked_into)
        .unwrap_or_else(|_| unreachable!("every browser has templates"));
    template.set_inner_html(html);
    let mut elements = Vec::new();
    let mut next = template.content().first_element_child();
    while let Some(element) = next {
        next = element.next_element_sibling();
        elements.push(element);
    }
    elements
}

/// The elements in the document.
pub struct Standing {
    html: String,
    elements: Vec<Element>,
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        self.elements.iter().for_each(Element::remove);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.elements.iter_mut().for_each(|element| element.mount(parent, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.elements.first().is_some_and(|first| first.insert_before_this(child))
    }

    fn elements(&self) -> Vec<Element> {
        self.elements.clone()
    }
}

impl Render for Markup {
    type State = Standing;

    fn build(self) -> Standing {
        let elements = elements_of(&self.html);
        Standing { html: self.html, elements }
    }

    fn rebuild(self, state: &mut Standing) {
        if self.html != state.html {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

impl AddAnyAttr for Markup {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.html.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        buf.push_str(&self.html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Standing {
        let mut elements = Vec::with_capacity(self.elements);
        for _ in 0..self.elements {
            match position.get() {
                Position::FirstChild => cursor.child(),
                Position::Current => {}
                _ => cursor.sibling(),
            }
            position.set(Position::NextChild);
            elements.push(cursor.current().unchecked_into());
        }
        Standing { html: self.html, elements }
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn text_never_becomes_markup() {
        let markup = Markup::one(|html| {
            html.raw(r#"<p title=""#).text(r#""><i>'&amp;é"#).raw(r#"">"#).text("<script>").raw("</p>")
        });
        let html = r#"<p title="&quot;&gt;&lt;i&gt;&#39;&amp;amp;é">&lt;script&gt;</p>"#;
        assert_eq!(markup.html, html);
    }
}
