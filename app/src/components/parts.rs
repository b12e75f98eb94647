//! Facts and sections with rows, as the server describes them. A row that stays what it was stays where it stands.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::Timestamp;
use domain::ids::ServerKey;
use domain::view::{Cell, CellKind, Fact, Part, PartRow};
use leptos::prelude::*;

use super::Age;
use crate::ui::{Mark, Markup, Section, copied};

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Markup {
    /// One value; `none` stands there when there is none.
    fn value(&mut self, cell: &Cell, none: &'static str) -> &mut Self {
        let Cell { kind, text, dim, href, .. } = cell;
        if text.is_empty() {
            return self.raw(r#"<span class="dim">"#).raw(none).raw("</span>");
        }
        match kind {
            CellKind::Copy => self.copy_text(text, "value"),
            CellKind::Number => return self.num(text, dim),
            CellKind::Link => self.raw(r#"<a href=""#).text(href).raw(r#"">"#).text(text).raw("</a>"),
            CellKind::Ok => return self.status(Mark::Ok, text, dim),
            CellKind::Warn => return self.status(Mark::Warning, text, dim),
            CellKind::Bad => return self.status(Mark::Failed, text, dim),
            CellKind::Unknown => return self.status(Mark::Unknown, text, dim),
            CellKind::Running => return self.status(Mark::Running, text, dim),
            CellKind::Stopped => return self.status(Mark::Stopped, text, dim),
            CellKind::Busy => return self.status(Mark::Busy, text, dim),
            CellKind::Text | CellKind::Age => self.raw("<span>").text(text).raw("</span>"),
        };
        if !dim.is_empty() {
            self.raw(r#" <span class="dim">"#).text(dim).raw("</span>");
        }
        self
    }
}

/// A value that may move.
fn value(cell: &Cell, none: &'static str, now: Signal<Timestamp>) -> AnyView {
    match cell {
        Cell { kind: CellKind::Age, at: at @ Some(_), .. } => view! { <Age at=*at now/> }.into_any(),
        cell => Markup::one(|html| html.raw("<span>").value(cell, none).raw("</span>")).into_any(),
    }
}

/// Facts as a list of names and values, each with what can be done about it.
#[component]
pub fn Facts(
    /// The facts.
    facts: Memo<Vec<Fact>>,
    /// Of which server.
    server: Memo<Option<ServerKey>>,
    /// The server's clock when this was read.
    now: Signal<Timestamp>,
) -> impl IntoView {
    let fact = move |fact: Fact| {
        let values = fact.values.iter().map(|cell| {
            view! { <div>{value(cell, "the provider does not tell", now)}</div> }
        });
        let none = fact.values.is_empty().then(|| view! { <span class="dim">"none"</span> });
        let acts = (!fact.acts.is_empty()).then(|| {
            server.get_untracked().map(|server| Markup::one(|html| html.offers(&fact.acts, &server)))
        });
        view! {
            <div>
                <dt>{fact.label.clone()}</dt>
                <dd class="fact"><div>{values.collect_view()}{none}</div>{acts}</dd>
            </div>
        }
    };
    view! {
        <dl class="props two" on:click=copied>
            <For each=move || facts.get() key=|fact| (fact.label.clone(), hash(fact)) children=fact/>
        </dl>
    }
}

/// A section with its rows.
#[component]
pub fn PartSection(
    /// The section; shown only while there is one.
    part: Memo<Option<Part>>,
    /// Of which server.
    server: Memo<Option<ServerKey>>,
    /// The server's clock when this was read.
    now: Signal<Timestamp>,
) -> impl IntoView {
    let first = part.get_untracked().unwrap_or_default();
    let columns = Memo::new(move |_| {
        part.with(|part| part.as_ref().map(|part| part.columns.clone()).unwrap_or_default())
    });
    let rows = move || part.with(|part| part.as_ref().map(|part| part.rows.clone()).unwrap_or_default());
    let is_empty =
        Memo::new(move |_| part.with(|part| part.as_ref().is_none_or(|part| part.rows.is_empty())));
    let row = move |row: PartRow| {
        let heads = columns.get_untracked();
        let cells = row.cells.iter().zip(&heads).enumerate().map(|(at, (cell, head))| {
            let class = match (at, head.numeric || cell.kind == CellKind::Number) {
                (0, _) => "c-name",
                (_, true) => "num",
                _ => "",
            };
            view! { <td class=class data-label=head.label.clone()>{value(cell, "–", now)}</td> }
        });
        let acts = server.get_untracked().map(|server| {
            Markup::one(|html| {
                html.raw(r#"<td class="c-acts shown">"#).offers(&row.acts, &server).raw("</td>")
            })
        });
        view! { <tr>{cells.collect_view()}{acts}</tr> }
    };
    let head = move || {
        columns.with(|columns| {
            Markup::one(|html| {
                html.raw("<tr>");
                for column in columns {
                    html.raw(if column.numeric {
                        r#"<th scope="col" class="num">"#
                    } else {
                        r#"<th scope="col">"#
                    });
                    html.text(&column.label).raw("</th>");
                }
                html.raw(r#"<th scope="col" class="c-acts"><span class="vh">Actions</span></th></tr>"#)
            })
        })
    };
    // What stands around the rows: what can be done to the whole, and why it is not newer or not there.
    let around = move || {
        part.with(|part| {
            let (part, server) = (part.as_ref()?, server.get()?);
            let mut html = Markup::of(1);
            html.raw(r#"<div class="part-head">"#);
            if let Some(refusal) = &part.refusal {
                // What is not offered at all has no age, and nothing that could be done to it.
                html.raw(r#"<p class="part-refusal">"#).text(refusal).raw("</p></div>");
                return Some(html);
            }
            if !part.problem.is_empty() {
                html.raw(r#"<p class="part-problem">"#).text(&part.problem).raw("</p>");
            }
            if part.rows.is_empty() {
                let words = if part.fetching { "Being read for the first time." } else { &part.empty };
                html.raw(r#"<p class="dim">"#).text(words).raw("</p>");
            }
            if !part.acts.is_empty() {
                html.offers(&part.acts, &server);
            }
            html.raw("</div>");
            Some(html)
        })
    };
    let caption = first.title.clone();
    view! {
        <Section id=first.id title=first.title note=first.note>
            {around}
            {move || (!is_empty.get()).then(|| view! {
                <div class="table-wrap">
                    <table class="table compact part" on:click=copied>
                        <caption class="vh">{caption.clone()}</caption>
                        <thead>{head}</thead>
                        <tbody><For each=rows key=|row| (row.id.clone(), hash(row)) children=row/></tbody>
                    </table>
                </div>
            })}
        </Section>
    }
}
