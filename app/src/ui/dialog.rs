//! A centred question.

use leptos::prelude::*;

use super::modal::modal;
use super::present;

/// A short question in the middle of the page. For anything with a plan, use a sheet.
#[component]
pub fn Dialog(
    /// The question.
    #[prop(into)]
    title: String,
    /// Where closing leads: the page without the dialog.
    #[prop(into)]
    close: String,
    /// One line under the title.
    #[prop(optional, into)]
    lead: String,
    /// The buttons, the safe one first.
    #[prop(optional)]
    foot: Option<AnyView>,
    /// What the person should know.
    children: Children,
) -> impl IntoView {
    modal("dialog", title, present(lead), close, children(), foot)
}
