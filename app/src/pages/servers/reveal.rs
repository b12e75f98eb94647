//! Passwords that a provider keeps: shown once, in place, on request. They stand in no address, in no history and nowhere
//! in the browser but here, and are gone with the page.

use domain::ids::ServerKey;
use domain::view::{RevealOffer, ServerDetail};
use leptos::prelude::*;

use crate::components::{PostForm, Submit};
use crate::ui::{Button, CopyText, FormError, Glyph};

/// The passwords that can be shown.
#[component]
pub fn Reveals(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    // Of this server: another one's page begins without anything on it.
    let offers = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| (found.row.key.clone(), found.reveals.clone())))
    });
    move || {
        offers.get().filter(|(_, offers)| !offers.is_empty()).map(|(server, offers)| {
            let offers = offers.into_iter().map(|offer| view! { <Reveal server=server.clone() offer/> });
            view! { <div class="reveals js">{offers.collect_view()}</div> }
        })
    }
}

#[component]
fn Reveal(
    /// Of which server.
    server: ServerKey,
    /// Which password.
    offer: RevealOffer,
) -> impl IntoView {
    let reveal = Submit::to("/api/servers/reveal");
    let (state, busy) = (reveal.state(), reveal.pending);
    let shown = RwSignal::new(None::<(Option<String>, String)>);
    reveal.on_done(move |revealed| {
        reveal.forget();
        shown.set(Some(revealed));
    });
    let RevealOffer { which, label, refusal } = offer;
    let refusal: MaybeProp<String> = refusal.into();
    let name = label.clone();
    view! {
        <div class="reveal" role="group" aria-label=name>
            <PostForm to=reveal>
                <input type="hidden" name="server" value=server.to_string()/>
                <input type="hidden" name="which" value=which/>
                <Button icon=Glyph::Key busy=busy disabled=busy reason=refusal small=true>{label}</Button>
            </PostForm>
            <span role="status">
                {move || shown.get().map(|(user, password)| view! {
                    {user.map(|user| view! { <span class="dim">{user} " "</span> })}
                    <CopyText text=password label="password"/>
                    <button class="btn quiet small" type="button" on:click=move |_| shown.set(None)>"Hide"</button>
                })}
            </span>
            <FormError message=state.whole(&[])/>
        </div>
    }
}
