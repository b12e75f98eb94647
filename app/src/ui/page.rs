//! The parts of a page: its header, its tabs, and the layout of a detail page.

use leptos::prelude::*;

use super::{Glyph, Icon, present};

/// Title, one line of what the page shows right now, the primary action at the right.
#[component]
pub fn PageHeader(
    /// The page's name, or the thing's.
    #[prop(into)]
    title: String,
    /// Where the page above is.
    #[prop(optional, into)]
    crumb_href: String,
    /// What the page above is called.
    #[prop(optional, into)]
    crumb_label: String,
    /// Counts and totals: one `<span>` each, a dot is put between them.
    #[prop(optional)]
    line: Option<AnyView>,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let crumb = present(crumb_href).map(|href| {
        view! {
            <a class="crumb" href=href>
                <Icon name=Glyph::Right/>
                {crumb_label}
            </a>
        }
    });
    view! {
        <div class="page-head">
            <div>
                {crumb}
                <h1 class="page-title">{title}</h1>
                {line.map(|line| view! { <p class="page-line">{line}</p> })}
            </div>
            {children.map(|children| view! { <div class="acts">{children()}</div> })}
        </div>
    }
}

/// Links to views of the same thing; the one in force carries `aria-current="page"`.
#[component]
pub fn Tabs(
    /// What the views are of.
    #[prop(into)]
    label: String,
    /// Plain links.
    children: Children,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{children()}</nav> }
}

/// A detail page: a list of anchors at the left, sections at the right.
#[component]
pub fn Detail(
    /// Address (`#power`) and name of each section.
    anchors: Vec<(String, String)>,
    /// The sections, dangerous things last.
    children: Children,
) -> impl IntoView {
    let anchors = anchors.into_iter().map(|(href, label)| view! { <a href=href>{label}</a> }).collect_view();
    view! {
        <div class="detail">
            <nav class="anchors" aria-label="On this page">{anchors}</nav>
            <div class="sections">{children()}</div>
        </div>
    }
}

/// One section of a detail page.
#[component]
pub fn Section(
    /// Its anchor.
    #[prop(into)]
    id: String,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// One sentence under the heading.
    #[prop(optional, into)]
    note: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <section class="section" id=id aria-labelledby=labelled>
            <h2 id=heading>{title}</h2>
            {present(note).map(|note| view! { <p class="section-note">{note}</p> })}
            {children()}
        </section>
    }
}
