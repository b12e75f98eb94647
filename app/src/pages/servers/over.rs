//! The sheets over the list, in a chunk of their own: who only looks at the list loads nothing of them. The first movement
//! over the list fetches it, so that it is there by the time of the click.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use crate::components::{ActOver, BatchOver};

/// Acts and batches over the list.
#[lazy]
fn sheets(close: Signal<String>) -> AnyView {
    view! { <ActOver close/> <BatchOver close/> }.into_any()
}

/// Goes to true when the person may be about to open a sheet.
#[derive(Clone, Copy)]
pub struct Nearing(pub RwSignal<bool>);

/// Whether an address asks for a sheet.
fn asks(params: &ParamsMap) -> bool {
    ["do", "batch"].iter().any(|name| params.get_str(name).is_some())
}

/// The sheet that the address asks for, if any.
#[component]
pub fn Sheets(
    /// The list without a sheet.
    close: Signal<String>,
    /// Whether one may be opened soon.
    nearing: Nearing,
    /// Goes to true while one that is asked for cannot be opened yet.
    coming: RwSignal<bool>,
) -> impl IntoView {
    let params = use_query_map();
    let first = params.with_untracked(asks).then(|| at_once(sheets(close))).flatten();
    let (is_there, loaded) = (first.is_some(), RwSignal::new(false));
    Effect::new(move |_| {
        if !is_there && !loaded.get_untracked() && (nearing.0.get() || params.with(asks)) {
            coming.set(params.with(asks));
            leptos::task::spawn_local(async move {
                preload().await;
                // The page may be gone by now.
                let _gone = (loaded.try_set(true), coming.try_set(false));
            });
        }
    });
    let later = move || loaded.get().then(|| at_once(sheets(close))).flatten();
    view! { {first} {later} }
}

/// Fetches the chunk.
pub async fn preload() {
    #[cfg(feature = "hydrate")]
    __preload_sheets().await;
}

/// Whether the address that the browser stands at asks for a sheet: then the chunk is needed at once.
#[cfg(feature = "hydrate")]
pub fn is_asked_for() -> bool {
    let search = window().location().search().unwrap_or_default();
    let names = crate::routes::pairs(search.trim_start_matches('?'));
    names.iter().any(|(name, _)| name == "do" || name == "batch")
}

/// What a future gives that is ready: on the server all are, in the browser those of a chunk that is there.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
