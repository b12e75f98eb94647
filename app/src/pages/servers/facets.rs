//! Narrowing the list by state, provider, location and tag, each value with its count; and grouping it.

use domain::query::{GroupBy, ServerQuery};
use domain::view::{Facet, ServerList};
use leptos::prelude::*;

use super::address::{has_term, narrowed, toggled};
use super::menus::links;
use crate::routes;
use crate::ui::Markup;

/// The menus.
#[component]
pub fn Facets(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let menu = move |name: &'static str, label: &'static str, facets: fn(&ServerList) -> &[Facet]| {
        let with = move |read: &mut dyn FnMut(&ServerQuery, &[Facet])| {
            asked.with(|asked| list.with(|list| read(asked, list.as_ref().map(facets).unwrap_or_default())));
        };
        let active = move || {
            let mut count = 0;
            with(&mut |asked, facets| {
                count = facets.iter().filter(|facet| has_term(&asked.search, &facet.term)).count();
            });
            count
        };
        let items = move || {
            let mut html = Markup::of(0);
            with(&mut |asked, facets| html = narrowings(asked, facets));
            html
        };
        links(name, label, Box::new(active), Box::new(items))
    };
    view! {
        {menu("State", "Filter by state", |list| &list.states)}
        {menu("Provider", "Filter by provider", |list| &list.brands)}
        {menu("Location", "Filter by location", |list| &list.locations)}
        {menu("Tag", "Filter by tag", |list| &list.tags)}
        {links(
            "Group",
            "Group the list",
            Box::new(move || usize::from(asked.with(|asked| asked.group != GroupBy::Nothing))),
            Box::new(move || asked.with(groupings)),
        )}
    }
}

fn narrowings(query: &ServerQuery, facets: &[Facet]) -> Markup {
    if facets.is_empty() {
        return Markup::one(|html| html.raw(r#"<p class="menu-head">None yet.</p>"#));
    }
    let mut html = Markup::of(facets.len());
    for facet in facets {
        let current = has_term(&query.search, &facet.term);
        let to = narrowed(query, toggled(&query.search, &facet.term));
        html.menu_link(&routes::servers(&to), &facet.label, &facet.count.to_string(), current);
    }
    html
}

fn groupings(query: &ServerQuery) -> Markup {
    let mut html = Markup::of(GroupBy::ALL.len());
    for group in GroupBy::ALL {
        let words = match group {
            GroupBy::Nothing => "Not grouped",
            GroupBy::Provider => "By provider",
            GroupBy::Location => "By location",
            GroupBy::Tag => "By tag",
        };
        let to = ServerQuery { group, page: 1, ..query.clone() };
        html.menu_link(&routes::servers(&to), words, "", group == query.group);
    }
    html
}
