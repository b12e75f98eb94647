//! The frame around every page: rail, sections, what is under way. Synchronous; it waits for nothing.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::deck::DeckLine;
use super::menus::{TeamMenu, UserMenu};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Glyph, RailLink, ToastRegion};

/// The frame. Signed-out pages stand alone on a gate.
#[component]
pub fn Frame(
    /// The routes.
    children: Children,
) -> impl IntoView {
    let known = Known::get();
    let demo = known.with(|facts| facts.demo).then(|| {
        view! { <aside class="demo">"Demo: simulated providers, no real machines, no real money"</aside> }
    });
    let content = children();
    let framed = match known.session() {
        Some(session) => view! {
            <div class="frame">
                <header class="rail">
                    <div class="rail-top"><TeamMenu session=session.clone()/></div>
                    <Sections/>
                    <div class="rail-foot"><DeckLine/> <UserMenu session/></div>
                </header>
                <main class="main" id="main" tabindex="-1">{content}</main>
            </div>
        }
        .into_any(),
        None => view! { <main class="gate" id="main">{content}</main> }.into_any(),
    };
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        {demo}
        {framed}
        <ToastRegion/>
    }
}

/// The sections that exist.
#[component]
fn Sections() -> impl IntoView {
    let path = use_location().pathname;
    let deck = Known::get().deck;
    let within = move |section: &'static str| {
        Signal::derive(move || {
            path.with(|path| {
                path == section || path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'))
            })
        })
    };
    let servers =
        Signal::derive(move || deck.with(|deck| deck.as_ref().map(|deck| deck.servers.to_string())));
    view! {
        <nav class="rail-nav" aria-label="Main">
            <RailLink href=routes::SERVERS icon=Glyph::Servers label="Servers" current=within(routes::SERVERS) count=servers/>
            <RailLink href=routes::ACTIVITY icon=Glyph::Activity label="Activity" current=within(routes::ACTIVITY)/>
            <RailLink href=routes::KEYS icon=Glyph::Key label="SSH keys" current=within(routes::KEYS)/>
            <RailLink href=routes::CREDENTIALS icon=Glyph::Cloud label="Credentials" current=within(routes::CREDENTIALS)/>
        </nav>
    }
}
