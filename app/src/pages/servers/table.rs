//! The rows under their headings, the totals, and the way to the next page.

use domain::Timestamp;
use domain::ids::ServerKey;
use domain::query::{Column, PAGE_SIZE, ServerQuery};
use domain::view::ServerList;
use leptos::prelude::*;

use super::bulk::Pick;
use super::columns::{class, heads, shown};
use super::row::Around;
use crate::components::Selection;
use crate::live::Live;
use crate::routes;
use crate::ui::{Line, Lines, Markup, Pager, Table};

/// The table. Rows keep their place in the document while nothing but their age and their tick changes.
#[component]
pub fn Rows(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
    /// Whether something that the person asked for is on its way.
    busy: Memo<bool>,
) -> impl IntoView {
    let clock = Live::get().clock;
    let Selection(ticked) = Selection::get();
    // What the address asks now is what the newest list answers: rows are written when that comes, not twice.
    let now_asked = move || asked.get_untracked();
    let rows = move || {
        let (query, clock) = (now_asked(), clock.get());
        let lines = |ticked: &Vec<_>| {
            list.with(|list| list.as_ref().map(|list| lines(&query, list, clock, ticked))).unwrap_or_default()
        };
        Lines(ticked.with(lines))
    };
    let columns = Signal::derive(move || {
        list.with(|list| list.as_ref().map(|list| heads(&now_asked(), list)).unwrap_or_default())
    });
    let own = Signal::derive(move || {
        list.with(|list| list.as_ref().is_some_and(|list| list.columns != Column::USUAL))
    });
    let foot = view! { {move || list.with(|list| list.as_ref().map(totals))} };
    view! {
        <Pick asked list>
            <Table caption="Servers" columns wide=own busy foot=foot.into_any()>{rows}</Table>
        </Pick>
        {move || list.with(|list| list.as_ref().and_then(|list| pager(&now_asked(), list)))}
    }
}

/// The rows, with a heading before the first one of each group.
fn lines(query: &ServerQuery, list: &ServerList, clock: Timestamp, ticked: &[ServerKey]) -> Vec<Line> {
    let around = Around::new(query, list, clock);
    let mut groups = list.groups.iter().peekable();
    let mut lines = Vec::with_capacity(list.rows.len() + list.groups.len());
    for (row, place) in list.rows.iter().zip(0..) {
        while let Some(group) = groups.next_if(|group| group.first <= place) {
            lines.push(around.heading(group));
        }
        lines.push(Line { ticked: ticked.contains(&row.key), ..around.line(row) });
    }
    lines
}

/// `1 server`, `24 servers`.
pub fn servers(count: u32) -> String {
    if count == 1 { "1 server".to_owned() } else { format!("{count} servers") }
}

/// The foot row: the cost of everything that matches, by currency, and what is missing from it.
fn totals(list: &ServerList) -> Markup {
    let own = list.columns != Column::USUAL;
    let mut html = Markup::of(1);
    html.raw(r#"<tr><td class="c-check"></td><td class="c-name">"#).text(&servers(list.matched)).raw("</td>");
    let mut told = false;
    for column in shown(list) {
        html.raw(r#"<td class=""#).raw(class(column, own));
        if column == Column::Cost {
            html.raw(r#"" data-label="Cost">"#);
            costs(&mut html, list);
            told = true;
        } else {
            html.raw(r#"">"#);
        }
        html.raw("</td>");
    }
    html.raw(r#"<td class="c-acts">"#);
    if !told {
        costs(&mut html, list);
    }
    html.raw("</td></tr>");
    html
}

fn costs(html: &mut Markup, list: &ServerList) {
    for total in &list.totals {
        html.raw("<div>").num(&total.month, "/mo").raw("</div>");
    }
    if list.unpriced > 0 {
        html.raw(r#"<div class="dim">"#).text(&list.unpriced.to_string()).raw(" not priced</div>");
    }
}

fn pager(query: &ServerQuery, list: &ServerList) -> Option<impl IntoView + use<>> {
    if list.pages <= 1 {
        return None;
    }
    let to = |page: u32| routes::servers(&ServerQuery { page, ..query.clone() });
    let prev = (list.page > 1).then(|| to(list.page - 1));
    let next = (list.page < list.pages).then(|| to(list.page + 1));
    let line = span_of(list.page, list.rows.len(), list.matched);
    Some(view! { <Pager line prev next/> })
}

/// `26–50 of 240`.
pub fn span_of(page: u32, rows: usize, of: u32) -> String {
    let first = u64::from(page.saturating_sub(1)) * PAGE_SIZE as u64 + 1;
    format!("{first}–{} of {of}", first + (rows.max(1) as u64) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_what_they_hold() {
        assert_eq!(span_of(1, 25, 240), "1–25 of 240");
        assert_eq!(span_of(10, 15, 240), "226–240 of 240");
        assert_eq!(servers(1), "1 server");
        assert_eq!(servers(0), "0 servers");
    }
}
