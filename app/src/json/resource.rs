//! Pages' data, as it travels with the first response.

use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, Memo, With};
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;

use super::FromJson;
use crate::live::Turns;

/// What a page waits for. Serde writes it into the page, [`super::read`] reads it there.
pub type Resource<T> = leptos::prelude::Resource<T, Codec>;

/// Asks anew whenever `source` changes. The first response waits for the answer.
pub fn blocking<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + FromJson + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    live(source, || 0, fetch)
}

/// The same for what changes while it is shown: asks anew also when `news` changes, but only after the answer that is on its
/// way. Another `source` does not wait for that, nor is that shown any more.
pub fn live<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    news: impl Fn() -> u32 + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + FromJson + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    if cfg!(feature = "ssr") {
        return Resource::new_with_options(source, fetch, true);
    }
    let asked = Memo::new(move |_| source());
    let question = Memo::new(move |count: Option<&u32>| {
        // Read, not only tracked: what was never read does not know what it depends on.
        asked.with(|_| ());
        count.map_or(0, |count| count.wrapping_add(1))
    });
    let turns = Turns::new(question, Memo::new(move |_| news()));
    let fetch = Arc::new(fetch);
    let read = move |_| {
        let fetch = Arc::clone(&fetch);
        async move {
            loop {
                if let Some(answer) = turns.read(fetch(asked.get_untracked())).await {
                    return answer;
                }
            }
        }
    };
    Resource::new_with_options(move || turns.due.get(), read, true)
}

/// How a value is written into a page and read there.
#[derive(Debug)]
pub struct Codec;

/// A text that is not what it should be.
#[derive(Debug)]
pub struct Unreadable;

impl<T: Serialize> Encoder<T> for Codec {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: FromJson> Decoder<T> for Codec {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unreadable> {
        super::read(text).ok_or(Unreadable)
    }
}
