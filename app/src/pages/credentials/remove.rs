//! The question before a key is removed: what goes, what stays.

use domain::ids::CredentialId;
use domain::provider::Brand;
use leptos::prelude::*;

use crate::components::{PostForm, Submit};
use crate::facts::Known;
use crate::pages::servers::count_of_servers;
use crate::routes;
use crate::ui::{Actions, Button, Consequence, FormError, Hue, LinkButton, Sheet, Tone};
use domain::policy::Verb;

const FORM: &str = "remove-form";

/// The sheet.
#[component]
pub fn RemoveSheet(
    /// Which credential.
    id: CredentialId,
    /// What the team calls it.
    label: String,
    /// Whose key it is.
    brand: Brand,
    /// Servers seen through it.
    servers: u32,
    /// What goes with it; empty for nothing.
    kept: String,
    /// Sends the form.
    remove: Submit,
) -> impl IntoView {
    remove.renew();
    let state = remove.state();
    let busy = remove.pending;
    let refusal: MaybeProp<String> = Known::get().refusal(Verb::CredentialManage).into();
    let foot = view! {
        <FormError message=state.whole(&[])/>
        <Actions>
            <LinkButton href=routes::CREDENTIALS attr:autofocus=true>"Keep it"</LinkButton>
            <Button tone=Tone::Danger busy=busy disabled=busy reason=refusal attr:form=FORM>"Remove the key"</Button>
        </Actions>
    };
    view! {
        <Sheet title=format!("Remove {label}") close=routes::CREDENTIALS lead=brand.name() foot=foot.into_any()>
            <Consequence>{format!("{} disappear from Skydeck.", count_of_servers(servers))}</Consequence>
            <Consequence>
                {format!("At {} nothing changes: servers keep running and stay billed, and the key itself stays valid until you revoke it there.", brand.name())}
            </Consequence>
            {(!kept.is_empty()).then(|| view! { <Consequence tone=Hue::Bad>{kept}</Consequence> })}
            <Consequence tone=Hue::Bad>"Skydeck forgets the key for good. To come back, add a key again."</Consequence>
            <PostForm to=remove id=FORM>
                <input type="hidden" name="credential" value=id.to_string()/>
            </PostForm>
        </Sheet>
    }
}
