//! How a batch fares, over the page that it was asked for on: counts, and one line an operation with the provider's words.

use domain::act::{BatchItem, BatchView};
use domain::ids::OperationId;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Age, Failure, Followed, TakeBack, Wait, latest, operation_mark, operation_word, words};
use crate::error::AppError;
use crate::json::{self, Resource};
use crate::live::Live;
use crate::pages::acts::GetBatch;
use crate::routes;
use crate::ui::{Actions, LinkButton, Markup, Sheet, Tone};
use crate::wire::ask;

/// The batch that the address names (`batch=ID`), if any, over the page.
#[component]
pub fn BatchOver(
    /// The page's address without a sheet.
    #[prop(into)]
    close: Signal<String>,
) -> impl IntoView {
    let search = use_location().search;
    let id = Memo::new(move |_| search.with(|search| named(search)));
    let live = Live::get();
    // Pages without a batch need not be told of operations here.
    let news = move || if id.get().is_some() { live.operations.get() } else { 0 };
    let batch = json::live(move || id.get(), news, get);
    view! { <Wait first=|| ()><OpenBatch id batch close/></Wait> }
}

/// The batch that an address names.
pub fn named(search: &str) -> Option<OperationId> {
    let pairs = routes::pairs(search.trim_start_matches('?'));
    pairs.into_iter().find(|(name, _)| name == "batch").and_then(|(_, id)| id.parse().ok())
}

async fn get(id: Option<OperationId>) -> Result<Option<BatchView>, AppError> {
    match id {
        Some(operation) => ask(GetBatch { operation }).await.map(Some),
        None => Ok(None),
    }
}

#[component]
fn OpenBatch(
    /// Which batch.
    id: Memo<Option<OperationId>>,
    /// How it fares.
    batch: Resource<Result<Option<BatchView>, AppError>>,
    /// The page without the sheet.
    close: Signal<String>,
) -> impl IntoView {
    let (found, failed) = latest(batch);
    let batch = Memo::new_with_compare(move |_| found.get().flatten(), |_, _| true);
    let open = Memo::new(move |_| {
        let shown = batch
            .with(|batch| batch.as_ref().map(|batch| (batch.id, batch.title.clone(), batch.actor.clone())));
        shown.filter(|(shown, ..)| id.get() == Some(*shown))
    });
    view! {
        {move || failed.get().filter(|_| id.get().is_some()).map(|error| view! { <Failure error/> })}
        {move || open.get().map(|(_, title, actor)| view! { <BatchSheet batch title actor close=close.get_untracked()/> })}
    }
}

#[component]
fn BatchSheet(
    /// How it fares.
    batch: Memo<Option<BatchView>>,
    /// What it does.
    title: String,
    /// Who asked for it.
    actor: String,
    /// The page without the sheet.
    close: String,
) -> impl IntoView {
    let counts = Memo::new(move |_| {
        batch.with(|batch| {
            batch.as_ref().map_or((0, 0, 0, 0), |one| (one.running, one.succeeded, one.failed, one.unknown))
        })
    });
    let waiting = Memo::new(move |_| {
        batch.with(|batch| {
            let batch = batch.as_ref().filter(|batch| batch.waiting > 0)?;
            let label = if batch.items.len() > 1 { "Do not send the rest" } else { "Do not send" };
            Some((batch.id, label, batch.take_back_refusal.clone()))
        })
    });
    let items =
        move || batch.with(|batch| batch.as_ref().map(|batch| batch.items.clone()).unwrap_or_default());
    let since = Signal::derive(move || batch.with(|batch| batch.as_ref().map(|batch| batch.created_at)));
    let now = Signal::derive(move || {
        batch.with(|batch| batch.as_ref().map_or(domain::Timestamp(0), |batch| batch.now))
    });
    let back = close.clone();
    let (done, over) = (close.clone(), move || counts.get().0 == 0);
    // Who sees its end here is not told of it once more.
    let followed = Followed::get();
    Effect::new(move |_| {
        if let Some(id) =
            batch.with(|batch| batch.as_ref().filter(|batch| batch.running == 0).map(|batch| batch.id))
        {
            followed.remove(id);
        }
    });
    let foot = view! {
        <Actions>
            <LinkButton href=routes::ACTIVITY tone=Tone::Quiet>"Activity"</LinkButton>
            <LinkButton href=done attr:autofocus=true attr:data-noscroll="true">"Close"</LinkButton>
        </Actions>
    };
    view! {
        <Sheet title close lead=format!("Asked for by {actor}") foot=foot.into_any()>
            <div class="batch-head">
                <p role="status">{move || words::counts(counts.get())}</p>
                <span class="dim"><Age at=since now/></span>
                {move || {
                    let (running, succeeded, failed, unknown) = counts.get();
                    let ended = succeeded + failed + unknown;
                    Markup::one(|html| {
                        html.raw(r#"<progress aria-label="Operations that have ended" class=""#);
                        html.raw(match (running, failed + unknown) {
                            (0, 0) => "t-ok",
                            (0, _) => "ended",
                            _ => "",
                        });
                        html.raw(r#"" value=""#).text(&ended.to_string());
                        html.raw(r#"" max=""#).text(&(ended + running).max(1).to_string()).raw(r#""></progress>"#)
                    })
                }}
                {move || (!over()).then(|| view! { <p class="dim">"You can close this: it goes on, and its end is announced."</p> })}
            </div>
            {move || waiting.get().map(|(id, label, reason)| view! { <TakeBack id label back=back.clone() reason/> })}
            <ul class="items">
                <For each=items key=|item| (item.operation, item.state.slug(), item.message.clone()) children=item/>
            </ul>
        </Sheet>
    }
}

fn item(item: BatchItem) -> Markup {
    Markup::one(|html| {
        // As in the plan: whose it is, then what becomes of it.
        html.raw(r#"<li><span class="status">"#).mark(operation_mark(item.state)).raw(r#"<a href=""#);
        html.text(&routes::server(&item.server)).raw(r#"">"#).text(&item.name).raw("</a></span><span>");
        html.raw(operation_word(item.state)).raw(r#" <span class="dim">"#).text(&item.message);
        html.raw("</span></span></li>")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_batch() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(named(&format!("?q=web&batch={id}")).map(|id| id.to_string()), Some(id.to_owned()));
        assert_eq!(named("?batch=x"), None);
    }
}
