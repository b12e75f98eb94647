//! The list's page: what is asked in the address, what is known in the inventory, a sheet on top.

use domain::query::ServerQuery;
use domain::view::ServerList;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

use super::address::asked;
use super::api::ListServers;
use super::banners::{Banners, Problems};
use super::columns::{ColumnsMenu, SortMenu};
use super::export::ExportMenu;
use super::facets::Facets;
use super::menus::Changes;
use super::over::{Nearing, Sheets};
use super::search::SearchField;
use super::table::Rows;
use super::views::ViewsMenu;
use crate::components::{Failure, FlashBanner, Selection, Wait, latest};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::routes;
use crate::ui::{Art, Button, Empty, Glyph, LinkButton, PageHeader, SkeletonRows, Tone, Toolbar};
use crate::wire::ask;
use domain::policy::Verb;

/// The page's data.
#[derive(Clone, Copy)]
pub struct ServerListPage {
    asked: Memo<ServerQuery>,
    /// What the list answers.
    answered: RwSignal<ServerQuery>,
    list: Resource<Result<ServerList, AppError>>,
    selection: Selection,
    changes: Changes,
}

#[lazy_route]
impl LazyRoute for ServerListPage {
    fn data() -> Self {
        let params = use_query_map();
        let live = Live::get();
        let asked = Memo::new(move |_| params.with(asked));
        let changes = Changes::new();
        let answered = RwSignal::new(asked.get_untracked());
        let read = move |query: ServerQuery| async move {
            let answer = ask(ListServers { query: query.clone() }).await;
            // The page may be gone.
            let _gone = answered.try_set(query);
            answer
        };
        Self {
            asked,
            answered,
            list: json::live(
                move || (asked.get(), changes.taken.get()),
                move || live.server_version(),
                move |(query, _)| read(query),
            ),
            selection: Selection(RwSignal::new(Vec::new())),
            changes,
        }
    }

    fn view(this: Self) -> AnyView {
        let ServerListPage { asked, answered, list, selection, changes } = this;
        provide_context(selection);
        let nearing = Nearing(RwSignal::new(false));
        provide_context(nearing);
        let params = use_query_map();
        // What was ticked has been acted on.
        Effect::new(move |_| {
            if params.with(|params| params.get_str("batch").is_some()) {
                selection.0.set(Vec::new());
            }
        });
        let here = Signal::derive(move || asked.with(routes::servers));
        // News of the same servers come by themselves; what a person asks for is waited for.
        let coming = RwSignal::new(false);
        let other = move || asked.with(|asked| answered.with(|answered| asked != answered));
        let busy = Memo::new(move |_| other() || coming.get());
        view! {
            <Title text="Servers"/>
            <FlashBanner/>
            <Wait first=|| view! { <PageHeader title="Servers"/> <SkeletonRows rows=8 cols=6/> }>
                <ListBody asked list changes busy/>
            </Wait>
            <Sheets close=here nearing coming/>
        }
        .into_any()
    }
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
    /// What the list's small forms came to.
    changes: Changes,
    /// Whether something that the person asked for is on its way.
    busy: Memo<bool>,
) -> impl IntoView {
    let (list, failed) = latest(list);
    let shown = Memo::new(move |_| list.with(|list| Shown::of(list.as_ref())));
    view! {
        <PageHeader title="Servers" line=view! { <HeadLine list/> }.into_any()>
            <ExportMenu asked/>
            {create()}
        </PageHeader>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        <Toolbar on:submit=move |event| changes.on_submit(&event) on:change=|event| Changes::on_change(&event)>
            <SearchField asked/>
            <div class="menus">
                <Facets asked list/>
                <SortMenu asked list/>
                <ColumnsMenu asked list changes/>
                <ViewsMenu asked list changes/>
            </div>
        </Toolbar>
        <Problems list/>
        <Banners list/>
        {move || match shown.get() {
            Shown::Nothing => ().into_any(),
            Shown::Rows => view! { <Rows asked list busy/> }.into_any(),
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

/// The way to a new server, or why there is none.
fn create() -> AnyView {
    match Known::get().refusal(Verb::Create) {
        None => {
            view! { <LinkButton href=routes::SERVER_NEW tone=Tone::Primary icon=Glyph::Plus>"Create server"</LinkButton> }
                .into_any()
        }
        Some(reason) => {
            view! { <Button kind="button" icon=Glyph::Plus reason=reason>"Create server"</Button> }.into_any()
        }
    }
}

/// How many match, of how many, and in which states those are.
#[component]
fn HeadLine(
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    move || {
        list.with(|list| {
            list.as_ref().map(|list| {
                let all = super::table::servers(list.total);
                let count =
                    if list.matched == list.total { all } else { format!("{} of {all}", list.matched) };
                let states = list
                    .matched_states
                    .iter()
                    .map(|facet| format!("{} {}", facet.count, facet.label.to_ascii_lowercase()));
                let states = states.map(|text| view! { <span>{text}</span> }).collect_view();
                view! { <span>{count}</span> {states} }
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
