//! The form that puts a new key in the place of an old one.

use domain::ids::CredentialId;
use domain::provider::Brand;
use leptos::prelude::*;

use crate::components::{PostForm, Submit};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Actions, Button, FormError, LinkButton, Sheet, TextField, Tone};
use domain::policy::Verb;

const FORM: &str = "replace-form";

/// The sheet.
#[component]
pub fn ReplaceSheet(
    /// Which credential.
    id: CredentialId,
    /// What the team calls it.
    label: String,
    /// Whose key it is.
    brand: Brand,
    /// The last characters of the key in use.
    last_four: String,
    /// Sends the form.
    replace: Submit,
) -> impl IntoView {
    replace.renew();
    let state = replace.state();
    let busy = replace.pending;
    let refusal: MaybeProp<String> = Known::get().refusal(Verb::CredentialManage).into();
    let foot = view! {
        <FormError message=state.whole(&["key"])/>
        <Actions>
            <LinkButton href=routes::CREDENTIALS>"Cancel"</LinkButton>
            <Button tone=Tone::Primary busy=busy disabled=busy reason=refusal attr:form=FORM>"Check and replace"</Button>
        </Actions>
    };
    view! {
        <Sheet
            title=format!("Replace the key of {label}")
            close=routes::CREDENTIALS
            lead=format!("The key ending in {last_four} stays in use until the new one works.")
            foot=foot.into_any()
        >
            <PostForm to=replace id=FORM class="form">
                <input type="hidden" name="credential" value=id.to_string()/>
                <TextField
                    name="key"
                    label="New API key"
                    kind="password"
                    hint=format!("{}. It must open the same account; it is never shown again.", brand.key_hint())
                    error=state.field("key")
                    autocomplete="off"
                    required=true
                    mono=true
                    autofocus=true
                />
            </PostForm>
        </Sheet>
    }
}
