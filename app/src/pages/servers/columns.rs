//! Which columns the list has, how each is laid out, and the menu in which a person chooses them.

use domain::query::{Column, ServerQuery, SortBy};
use domain::view::ServerList;
use leptos::prelude::*;

use super::address::sorted;
use super::menus::{Changes, links};
use crate::routes;
use crate::ui::{Column as Head, Glyph, Icon, Markup, Menu, Order};

/// The form's address.
const PATH: &str = "/api/servers/columns";

/// The classes of a column's cells. Of the usual columns some give way on narrow screens; columns that the person chose
/// all stay, and the list scrolls.
pub const fn class(column: Column, own: bool) -> &'static str {
    match (column, own) {
        (Column::State | Column::Provider | Column::Backups, _) => "",
        (Column::Created, _) => "c-when",
        (Column::Tags, true) => "c-tags",
        (Column::Tags, false) => "c-tags lo",
        (Column::Addresses, true) => "c-ip",
        (Column::Addresses, false) => "c-ip mid",
        (Column::Hostname | Column::Image | Column::Plan | Column::Key | Column::Note, _) => "c-text",
        (Column::Vcpus | Column::Disk, false) => "num lo",
        (Column::Memory, false) => "num mid",
        (Column::Vcpus | Column::Disk | Column::Memory | Column::CostHour | Column::Cost, _) => "num",
        (Column::Age, _) => "c-age",
    }
}

/// The columns on screen: of the usual ones, tags wait until there are any.
pub fn shown(list: &ServerList) -> impl Iterator<Item = Column> + '_ {
    let bare = list.tags.is_empty() && list.columns == Column::USUAL;
    list.columns.iter().copied().filter(move |column| !(bare && *column == Column::Tags))
}

/// The headings: the box that ticks all rows, the name, the person's columns, the actions.
pub fn heads(query: &ServerQuery, list: &ServerList) -> Vec<Head> {
    let own = list.columns != Column::USUAL;
    let by = |column: Head, by: SortBy| {
        let (query, order) = sorted(query, by);
        column.sort(routes::servers(&query), order)
    };
    let first =
        [Head::tick("Select all servers on this page"), by(Head::new("Name").class("c-name"), SortBy::Name)];
    let chosen = shown(list);
    let chosen =
        chosen.map(|column| by(Head::new(column.label()).class(class(column, own)), SortBy::Column(column)));
    let last = Head::new("Actions").class("c-acts").hidden_label();
    first.into_iter().chain(chosen).chain([last]).collect()
}

/// The order of the list, for phones: their cards have no headings to sort by.
#[component]
pub fn SortMenu(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let usual = ServerQuery::default().sort;
    let active = move || usize::from(asked.with(|asked| asked.sort != usual));
    let items = move || {
        asked.with(|asked| {
            list.with(|list| list.as_ref().map_or_else(|| Markup::of(0), |list| orders(asked, list)))
        })
    };
    view! { <div class="narrow">{links("Sort", "Sort the list", Box::new(active), Box::new(items))}</div> }
}

fn orders(query: &ServerQuery, list: &ServerList) -> Markup {
    let columns = shown(list).map(|column| (column.label(), SortBy::Column(column)));
    let mut html = Markup::of(shown(list).count() + 1);
    for (label, by) in [("Name", SortBy::Name)].into_iter().chain(columns) {
        let (to, order) = sorted(query, by);
        let dim = match order {
            Order::None => "",
            Order::Ascending => "ascending",
            Order::Descending => "descending",
        };
        html.menu_link(&routes::servers(&to), label, dim, order != Order::None);
    }
    html
}

/// The menu. Every tick takes effect at once; without script there is a button.
#[component]
pub fn ColumnsMenu(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
    /// What the list's small forms came to.
    changes: Changes,
) -> impl IntoView {
    // Written once: from then on the ticks themselves are what is chosen, and none of them loses the focus.
    let chosen = Memo::new(move |last: Option<&Option<Vec<Column>>>| {
        let last = last.cloned().flatten();
        last.or_else(|| list.with(|list| list.as_ref().map(|list| list.columns.clone())))
    });
    let trigger = view! { <span>"Columns"</span> <Icon name=Glyph::Down/> };
    view! {
        <Menu label="Choose columns" trigger=trigger.into_any() class="btn">
            {move || chosen.get().map(|chosen| form(&chosen, &asked.get_untracked()))}
            {changes.refusal(PATH)}
        </Menu>
    }
}

fn form(chosen: &[Column], query: &ServerQuery) -> Markup {
    let mut html = Markup::of(1);
    html.raw(r#"<form class="menu-form at-once" method="post" action=""#).raw(PATH).raw(r#"">"#);
    html.carried("back", &routes::servers(query));
    for column in Column::ALL {
        html.raw(r#"<label class="menu-item"><input type="checkbox" name="columns[]" value=""#)
            .raw(column.slug());
        html.raw(if chosen.contains(&column) { r#"" checked>"# } else { r#"">"# });
        html.raw("<span>").raw(column.label()).raw("</span></label>");
    }
    html.raw(r#"<button class="btn small no-js" type="submit">Show these columns</button></form>"#);
    html
}
