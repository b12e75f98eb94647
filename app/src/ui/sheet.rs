//! A sheet from the right; full screen on phones.

use leptos::prelude::*;

use super::modal::modal;
use super::present;

/// A sheet over the page: plans, and forms that belong to what is behind them.
#[component]
pub fn Sheet(
    /// What will be done, to what.
    #[prop(into)]
    title: String,
    /// Where closing leads: the page without the sheet.
    #[prop(into)]
    close: String,
    /// One line under the title.
    #[prop(optional, into)]
    lead: String,
    /// The buttons, the safe one first. A button here belongs to a form in the body by its `form` attribute.
    #[prop(optional)]
    foot: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    modal("sheet", title, present(lead), close, children(), foot)
}
