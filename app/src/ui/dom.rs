//! What listeners ask of the page they stand in.

use leptos::web_sys::{Element, Event, HtmlElement};
use wasm_bindgen::JsCast;

/// The element that fits `selector`, among the one that an event befell and those around it.
pub fn befell(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok().flatten()
}

/// Puts the focus on an element. One that cannot take it is not on screen, and nothing is lost.
pub fn focus(element: Option<impl JsCast>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _hidden = element.focus();
    }
}
