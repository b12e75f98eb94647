//! Facts as a list of names and values, and the dangerous things at the end of a page.

use leptos::prelude::*;

/// Facts in two columns of names and values where there is room.
#[component]
pub fn Properties(
    /// `Property` lines.
    children: Children,
) -> impl IntoView {
    view! { <dl class="props two">{children()}</dl> }
}

/// One fact.
#[component]
pub fn Property(
    /// Its name.
    #[prop(into)]
    label: String,
    /// Its value. What is not known or not offered says so in words.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// The dangerous things of a page, last and apart.
#[component]
pub fn DangerZone(
    /// `DangerRow` lines.
    children: Children,
) -> impl IntoView {
    view! { <div class="danger-zone">{children()}</div> }
}

/// One dangerous thing: what it does, and its button.
#[component]
pub fn DangerRow(
    /// What is done.
    #[prop(into)]
    title: String,
    /// What dies, and what stays billed.
    #[prop(into)]
    text: String,
    /// The button.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="danger-row">
            <div>
                <h3>{title}</h3>
                <p>{text}</p>
            </div>
            {children()}
        </div>
    }
}
