//! The first account, by the one-time link that the server prints.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::api::SetupValid;
use crate::components::{Failure, FormState, Wait, set_status};
use crate::facts::Known;
use crate::json;
use crate::routes;
use crate::ui::{Actions, Brand, Button, FormError, LinkButton, TextField, Tone};
use crate::wire::ask;

const PATH: &str = "/api/session/setup";

/// The page.
pub fn setup_page() -> AnyView {
    let params = use_params_map();
    let token =
        Memo::new(move |_| params.with(|params| params.get_str("token").unwrap_or_default().to_owned()));
    let valid = json::blocking(move || token.get(), |token| ask(SetupValid { token }));
    view! {
        <Title text="Set up Skydeck"/>
        <div class="gate-card">
            <Brand/>
            <Wait first=|| ()>
                {move || match valid.get() {
                    None => ().into_any(),
                    Some(Ok(true)) => view! { <Form token=token.get_untracked()/> }.into_any(),
                    Some(Ok(false)) => view! { <Used/> }.into_any(),
                    Some(Err(error)) => view! { <Failure error/> }.into_any(),
                }}
            </Wait>
        </div>
    }
    .into_any()
}

#[component]
fn Form(
    /// The link's token.
    token: String,
) -> impl IntoView {
    let known = Known::get();
    let state = FormState::plain(PATH);
    view! {
        <h1>"Set up Skydeck"</h1>
        <p class="dim">"This makes the first account. It owns everything; it can invite others later."</p>
        <form class="form" method="post" action=PATH>
            <input type="hidden" name="token" value=token/>
            <TextField
                name="name"
                label="Your name"
                value=known.kept(PATH, "name")
                error=state.field("name")
                autocomplete="name"
                required=true
                autofocus=true
            />
            <TextField
                name="email"
                label="Email"
                kind="email"
                value=known.kept(PATH, "email")
                error=state.field("email")
                autocomplete="username"
                required=true
            />
            <TextField
                name="password"
                label="Password"
                kind="password"
                hint="At least 12 characters. A sentence you remember is good."
                error=state.field("password")
                autocomplete="new-password"
                required=true
            />
            <FormError message=state.whole(&["name", "email", "password"])/>
            <Actions><Button tone=Tone::Primary>"Create account"</Button></Actions>
        </form>
    }
}

#[component]
fn Used() -> impl IntoView {
    set_status(404);
    view! {
        <h1>"This link is not valid"</h1>
        <p>
            "It was used already, or it is too old. Nothing was changed. If no account exists yet, start Skydeck again: "
            "it prints a new link."
        </p>
        <LinkButton href=routes::SIGN_IN>"Go to sign in"</LinkButton>
    }
}
