//! A sheet from the right; full screen on phones. It is an open `<dialog>` that the server can render, which script
//! makes modal. Closing is always the close link, so that it means the same with and without script.

use std::cell::Cell;
use std::time::Duration;

use leptos::html::{A, Dialog};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::{Glyph, Icon, befell, present};

thread_local! {
    /// Whether a sheet has just gone: one that comes now takes its place and does not slide in again.
    static CHANGES: Cell<bool> = const { Cell::new(false) };
}

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
    modal(title, present(lead), close, children(), foot)
}

/// A link that closes the sheet takes its place in the history: "back" leads to what was there before, not into it again.
fn replaces(event: &web_sys::MouseEvent, close: &str) {
    let link = befell(event, "a");
    if let Some(link) = link.filter(|link| link.get_attribute("href").as_deref() == Some(close)) {
        // The property that the router looks for; setting one on an element does not fail.
        let _set = js_sys::Reflect::set(&link, &"replace".into(), &true.into());
    }
}

/// A `<dialog open>` with its scrim, head, body and foot.
fn modal(
    title: String,
    lead: Option<String>,
    close: String,
    body: AnyView,
    foot: Option<AnyView>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let link = NodeRef::<A>::new();
    let leave = move || {
        // Later, because the link's click passes through the dialog whose handler is still running.
        queue_microtask(move || {
            if let Some(link) = link.get_untracked() {
                link.click();
            }
        });
    };
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            if CHANGES.get() {
                // A valid class name is always taken.
                let _taken = dialog.class_list().add_1("still");
            }
            // A dialog that is open already refuses to become modal.
            dialog.close();
            // It refuses only when it has left the document meanwhile; then there is nothing to show.
            let _gone = dialog.show_modal();
            // Closed before it leaves the page, it gives the focus back to what opened it.
            let dialog = SendWrapper::new(dialog);
            on_cleanup(move || {
                dialog.close();
                CHANGES.set(true);
                set_timeout(|| CHANGES.set(false), Duration::ZERO);
            });
        }
    });
    let (name, closing) = (title.clone(), close.clone());
    view! {
        <a class="scrim" href=close.clone() tabindex="-1" aria-hidden="true"></a>
        <dialog
            class="sheet"
            open
            aria-label=name
            node_ref=dialog
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                leave();
            }
            on:click=move |event| {
                replaces(&event, &closing);
                // The dialog itself is only hit beside its content: on the backdrop.
                let target = event.target();
                let backdrop = dialog
                    .get_untracked()
                    .is_some_and(|dialog| target.as_ref() == Some(dialog.as_ref()));
                if backdrop {
                    leave();
                }
            }
        >
            <div class="sheet-head">
                <div>
                    <h2>{title}</h2>
                    {lead.map(|lead| view! { <p>{lead}</p> })}
                </div>
                <a class="btn quiet icon" href=close title="Close" node_ref=link>
                    <Icon name=Glyph::Close/>
                    <span>"Close"</span>
                </a>
            </div>
            <div class="sheet-body">{body}</div>
            {foot.map(|foot| view! { <div class="sheet-foot">{foot}</div> })}
        </dialog>
    }
}
