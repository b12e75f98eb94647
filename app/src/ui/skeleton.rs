//! Placeholders, only for where no last known data exists.

use leptos::prelude::*;

/// A list that is on its way for the first time.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    #[prop(default = 5)]
    rows: usize,
    /// How many columns.
    #[prop(default = 5)]
    cols: usize,
) -> impl IntoView {
    let row = move || {
        let cells = (0..cols).map(|_| view! { <i class="skeleton"></i> }).collect_view();
        view! { <div class="skeleton-row">{cells}</div> }
    };
    view! { <div role="status" aria-label="Loading">{(0..rows).map(|_| row()).collect_view()}</div> }
}

/// A paragraph or a property list that is on its way for the first time.
#[component]
pub fn SkeletonText(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <i class="skeleton"></i> }).collect_view();
    view! { <div class="skeleton-text" role="status" aria-label="Loading">{lines}</div> }
}
