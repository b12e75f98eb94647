//! The form that adds a key. The key stays in the browser's field when it is refused; the server never sends it back.

use domain::provider::Brand;
use leptos::prelude::*;

use crate::components::{PostForm, Submit};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Actions, Button, Choice, FormError, LinkButton, Select, Sheet, TextField, Tone};
use domain::policy::Verb;

const FORM: &str = "add-form";
const PATH: &str = "/api/credentials/add";

/// The sheet.
#[component]
pub fn AddSheet(
    /// Whether the operator allows other Warren brands.
    custom: bool,
    /// Sends the form.
    add: Submit,
) -> impl IntoView {
    let known = Known::get();
    add.renew();
    let state = add.state();
    let kept = Brand::from_slug(&known.kept(PATH, "brand"));
    let brand = RwSignal::new(kept.unwrap_or(Brand::Virtua));
    // Without script nobody could bring a hidden field back.
    let scripted = RwSignal::new(false);
    Effect::new(move |_| scripted.set(true));
    let options = Brand::ALL
        .into_iter()
        .filter(|brand| custom || brand.base_url().is_some())
        .map(|brand| Choice::new(brand.slug(), brand.name()))
        .collect();
    let hidden = move || scripted.get() && brand.get() != Brand::Warren;
    let base_url = custom.then(|| {
        let hint =
            "Only for another Warren brand: where its API answers, such as https://api.example.com/v1.";
        view! {
            // Out of sight it is not sent either.
            <fieldset class="own" hidden=hidden disabled=hidden>
                <TextField
                    name="base_url"
                    label="Base URL"
                    kind="url"
                    value=known.kept(PATH, "base_url")
                    hint=hint
                    error=state.field("base_url")
                    autocomplete="off"
                    mono=true
                />
            </fieldset>
        }
    });
    let busy = add.pending;
    let refusal: MaybeProp<String> = known.refusal(Verb::CredentialManage).into();
    let foot = view! {
        <FormError message=state.whole(&["brand", "label", "base_url", "key"])/>
        <Actions>
            <LinkButton href=routes::CREDENTIALS>"Cancel"</LinkButton>
            <Button tone=Tone::Primary busy=busy disabled=busy reason=refusal attr:form=FORM>"Check and add"</Button>
        </Actions>
    };
    view! {
        <Sheet
            title="Add a key"
            close=routes::CREDENTIALS
            lead="Skydeck tries the key with a read call. It is kept only when it works."
            foot=foot.into_any()
        >
            <PostForm to=add id=FORM class="form">
                <Select
                    name="brand"
                    label="Provider"
                    options=options
                    value=brand.get_untracked().slug()
                    error=state.field("brand")
                    autofocus=true
                    on:change=move |event| {
                        if let Some(chosen) = Brand::from_slug(&event_target_value(&event)) {
                            brand.set(chosen);
                        }
                    }
                />
                <TextField
                    name="label"
                    label="Name"
                    value=known.kept(PATH, "label")
                    hint="What your team calls this account, such as Production."
                    error=state.field("label")
                    autocomplete="off"
                    required=true
                />
                {base_url}
                <TextField
                    name="key"
                    label="API key"
                    kind="password"
                    hint="It is never shown again."
                    error=state.field("key")
                    autocomplete="off"
                    required=true
                    mono=true
                />
                <p class="note">"Where to make one: " {move || brand.get().key_hint()} "."</p>
            </PostForm>
        </Sheet>
    }
}
