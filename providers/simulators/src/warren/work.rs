//! Writes that hold what they change until they are done.

use std::time::Duration;

use super::state::{State, Work};
use crate::http::Reply;

/// A blocking change that holds all of `uuids` meanwhile; the first is its subject. The check must have found all of
/// them free, with [`super::errors::unlocked`].
pub(super) fn hold<const N: usize>(
    action: &'static str,
    uuids: [&str; N],
    name: impl Into<String>,
    takes: Duration,
    finish: impl FnOnce(&mut State) -> Reply + Send + 'static,
) -> Work {
    let held = uuids.map(str::to_owned);
    let to_release = held.clone();
    let subject = uuids.first().copied().unwrap_or_default();
    let begin = move |state: &mut State| held.iter().for_each(|uuid| state.locks.hold(uuid));
    Work::blocking(action, subject, name, takes, begin, move |state| {
        for uuid in &to_release {
            state.locks.release(uuid);
        }
        finish(state)
    })
}
