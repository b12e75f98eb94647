//! The page's clock. It runs on the server's time: the browser's own may be wrong.

use std::time::Duration;

use domain::Timestamp;
use leptos::prelude::*;

const TICK: Duration = Duration::from_secs(10);

/// Moves `clock` on every ten seconds while the page is in sight.
pub fn tick(clock: RwSignal<Timestamp>) {
    let offset = clock.get_untracked().0 - browser_ms();
    set_interval(
        move || {
            if !document().hidden() {
                // The page may be gone.
                let _gone = clock.try_set(Timestamp(browser_ms() + offset));
            }
        },
        TICK,
    );
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
fn browser_ms() -> i64 {
    js_sys::Date::now() as i64
}
