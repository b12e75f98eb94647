//! Pages' data, as it travels with the first response.

use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;

use super::FromJson;

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
    Resource::new_with_options(source, fetch, true)
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
