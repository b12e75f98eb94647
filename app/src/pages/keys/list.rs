//! The page: two tables, and the sheet that the address asks for.

use domain::policy::Verb;
use domain::view::KeysPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::{ListKeys, OpenScript};
use super::rows::{key_row, script_row};
use super::sheets::{Asked, OpenSheet};
use crate::components::{Failure, FlashBanner, Wait, latest};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::routes;
use crate::ui::{Button, Column, Glyph, LinkButton, PageHeader, Section, SkeletonRows, Table, Tone};
use crate::wire::ask;

/// The page.
pub fn keys_page() -> AnyView {
    let params = use_query_map();
    let live = Live::get();
    let asked = Memo::new(move |_| params.with(asked));
    let changed = RwSignal::new(0_u32);
    let page = json::live(move || changed.get(), move || live.credentials.get(), |_| ask(ListKeys {}));
    let edited = Memo::new(move |_| match asked.get() {
        Asked::Script(id) if !id.is_empty() => Some(id),
        _ => None,
    });
    let script = json::blocking(
        move || edited.get(),
        |id| async move {
            match id {
                Some(id) => ask(OpenScript { id }).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! {
        <Title text="SSH keys and scripts"/>
        <FlashBanner/>
        <Wait first=|| view! { <PageHeader title="SSH keys and scripts"/> <SkeletonRows rows=3 cols=4/> }>
            <Body page/>
        </Wait>
        <Wait first=|| ()>
            <OpenSheet asked page script changed/>
        </Wait>
    }
    .into_any()
}

fn asked(params: &ParamsMap) -> Asked {
    let on = params.get("on").unwrap_or_default();
    match params.get_str("do") {
        Some("key") => Asked::Key,
        Some("script") => Asked::Script(on),
        Some("remove-key") => Asked::RemoveKey(on),
        Some("remove-script") => Asked::RemoveScript(on),
        _ => Asked::Nothing,
    }
}

#[component]
fn Body(
    /// Keys and scripts.
    page: Resource<Result<KeysPage, AppError>>,
) -> impl IntoView {
    let (page, failed) = latest(page);
    let now =
        Signal::derive(move || page.with(|page| page.as_ref().map_or(domain::Timestamp(0), |page| page.now)));
    let keys = move || page.with(|page| page.as_ref().map(|page| page.keys.clone()).unwrap_or_default());
    let scripts =
        move || page.with(|page| page.as_ref().map(|page| page.scripts.clone()).unwrap_or_default());
    let line = move || {
        page.with(|page| {
            page.as_ref().map(|page| {
                let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
                view! { <span>{count(page.keys.len(), "key")}</span> <span>{count(page.scripts.len(), "script")}</span> }
            })
        })
    };
    let (no_keys, no_scripts) =
        (Memo::new(move |_| keys().is_empty()), Memo::new(move |_| scripts().is_empty()));
    view! {
        <PageHeader title="SSH keys and scripts" line=view! { {line} }.into_any()>
            {add("script", "Add a script", Tone::Secondary)}
            {add("key", "Add a key", Tone::Primary)}
        </PageHeader>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        <Section id="keys" title="SSH keys" note="Public keys that new servers can be given. Servers that have one keep it when it is removed here.">
            {move || if no_keys.get() {
                view! { <p class="dim">"No key yet. A new server would need a password to log in with."</p> }.into_any()
            } else {
                view! {
                    <Table caption="SSH keys" columns=key_columns()>
                        <For each=keys key=|key| (key.id.clone(), key.name.clone()) children=move |key| key_row(key, now)/>
                    </Table>
                }
                .into_any()
            }}
        </Section>
        <Section id="scripts" title="Cloud-init scripts" note="What new servers can be told to do when they start for the first time. The texts are sealed: they may hold passwords.">
            {move || if no_scripts.get() {
                view! { <p class="dim">"No script yet."</p> }.into_any()
            } else {
                view! {
                    <Table caption="Cloud-init scripts" columns=script_columns()>
                        <For
                            each=scripts
                            key=|script| (script.id.clone(), script.name.clone(), script.saved_at)
                            children=move |script| script_row(script, now)
                        />
                    </Table>
                }
                .into_any()
            }}
        </Section>
    }
}

/// The way to a form, or why it is closed.
fn add(sheet: &'static str, words: &'static str, tone: Tone) -> AnyView {
    match Known::get().refusal(Verb::Change) {
        None => {
            let href = routes::keys(sheet, "");
            view! { <LinkButton href tone=tone icon=Glyph::Plus attr:data-noscroll="true">{words}</LinkButton> }.into_any()
        }
        Some(reason) => view! { <Button icon=Glyph::Plus reason=reason>{words}</Button> }.into_any(),
    }
}

fn key_columns() -> Vec<Column> {
    vec![
        Column::new("Name").class("c-name"),
        Column::new("Kind"),
        Column::new("Fingerprint"),
        Column::new("Added by").mid(),
        Column::new("Age").class("c-age"),
        Column::new("Actions").class("c-acts").hidden_label(),
    ]
}

fn script_columns() -> Vec<Column> {
    vec![
        Column::new("Name").class("c-name"),
        Column::new("Size").num(),
        Column::new("Saved by"),
        Column::new("Age").class("c-age"),
        Column::new("Actions").class("c-acts").hidden_label(),
    ]
}
