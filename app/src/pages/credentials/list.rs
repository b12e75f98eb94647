//! The credentials page.

use domain::ids::CredentialId;
use domain::policy::Verb;
use domain::view::CredentialsPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::ListCredentials;
use super::row::{Row, identity};
use super::sheets::OpenSheet;
use crate::components::{Failure, FlashBanner, Wait, latest};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::routes;
use crate::ui::{Art, Button, Column, Empty, Glyph, LinkButton, PageHeader, SkeletonRows, Table, Tone};
use crate::wire::ask;

/// Which sheet the address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The page alone.
    Nothing,
    /// The form that adds a key.
    Add,
    /// The form that replaces a key.
    Replace(CredentialId),
    /// The question before a key is removed.
    Remove(CredentialId),
}

impl Asked {
    fn of(params: &ParamsMap) -> Self {
        let on = params.get_str("on").and_then(|id| id.parse().ok());
        match (params.get_str("do"), on) {
            (Some("add"), _) => Self::Add,
            (Some("replace"), Some(id)) => Self::Replace(id),
            (Some("remove"), Some(id)) => Self::Remove(id),
            _ => Self::Nothing,
        }
    }
}

/// The page.
pub fn credentials_page() -> AnyView {
    let params = use_query_map();
    let live = Live::get();
    let asked = Memo::new(move |_| params.with(Asked::of));
    let page = json::live(
        || (),
        move || live.credentials.get().wrapping_add(live.servers.get()),
        |()| ask(ListCredentials {}),
    );
    view! {
        <Title text="Credentials"/>
        <FlashBanner/>
        <Wait first=|| view! { <PageHeader title="Credentials"/> <SkeletonRows rows=3 cols=5/> }>
            <Body asked page/>
        </Wait>
    }
    .into_any()
}

#[component]
fn Body(
    /// The sheet that the address asks for.
    asked: Memo<Asked>,
    /// The credentials.
    page: Resource<Result<CredentialsPage, AppError>>,
) -> impl IntoView {
    let (page, failed) = latest(page);
    let empty = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.rows.is_empty())));
    let rows = move || page.with(|page| page.as_ref().map(|page| page.rows.clone()).unwrap_or_default());
    let now =
        Signal::derive(move || page.with(|page| page.as_ref().map_or(domain::Timestamp(0), |page| page.now)));
    let count =
        move || page.with(|page| page.as_ref().map(|page| view! { <span>{keys(page.rows.len())}</span> }));
    view! {
        <PageHeader title="Credentials" line=view! { {count} <span>"Keys are kept encrypted on the server and never shown again"</span> }.into_any()>
            <AddButton/>
        </PageHeader>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        {move || match empty.get() {
            None => ().into_any(),
            Some(true) => view! {
                <Empty title="An API key lets Skydeck see and steer the servers of one provider account." art=Art::Keys>
                    <AddButton/>
                </Empty>
            }
            .into_any(),
            Some(false) => view! {
                <Table caption="Credentials" columns=columns()>
                    <For each=rows key=identity let:row><Row row now/></For>
                </Table>
            }
            .into_any(),
        }}
        <OpenSheet asked page/>
    }
}

/// The way to the form, or why it is closed.
#[component]
fn AddButton() -> impl IntoView {
    match Known::get().refusal(Verb::CredentialManage) {
        None => {
            let href = routes::credentials("add", None);
            view! { <LinkButton href tone=Tone::Primary icon=Glyph::Plus>"Add a key"</LinkButton> }.into_any()
        }
        Some(reason) => view! { <Button icon=Glyph::Plus reason=reason>"Add a key"</Button> }.into_any(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Name").class("c-name"),
        Column::new("Provider"),
        Column::new("Health"),
        Column::new("Key"),
        Column::new("Account").mid(),
        Column::new("Servers").num(),
        Column::new("Key age").class("c-age"),
        Column::new("Actions").class("c-acts").hidden_label(),
    ]
}

fn keys(count: usize) -> String {
    if count == 1 { "1 key".to_owned() } else { format!("{count} keys") }
}
