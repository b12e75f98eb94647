//! Asking again for what is still being read.

use std::time::Duration;

use leptos::prelude::*;

/// How soon.
const AGAIN: Duration = Duration::from_millis(1500);

/// Calls `ask` a while after each change of what `wanted` reads that leaves it wanted. There is one call ahead at most, and
/// none once the page is gone.
pub fn ask_again(wanted: impl Fn() -> bool + 'static, ask: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        if wanted()
            && let Ok(ahead) = set_timeout_with_handle(ask.clone(), AGAIN)
        {
            on_cleanup(move || ahead.clear());
        }
    });
}
