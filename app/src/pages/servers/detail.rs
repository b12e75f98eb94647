//! One server's page.

use domain::ids::ServerKey;
use domain::view::{Fact, ServerDetail};
use domain::{DomainError, ErrorKind, Timestamp};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::api::GetServer;
use super::facts::{Danger, Marks};
use super::history::{History, UnderWay};
use super::power::Head;
use super::reveal::Reveals;
use crate::components::{ActOver, Facts, Failure, FlashBanner, PartSection, Wait, latest, set_status};
use crate::error::AppError;
use crate::json::{self, Resource};
use crate::live::{Live, ask_again};
use crate::routes;
use crate::ui::{Art, Detail, Empty, LinkButton, PageHeader, Section, SkeletonText};
use crate::wire::ask;

/// The page.
pub fn server_page() -> AnyView {
    let params = use_params_map();
    let live = Live::get();
    let key =
        Memo::new(move |_| params.with(|params| params.get_str("key").and_then(|key| key.parse().ok())));
    let again = RwSignal::new(0_u32);
    let news = move || live.server_version().wrapping_add(again.get());
    let detail = json::live(move || key.get(), news, get);
    let here = move || {
        key.with(|key: &Option<ServerKey>| {
            key.as_ref().map_or_else(|| routes::SERVERS.to_owned(), routes::server)
        })
    };
    view! {
        <FlashBanner/>
        <Wait first=|| view! { <SkeletonText lines=8/> }>
            <DetailBody detail again/>
        </Wait>
        <ActOver close=Signal::derive(here) on=key/>
    }
    .into_any()
}

async fn get(key: Option<ServerKey>) -> Result<ServerDetail, AppError> {
    match key {
        Some(key) => ask(GetServer { server: key }).await,
        None => Err(DomainError::not_found("server").into()),
    }
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
    /// Counts up to ask for it again.
    again: RwSignal<u32>,
) -> impl IntoView {
    let (found, failed) = latest(detail);
    let shown = Memo::new(move |_| match failed.get() {
        Some(error) if error.0.kind == ErrorKind::NotFound => Shown::Missing,
        _ if found.with(Option::is_some) => Shown::Server,
        Some(error) => Shown::Failed(error),
        None => Shown::Nothing,
    });
    let fetching = |found: &ServerDetail| found.parts.iter().any(|part| part.fetching);
    ask_again(
        move || found.with(|found| found.as_ref().is_some_and(fetching)),
        move || {
            // The page may be gone.
            let _gone = again.try_update(|again| *again = again.wrapping_add(1));
        },
    );
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
    let server = Memo::new(move |_| found.with(|found| found.as_ref().map(|found| found.row.key.clone())));
    let now =
        Signal::derive(move || found.with(|found| found.as_ref().map_or(Timestamp(0), |found| found.now)));
    let facts = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.facts.clone()).unwrap_or_default()) as Vec<Fact>
    });
    let parts = Memo::new(move |_| {
        let parts = |found: &ServerDetail| {
            found.parts.iter().map(|part| (part.id.clone(), part.title.clone())).collect::<Vec<_>>()
        };
        found.with(|found| found.as_ref().map(parts).unwrap_or_default())
    });
    let title =
        move || found.with(|found| found.as_ref().map(|found| found.row.name.clone()).unwrap_or_default());
    let sections = move || {
        let parts = parts.get();
        let mut anchors = vec![("#facts".to_owned(), "Facts".to_owned())];
        anchors.extend(parts.iter().map(|(id, title)| (format!("#{id}"), title.clone())));
        anchors.push(("#operations".to_owned(), "Activity".to_owned()));
        anchors.push(("#danger".to_owned(), "Danger".to_owned()));
        let section = move |(id, _): (String, String)| {
            let part = Memo::new(move |_| {
                found.with(|found| found.as_ref()?.parts.iter().find(|part| part.id == id).cloned())
            });
            view! { <PartSection part server now/> }
        };
        view! {
            <Detail anchors>
                <Section id="facts" title="Facts">
                    <Facts facts server now/>
                    <Reveals found/>
                </Section>
                {parts.into_iter().map(section).collect_view()}
                <Section id="operations" title="Activity" note="The latest changes made through Skydeck, newest first.">
                    <History found/>
                </Section>
                <Danger found/>
            </Detail>
        }
    };
    view! {
        <Title text=title/>
        <Head found/>
        <Marks found/>
        <UnderWay found/>
        {sections}
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
