//! Lists. One markup for all widths: below 640 px the style sheet turns each row into a card, with the names taken
//! from the cells' `data-label`.

use leptos::html::Thead;
use leptos::prelude::*;

use super::text::copy;
use super::{Glyph, Markup, befell, focus};

/// How a column is sorted right now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not by this column.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column's heading. Cells of the column carry the same classes.
#[derive(Clone, Debug)]
pub struct Column {
    label: &'static str,
    class: String,
    sort: Option<(String, Order)>,
    hidden: bool,
    ticks: bool,
}

impl Column {
    /// A column named `label`.
    pub fn new(label: &'static str) -> Self {
        Self { label, class: String::new(), sort: None, hidden: false, ticks: false }
    }

    /// The column of the rows' boxes, with one in its heading for all of them, named `label`. With script only.
    pub fn tick(label: &'static str) -> Self {
        Self { ticks: true, ..Self::new(label).class("c-check") }
    }

    /// Adds a class: `c-name` for the name, `c-age` for the age, `c-acts` for the row's actions, `c-check`.
    #[must_use]
    pub fn class(mut self, class: &str) -> Self {
        if !self.class.is_empty() {
            self.class.push(' ');
        }
        self.class.push_str(class);
        self
    }

    /// Numbers: aligned to the right.
    #[must_use]
    pub fn num(self) -> Self {
        self.class("num")
    }

    /// Left out below 1280 px.
    #[must_use]
    pub fn mid(self) -> Self {
        self.class("mid")
    }

    /// Can be sorted by: the address that does it, and whether it is in force.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, order: Order) -> Self {
        self.sort = Some((href.into(), order));
        self
    }

    /// Named for screen readers only.
    #[must_use]
    pub fn hidden_label(mut self) -> Self {
        self.hidden = true;
        self
    }
}

impl Markup {
    fn heads(&mut self, columns: &[Column]) -> &mut Self {
        self.raw("<tr>");
        for column in columns {
            self.raw(r#"<th scope="col" class=""#).text(&column.class);
            self.raw(match &column.sort {
                Some((_, Order::Ascending)) => r#"" aria-sort="ascending">"#,
                Some((_, Order::Descending)) => r#"" aria-sort="descending">"#,
                _ => r#"">"#,
            });
            match &column.sort {
                Some((href, _)) => {
                    self.raw(r#"<a href=""#).text(href).raw(r#"">"#).raw(column.label);
                    self.icon(Glyph::Sort).raw("</a>")
                }
                None if column.ticks => self
                    .raw(r#"<input type="checkbox" class="c-all js" aria-label=""#)
                    .raw(column.label)
                    .raw(r#"">"#),
                None if column.hidden => self.raw(r#"<span class="vh">"#).raw(column.label).raw("</span>"),
                None => self.raw(column.label),
            };
            self.raw("</th>");
        }
        self.raw("</tr>")
    }
}

/// A table with a sticky head. The rows are `<tr>`s; the name is the first link in each.
#[component]
pub fn Table(
    /// What the table lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Has columns as the person likes, so it may be wider than the page: then it scrolls.
    #[prop(optional, into)]
    wide: Signal<bool>,
    /// Something else that a person asked for, such as other rows, is on its way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// A `<tr>` with the totals.
    #[prop(optional)]
    foot: Option<AnyView>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    // The head is written anew when the order changes: the focus goes back to the heading that was pressed.
    let pressed = StoredValue::new(None::<String>);
    let press = move |event: web_sys::MouseEvent| {
        pressed.set_value(befell(&event, "a").and_then(|link| link.text_content()))
    };
    let head = NodeRef::<Thead>::new();
    Effect::new(move |_| {
        columns.track();
        if let Some(text) = pressed.try_update_value(Option::take).flatten() {
            request_animation_frame(move || focus_heading(head, &text));
        }
    });
    view! {
        <div class="table-wrap" class:wide=move || wide.get()>
            <table class="table" aria-busy=move || busy.get().then_some("true") on:click=copy>
                <caption class="vh">{caption}</caption>
                <thead node_ref=head on:click=press>
                    {move || columns.with(|columns| Markup::one(|html| html.heads(columns)))}
                </thead>
                <tbody>{children()}</tbody>
                {foot.map(|foot| view! { <tfoot>{foot}</tfoot> })}
            </table>
        </div>
    }
}

/// Puts the focus on the heading with these words.
fn focus_heading(head: NodeRef<Thead>, text: &str) {
    let Some(links) = head.get_untracked().and_then(|head| head.query_selector_all("a").ok()) else { return };
    let same = |link: &web_sys::Node| link.text_content().as_deref() == Some(text);
    // On a phone the headings are not on screen and take no focus.
    focus((0..links.length()).filter_map(|place| links.get(place)).find(same));
}

/// Which part of a long list is shown, and the way to its neighbours.
#[component]
pub fn Pager(
    /// For example "1–50 of 240".
    #[prop(into)]
    line: String,
    /// The address of the page before.
    #[prop(optional_no_strip)]
    prev: Option<String>,
    /// The address of the page after.
    #[prop(optional_no_strip)]
    next: Option<String>,
) -> impl IntoView {
    let link = |href: Option<String>, rel: &'static str, words: &'static str| {
        href.map(|href| view! { <a class="btn small" href=href rel=rel>{words}</a> })
    };
    view! {
        <nav class="pager" aria-label="Pages">
            <span>{line}</span>
            {link(prev, "prev", "Previous")}
            {link(next, "next", "Next")}
        </nav>
    }
}
