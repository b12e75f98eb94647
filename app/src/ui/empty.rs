//! Empty states: a small line drawing, one sentence, one button.

use leptos::prelude::*;

/// What the drawing shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Art {
    /// Two machines and the place of a third.
    #[default]
    Servers,
    /// A key.
    Keys,
    /// A line that has not begun to move.
    Activity,
    /// A search that found nothing.
    Search,
}

impl Art {
    /// Solid and dashed strokes on a 120 × 72 grid.
    const fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Servers => (
                "M30.5 12.5h59v14h-59zM30.5 32.5h59v14h-59zM37 19.5h4M37 39.5h4M60 19.5h23M60 39.5h23M10 70.5h100",
                "M30.5 52.5h59v14h-59z",
            ),
            Self::Keys => (
                "M44.5 48.5a12 12 0 1 1 11-17h34v8h-6v6h-8v-6h-20a12 12 0 0 1-11 9zM44.5 39.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M10 70.5h100",
                "M24.5 12.5h71v48h-71z",
            ),
            Self::Activity => ("M10 70.5h100M20 44.5h24l6-16 10 30 8-22 4 8h6", "M78 44.5h28"),
            Self::Search => {
                ("M56.5 48.5a18 18 0 1 0 0-36 18 18 0 0 0 0 36M69.5 43.5l14 14M10 70.5h100", "M47 30.5h19")
            }
        }
    }
}

/// What stands where a list would: what this is, and the one thing to do.
#[component]
pub fn Empty(
    /// One sentence.
    #[prop(into)]
    title: String,
    /// The drawing.
    #[prop(optional)]
    art: Art,
    /// One button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (solid, dashed) = art.paths();
    view! {
        <div class="empty">
            <svg viewBox="0 0 120 72" width="120" height="72" fill="none" stroke="currentColor" aria-hidden="true">
                <path d=solid></path>
                <path d=dashed stroke-dasharray="3 3"></path>
            </svg>
            <p>{title}</p>
            {children.map(|children| children())}
        </div>
    }
}
