//! Narrowing the list by state, provider and location, each value with its count.

use domain::query::ServerQuery;
use domain::view::{Facet, ServerList};
use leptos::prelude::*;

use super::address::{has_term, toggled};
use crate::routes;
use crate::ui::{Glyph, Icon, Menu, MenuLink};

/// The three menus.
#[component]
pub fn Facets(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let menu = move |name: &'static str, facets: fn(&ServerList) -> &[Facet]| {
        let links = move || {
            let query = asked.get();
            list.with(|list| {
                let facets = list.as_ref().map(facets).unwrap_or_default();
                facets.iter().map(|facet| link(&query, facet)).collect_view()
            })
        };
        let active = move || {
            asked.with(|asked| {
                list.with(|list| {
                    let facets = list.as_ref().map(facets).unwrap_or_default();
                    facets.iter().filter(|facet| has_term(&asked.search, &facet.term)).count()
                })
            })
        };
        let trigger = view! {
            <span>{name}</span>
            {move || match active() {
                0 => None,
                count => Some(view! { <span class="count">{count}</span> }),
            }}
            <Icon name=Glyph::Down/>
        };
        view! { <Menu label=format!("Filter by {}", name.to_ascii_lowercase()) trigger=trigger.into_any() class="btn">{links}</Menu> }
    };
    view! {
        {menu("State", |list| &list.states)}
        {menu("Provider", |list| &list.brands)}
        {menu("Location", |list| &list.locations)}
    }
}

fn link(query: &ServerQuery, facet: &Facet) -> impl IntoView + use<> {
    let current = has_term(&query.search, &facet.term);
    let narrowed = ServerQuery { search: toggled(&query.search, &facet.term), page: 1, sort: query.sort };
    let (label, count) = (facet.label.clone(), facet.count);
    view! {
        <MenuLink href=routes::servers(&narrowed) current=current>
            {label} " " <span class="dim">{count}</span>
        </MenuLink>
    }
}
