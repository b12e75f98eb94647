//! The list as a file: everything that the search finds, with the person's columns.

use domain::query::ServerQuery;
use leptos::prelude::*;

use super::menus::links;
use crate::routes;
use crate::ui::Markup;

/// The menu. Its links are the browser's: they load files, not pages.
#[component]
pub fn ExportMenu(
    /// What the address asks.
    asked: Memo<ServerQuery>,
) -> impl IntoView {
    let items = move || asked.with(files);
    links("Export", "Export what the search finds", Box::new(|| 0), Box::new(items))
}

fn files(query: &ServerQuery) -> Markup {
    let mut html = Markup::of(2);
    for (kind, words) in [("csv", "As CSV"), ("json", "As JSON")] {
        html.raw(r#"<a class="menu-item" download href=""#).text(&routes::servers_export(query, kind));
        html.raw(r#""><span>"#).raw(words).raw("</span></a>");
    }
    html
}
