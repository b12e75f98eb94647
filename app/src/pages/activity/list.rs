//! The activity page: a table of operations, filtered by its address, live.

use domain::operation::OperationState;
use domain::view::{ActivityPage, ActivityQuery};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::ListActivity;
use super::row::{Row, identity};
use crate::components::{Failure, FlashBanner, Wait, latest, operation_word};
use crate::error::AppError;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::pages::servers::span_of;
use crate::routes;
use crate::ui::{
    Art, Column, Empty, FilterBar, LinkButton, PageHeader, Pager, SkeletonRows, Table, Tabs, Toolbar,
};
use crate::wire::ask;

/// The page.
pub fn activity_page() -> AnyView {
    let params = use_query_map();
    let live = Live::get();
    let asked = Memo::new(move |_| params.with(asked));
    let news = move || live.operations.get();
    let page = json::live(move || asked.get(), news, |query| ask(ListActivity { query }));
    view! {
        <Title text="Activity"/>
        <FlashBanner/>
        <Wait first=|| view! { <PageHeader title="Activity"/> <SkeletonRows rows=8 cols=5/> }>
            <Body asked page/>
        </Wait>
    }
    .into_any()
}

fn asked(params: &ParamsMap) -> ActivityQuery {
    ActivityQuery {
        search: params
            .get_str("q")
            .unwrap_or_default()
            .chars()
            .take(domain::query::MAX_SEARCH_CHARS)
            .collect(),
        state: params.get_str("state").and_then(OperationState::from_slug),
        page: params
            .get_str("page")
            .and_then(|page| page.parse().ok())
            .filter(|page| *page >= 1)
            .unwrap_or(1),
    }
}

#[component]
fn Body(
    /// What the address asks.
    asked: Memo<ActivityQuery>,
    /// The operations.
    page: Resource<Result<ActivityPage, AppError>>,
) -> impl IntoView {
    let (page, failed) = latest(page);
    let empty = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.rows.is_empty())));
    let rows = move || page.with(|page| page.as_ref().map(|page| page.rows.clone()).unwrap_or_default());
    let now =
        Signal::derive(move || page.with(|page| page.as_ref().map_or(domain::Timestamp(0), |page| page.now)));
    let count =
        move || page.with(|page| page.as_ref().map(|page| view! { <span>{operations(page.matched)}</span> }));
    view! {
        <PageHeader title="Activity" line=view! { {count} }.into_any()/>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        <Toolbar>
            {move || {
                let state = asked.with(|asked| asked.state).map(|state| {
                    view! { <input type="hidden" name="state" value=state.slug()/> }
                });
                let value = asked.with(|asked| asked.search.clone());
                view! { <FilterBar value placeholder="Server or person" label="Search activity">{state}</FilterBar> }
            }}
            <Tabs label="Operations by state">{move || asked.with(states)}</Tabs>
        </Toolbar>
        {move || match empty.get() {
            None => ().into_any(),
            Some(true) => asked.with(nothing).into_any(),
            Some(false) => view! {
                <Table caption="Operations" columns=columns()>
                    <For each=rows key=identity let:row><Row row now/></For>
                </Table>
                {move || page.with(|page| page.as_ref().and_then(|page| asked.with(|asked| pager(asked, page))))}
            }
            .into_any(),
        }}
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Server").class("c-name"),
        Column::new("Change"),
        Column::new("Outcome"),
        Column::new("Where").mid(),
        Column::new("By"),
        Column::new("Took").num().mid(),
        Column::new("Age").class("c-age"),
    ]
}

fn operations(count: u32) -> String {
    if count == 1 { "1 operation".to_owned() } else { format!("{count} operations") }
}

/// All, and one link a state.
fn states(asked: &ActivityQuery) -> impl IntoView + use<> {
    let link = |state: Option<OperationState>| {
        let href = routes::activity(&asked.search, state, 1);
        let current = (asked.state == state).then_some("page");
        view! { <a href=href aria-current=current>{state.map_or("All", operation_word)}</a> }
    };
    let all = link(None);
    view! { {all} {OperationState::ALL.into_iter().rev().map(|state| link(Some(state))).collect_view()} }
}

fn nothing(asked: &ActivityQuery) -> impl IntoView + use<> {
    if asked.search.is_empty() && asked.state.is_none() {
        view! {
            <Empty title="Every change made through Skydeck is written down here, before it is sent." art=Art::Activity>
                <LinkButton href=routes::SERVERS>"Go to servers"</LinkButton>
            </Empty>
        }
    } else {
        view! {
            <Empty title="No operation matches." art=Art::Search>
                <LinkButton href=routes::ACTIVITY>"Show all"</LinkButton>
            </Empty>
        }
    }
}

fn pager(asked: &ActivityQuery, page: &ActivityPage) -> Option<impl IntoView + use<>> {
    if page.pages <= 1 {
        return None;
    }
    let to = |number: u32| routes::activity(&asked.search, asked.state, number);
    let prev = (page.page > 1).then(|| to(page.page - 1));
    let next = (page.page < page.pages).then(|| to(page.page + 1));
    let line = span_of(page.page, page.rows.len(), page.matched);
    Some(view! { <Pager line prev next/> })
}
