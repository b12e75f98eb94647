//! The parts of a plan: what changes, what it costs, what must be true, what cannot be undone, the exact request.

use leptos::prelude::*;

use super::{Glyph, Hue, Icon, Mark, classes, present};

/// What changes, one line each.
#[component]
pub fn Changes(
    /// `Change` lines.
    children: Children,
) -> impl IntoView {
    view! { <dl class="changes">{children()}</dl> }
}

/// One value before and after; without a `before`, what stays or appears.
#[component]
pub fn Change(
    /// What the value is of.
    #[prop(into)]
    label: String,
    /// The value now.
    #[prop(optional, into)]
    before: String,
    /// The value afterwards.
    #[prop(into)]
    after: String,
) -> impl IntoView {
    let before = present(before).map(|before| {
        view! {
            <del><span class="vh">"now "</span>{before}</del>
            <Icon name=Glyph::Right/>
        }
    });
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{before} <ins><span class="vh">"then "</span>{after}</ins></dd>
        </div>
    }
}

/// What it costs now and afterwards, large.
#[component]
pub fn PriceChange(
    /// The price now.
    #[prop(optional)]
    before: Option<AnyView>,
    /// The price afterwards.
    after: AnyView,
    /// What the number alone does not say.
    #[prop(optional, into)]
    note: String,
) -> impl IntoView {
    view! {
        <div class="price-change">
            <p>
                {before.map(|before| view! { <del><span class="vh">"now "</span>{before}</del> })}
                <span>{after}</span>
            </p>
            {present(note).map(|note| view! { <span class="dim">{note}</span> })}
        </div>
    }
}

/// What must be true first.
#[component]
pub fn Requirements(
    /// `Requirement` lines.
    children: Children,
) -> impl IntoView {
    view! { <ul class="needs" aria-label="What must be true first">{children()}</ul> }
}

/// One condition, met or with the way to meet it.
#[component]
pub fn Requirement(
    /// Whether it is true now.
    met: bool,
    /// The condition; where it is not met, with a link to the fix.
    children: Children,
) -> impl IntoView {
    let (mark, word) = if met { (Mark::Ok, "Met: ") } else { (Mark::Failed, "Not met: ") };
    view! {
        <li>
            {mark.shape()}
            <span><span class="vh">{word}</span>{children()}</span>
        </li>
    }
}

/// What follows, in words: what is lost, what stays billed, who notices.
#[component]
pub fn Consequence(
    /// How grave it is.
    #[prop(optional)]
    tone: Hue,
    /// One or two sentences; phrasing content only.
    children: Children,
) -> impl IntoView {
    view! { <p class=classes(&["effect", tone.class()])>{children()}</p> }
}

/// The exact request, redacted, folded away.
#[component]
pub fn RequestFold(
    /// Method, path, headers and body as they will be sent.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <details class="fold">
            <summary>
                <Icon name=Glyph::Right/>
                "Request"
            </summary>
            <pre class="code">{text}</pre>
        </details>
    }
}
