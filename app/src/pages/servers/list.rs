//! The list's page: what is asked in the address, what is known in the inventory, a plan on top.

use domain::ids::ServerKey;
use domain::power::PowerAction;
use domain::query::ServerQuery;
use domain::view::{PowerPlan, ServerList};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

use super::address::{asked, planned};
use super::api::{ListServers, PlanPower};
use super::banners::{Banners, Problems};
use super::facets::Facets;
use super::search::SearchField;
use super::table::Rows;
use crate::components::{Failure, FlashBanner, PlanOver, Submit, Wait, close_when_taken, latest, run_power};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::routes;
use crate::ui::{Art, Empty, LinkButton, PageHeader, SkeletonRows, Tone, Toolbar};
use crate::wire::ask;
use domain::policy::Verb;

/// The page's data.
#[derive(Clone, Copy)]
pub struct ServerListPage {
    asked: Memo<ServerQuery>,
    list: Resource<Result<ServerList, AppError>>,
    plan: Resource<Option<Result<PowerPlan, AppError>>>,
    run: Submit,
}

#[lazy_route]
impl LazyRoute for ServerListPage {
    fn data() -> Self {
        let params = use_query_map();
        let live = Live::get();
        let asked = Memo::new(move |_| params.with(asked));
        let planned = Memo::new(move |_| params.with(planned));
        Self {
            asked,
            list: json::blocking(
                move || (asked.get(), live.server_version()),
                |(query, _)| ask(ListServers { query }),
            ),
            plan: json::blocking(move || planned.get(), plan),
            run: run_power(),
        }
    }

    fn view(this: Self) -> AnyView {
        let ServerListPage { asked, list, plan, run } = this;
        close_when_taken(run, move || asked.with(routes::servers));
        view! {
            <Title text="Servers"/>
            <FlashBanner/>
            <Wait first=|| view! { <PageHeader title="Servers"/> <SkeletonRows rows=8 cols=6/> }>
                <ListBody asked list/>
            </Wait>
            <Wait first=|| ()>
                <PlanOver plan close=Signal::derive(move || asked.with(routes::servers)) run/>
            </Wait>
        }
        .into_any()
    }
}

async fn plan(planned: Option<(PowerAction, ServerKey)>) -> Option<Result<PowerPlan, AppError>> {
    let (action, server) = planned?;
    Some(ask(PlanPower { server, action }).await)
}

/// What stands in the place of rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    NoCredentials,
    FirstReads,
    NoServers,
    NoMatch,
    Rows,
}

impl Shown {
    fn of(list: Option<&ServerList>) -> Self {
        match list {
            None => Self::Nothing,
            Some(list) if !list.rows.is_empty() => Self::Rows,
            Some(list) if !list.has_credentials => Self::NoCredentials,
            Some(list) if list.total > 0 => Self::NoMatch,
            Some(list) if list.first_reads > 0 => Self::FirstReads,
            Some(_) => Self::NoServers,
        }
    }
}

/// Everything under the data. A refetch that fails leaves the last rows and says why above them.
#[component]
fn ListBody(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Resource<Result<ServerList, AppError>>,
) -> impl IntoView {
    let (list, failed) = latest(list);
    let shown = Memo::new(move |_| list.with(|list| Shown::of(list.as_ref())));
    view! {
        <PageHeader title="Servers" line=view! { <HeadLine list/> }.into_any()/>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        <Toolbar>
            <SearchField asked/>
            <Facets asked list/>
        </Toolbar>
        <Problems list/>
        <Banners list/>
        {move || match shown.get() {
            Shown::Nothing => ().into_any(),
            Shown::Rows => {
                let query = asked.get();
                view! { <Rows query list/> }.into_any()
            }
            Shown::FirstReads => {
                view! { <Empty title="The first reading of your providers is under way. Servers appear here as they are found."/> }
                    .into_any()
            }
            Shown::NoServers => view! { <Empty title="Your providers have no servers. What is made there appears here."/> }.into_any(),
            Shown::NoMatch => {
                view! {
                    <Empty title="No server matches this search." art=Art::Search>
                        <LinkButton href=routes::SERVERS>"Clear the search"</LinkButton>
                    </Empty>
                }
                .into_any()
            }
            Shown::NoCredentials => view! { <FirstKey/> }.into_any(),
        }}
    }
}

/// How many there are and how many are shown.
#[component]
fn HeadLine(
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    move || {
        list.with(|list| {
            list.as_ref().map(|list| {
                let matched =
                    (list.matched != list.total).then(|| view! { <span>{list.matched} " match"</span> });
                let states = list
                    .states
                    .iter()
                    .map(|facet| format!("{} {}", facet.count, facet.label.to_ascii_lowercase()));
                let states = states.map(|text| view! { <span>{text}</span> }).collect_view();
                view! { <span>{super::table::servers(list.total)}</span> {matched} {states} }
            })
        })
    }
}

/// The way in: without a key there is nothing to show.
#[component]
fn FirstKey() -> impl IntoView {
    let refusal = Known::get().refusal(Verb::CredentialManage);
    let button = match refusal {
        None => view! { <LinkButton href=routes::credentials("add", None) tone=Tone::Primary>"Add a key"</LinkButton> }.into_any(),
        Some(_) => view! { <p class="dim">"Ask an owner or admin of your team to add one."</p> }.into_any(),
    };
    view! {
        <Empty title="Skydeck shows the servers of your providers once it has an API key of one of them." art=Art::Keys>
            {button}
        </Empty>
    }
}
