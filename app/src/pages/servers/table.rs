//! The rows under their headings, the totals, and the way to the next page.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::ids::ServerKey;
use domain::query::{PAGE_SIZE, ServerQuery, SortBy};
use domain::view::{ServerList, ServerRow};
use leptos::prelude::*;

use super::address::sorted;
use super::row::{Around, row};
use crate::routes;
use crate::ui::{Column, Markup, Pager, Table};

/// The table. Rows keep their place in the document while nothing but their age changes.
#[component]
pub fn Rows(
    /// What the address asks.
    query: ServerQuery,
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let rows = move || list.with(|list| list.as_ref().map(|list| list.rows.clone()).unwrap_or_default());
    let foot = view! { {move || list.with(|list| list.as_ref().map(totals))} };
    let around = Around::new(query.clone(), list);
    view! {
        <Table caption="Servers" columns=columns(&query) foot=foot.into_any()>
            <For each=rows key=identity children=move |each| row(each, around)/>
        </Table>
        {move || list.with(|list| list.as_ref().and_then(|list| pager(&query, list)))}
    }
}

/// What makes a row another row: its server and everything it shows but its age.
fn identity(row: &ServerRow) -> (ServerKey, u64) {
    let mut hash = DefaultHasher::new();
    (&row.name, &row.state, row.stale, &row.cost_month, &row.plan, row.vcpus, row.memory_mib, row.disk_gib)
        .hash(&mut hash);
    (&row.credential_label, &row.location_name).hash(&mut hash);
    if let Some((action, state)) = &row.pending {
        (action, state).hash(&mut hash);
    }
    for address in &row.addresses {
        address.ip.hash(&mut hash);
    }
    (row.key.clone(), hash.finish())
}

fn columns(query: &ServerQuery) -> Vec<Column> {
    let by = |column: Column, by: SortBy| {
        let (query, order) = sorted(query, by);
        column.sort(routes::servers(&query), order)
    };
    vec![
        by(Column::new("Name").class("c-name"), SortBy::Name),
        by(Column::new("State"), SortBy::State),
        by(Column::new("Where"), SortBy::Provider),
        Column::new("Addresses").mid(),
        Column::new("vCPU").num().lo(),
        by(Column::new("RAM").num().mid(), SortBy::Size),
        Column::new("Disk").num().lo(),
        by(Column::new("Cost").num(), SortBy::Cost),
        by(Column::new("Age").class("c-age"), SortBy::Age),
        Column::new("Actions").class("c-acts").hidden_label(),
    ]
}

/// `1 server`, `24 servers`.
pub fn servers(count: u32) -> String {
    if count == 1 { "1 server".to_owned() } else { format!("{count} servers") }
}

/// The foot row: the cost of everything that matches, by currency, and what is missing from it.
fn totals(list: &ServerList) -> Markup {
    let mut html = Markup::of(1);
    html.raw(r#"<tr><td class="c-name">"#).text(&servers(list.matched));
    html.raw(
        r#"</td><td></td><td></td><td class="mid"></td><td class="num lo"></td><td class="num mid"></td>"#,
    );
    html.raw(r#"<td class="num lo"></td><td class="num" data-label="Cost">"#);
    for total in &list.totals {
        html.raw("<div>").num(&total.month, "/mo").raw("</div>");
    }
    if list.unpriced > 0 {
        html.raw(r#"<div class="dim">"#).text(&list.unpriced.to_string()).raw(" not priced</div>");
    }
    html.raw(r#"</td><td class="c-age"></td><td class="c-acts"></td></tr>"#);
    html
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
