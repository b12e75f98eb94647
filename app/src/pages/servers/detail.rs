//! One server's page.

use domain::DomainError;
use domain::ids::ServerKey;
use domain::power::PowerAction;
use domain::view::{PowerPlan, ServerDetail};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::address::planned_action;
use super::api::{GetServer, PlanPower};
use super::facts::Facts;
use super::history::{History, UnderWay};
use super::power::Head;
use crate::components::{
    Failure, FlashBanner, PlanOver, Wait, close_when_taken, latest, run_power, set_status,
};
use crate::error::AppError;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::routes;
use crate::ui::{Art, Detail, Empty, LinkButton, PageHeader, Section, SkeletonText};
use crate::wire::ask;
use domain::ErrorKind;

/// The page.
pub fn server_page() -> AnyView {
    let params = use_params_map();
    let search = use_query_map();
    let live = Live::get();
    let key =
        Memo::new(move |_| params.with(|params| params.get_str("key").and_then(|key| key.parse().ok())));
    let planned = Memo::new(move |_| search.with(planned_action));
    let detail = json::blocking(move || (key.get(), live.server_version()), |(key, _)| get(key));
    let plan = json::blocking(move || (planned.get(), key.get()), |(action, key)| plan(action, key));
    let here = move || {
        key.with(|key: &Option<ServerKey>| {
            key.as_ref().map_or_else(|| routes::SERVERS.to_owned(), routes::server)
        })
    };
    let run = run_power();
    close_when_taken(run, here);
    view! {
        <FlashBanner/>
        <Wait first=|| view! { <SkeletonText lines=8/> }>
            <DetailBody detail/>
        </Wait>
        <Wait first=|| ()>
            <PlanOver plan close=Signal::derive(here) run/>
        </Wait>
    }
    .into_any()
}

async fn get(key: Option<ServerKey>) -> Result<ServerDetail, AppError> {
    match key {
        Some(key) => ask(GetServer { server: key }).await,
        None => Err(DomainError::not_found("server").into()),
    }
}

async fn plan(action: Option<PowerAction>, key: Option<ServerKey>) -> Option<Result<PowerPlan, AppError>> {
    Some(ask(PlanPower { server: key?, action: action? }).await)
}

/// What stands in the page's place.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    Nothing,
    Missing,
    Failed(AppError),
    Server,
}

#[component]
fn DetailBody(
    /// The server.
    detail: Resource<Result<ServerDetail, AppError>>,
) -> impl IntoView {
    let (found, failed) = latest(detail);
    let shown = Memo::new(move |_| match failed.get() {
        Some(error) if error.0.kind == ErrorKind::NotFound => Shown::Missing,
        _ if found.with(Option::is_some) => Shown::Server,
        Some(error) => Shown::Failed(error),
        None => Shown::Nothing,
    });
    move || match shown.get() {
        Shown::Nothing => ().into_any(),
        Shown::Missing => view! { <Missing/> }.into_any(),
        Shown::Failed(error) => view! { <Title text="Server"/> <Failure error/> }.into_any(),
        Shown::Server => view! { <Whole found/> }.into_any(),
    }
}

/// The server with all its sections. Shown only while it is known.
#[component]
fn Whole(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    let anchors =
        vec![("#facts".to_owned(), "Facts".to_owned()), ("#operations".to_owned(), "Operations".to_owned())];
    let title =
        move || found.with(|found| found.as_ref().map(|found| found.row.name.clone()).unwrap_or_default());
    view! {
        <Title text=title/>
        <Head found/>
        <UnderWay found/>
        <Detail anchors>
            <Section id="facts" title="Facts"><Facts found/></Section>
            <Section id="operations" title="Operations" note="The latest changes made through Skydeck, newest first.">
                <History found/>
            </Section>
        </Detail>
    }
}

#[component]
fn Missing() -> impl IntoView {
    set_status(404);
    view! {
        <Title text="Server not found"/>
        <PageHeader title="Server not found" crumb_href=routes::SERVERS crumb_label="Servers"/>
        <Empty title="There is no such server, or it is not your team's. It may have been deleted at the provider." art=Art::Search>
            <LinkButton href=routes::SERVERS>"Back to servers"</LinkButton>
        </Empty>
    }
}
