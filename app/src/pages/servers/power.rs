//! The head of a server's page: what it is doing, the power buttons, and what keeps its facts from being live.

use domain::policy::Verb;
use domain::view::{ActionOffer, ServerDetail};
use leptos::prelude::*;

use super::banners::outlook;
use crate::components::{Age, PostForm, Submit, action_glyph, pending_status, sentence, state_mark};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Banner, Button, FormError, Glyph, Hue, LinkButton, PageHeader, Place, Status, Tone};
use domain::power::PowerAction;

/// Title, state, place and power.
#[component]
pub fn Head(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    let refresh = Submit::to("/api/servers/refresh");
    let state = refresh.state();
    // Everything the head shows but ages, so that it is not redrawn at every reading.
    let head = Memo::new(move |_| {
        found.with(|found| {
            found.as_ref().map(|found| {
                let row = domain::view::ServerRow { taken_at: None, ..found.row.clone() };
                (row, found.actions.clone(), found.note.clone())
            })
        })
    });
    let problem = Memo::new(move |_| {
        found.with(|found| found.as_ref().and_then(|found| found.freshness.problem().cloned()))
    });
    let taken = Signal::derive(move || {
        found.with(|found| found.as_ref().and_then(|found| found.freshness.taken_at()))
    });
    let now = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(domain::Timestamp(0), |found| found.now))
    });
    let busy = refresh.pending;
    view! {
        {move || head.get().map(|(row, actions, note)| {
            let status = match &row.pending {
                Some((action, state)) => pending_status(*action, *state),
                None => (state_mark(&row.state), ""),
            };
            let word = if status.1.is_empty() { sentence(row.state.word()) } else { status.1.to_owned() };
            let line = view! {
                <span><Status kind=status.0 label=word/></span>
                <span><Place slug=row.brand.slug() name=row.brand.name() location=row.location_name.clone()/></span>
                <span>{row.brand.name()} ", " {row.credential_label.clone()}</span>
            };
            let buttons = actions.into_iter().map(|offer| button(&row, offer)).collect_view();
            let note = note.map(|note| {
                view! { <Banner tone=Hue::Warn title="The provider says about this server:">{note}</Banner> }
            });
            view! {
                <PageHeader title=row.name.clone() crumb_href=routes::SERVERS crumb_label="Servers" line=line.into_any()>
                    {buttons}
                </PageHeader>
                {note}
            }
        })}
        {move || problem.get().map(|problem| {
            let outlook = outlook(&problem);
            view! {
                <Banner
                    tone=Hue::Warn
                    title="The provider cannot be read: this is the last known state."
                    reference=problem.correlation_id.unwrap_or_default()
                >
                    {outlook}
                </Banner>
            }
        })}
        <div class="row dim">
            "Last read " <Age at=taken now/>
            <PostForm to=refresh>
                <input type="hidden" name="server" value=move || head.with(|head| head.as_ref().map(|head| head.0.key.to_string()))/>
                <input type="hidden" name="back" value=move || head.with(|head| head.as_ref().map(|head| routes::server(&head.0.key)))/>
                <Button tone=Tone::Quiet small=true icon=Glyph::Restart busy=busy label="Read again now"/>
            </PostForm>
        </div>
        <FormError message=state.whole(&[])/>
    }
}

/// A power button: a link to the plan, or off with the reason.
fn button(row: &domain::view::ServerRow, offer: ActionOffer) -> AnyView {
    let ActionOffer { action, refusal } = offer;
    let icon = action_glyph(action);
    match Known::get().refusal(Verb::Power).or(refusal) {
        None => {
            let tone = if action == PowerAction::ForceStop { Tone::Danger } else { Tone::Secondary };
            let href = routes::server_plan(&row.key, action);
            view! { <LinkButton href tone icon attr:data-noscroll="true">{action.verb()}</LinkButton> }
                .into_any()
        }
        Some(reason) => view! { <Button icon reason=reason>{action.verb()}</Button> }.into_any(),
    }
}
