//! The sign-in page. A plain form: the browser sends it itself and loads what follows anew.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::components::FormState;
use crate::facts::Known;
use crate::routes;
use crate::ui::{Actions, Brand, Button, FormError, LinkButton, TextField, Tone};

const PATH: &str = "/api/session/sign_in";

/// The page.
pub fn sign_in_page() -> AnyView {
    let known = Known::get();
    let state = FormState::plain(PATH);
    let params = use_query_map();
    let next =
        Memo::new(move |_| params.with(|params| routes::local(params.get_str("next").unwrap_or_default())));
    let already = known.session().map(|session| {
        view! {
            <p>"You are signed in as " {session.email} "."</p>
            <LinkButton href=next.get_untracked()>"Go on"</LinkButton>
        }
    });
    view! {
        <Title text="Sign in"/>
        <div class="gate-card">
            <Brand/>
            <h1>"Sign in"</h1>
            {already}
            <form class="form" method="post" action=PATH>
                <input type="hidden" name="next" value=move || next.get()/>
                <TextField
                    name="email"
                    label="Email"
                    kind="email"
                    value=known.kept(PATH, "email")
                    error=state.field("email")
                    autocomplete="username"
                    required=true
                    autofocus=true
                />
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    error=state.field("password")
                    autocomplete="current-password"
                    required=true
                />
                <FormError message=state.whole(&["email", "password"])/>
                <Actions><Button tone=Tone::Primary>"Sign in"</Button></Actions>
            </form>
        </div>
    }
    .into_any()
}
