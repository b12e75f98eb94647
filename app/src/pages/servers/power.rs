//! The head of a server's page: what it is doing, what can be done to it at once, and what keeps its facts from being
//! live or changed.

use domain::view::{ActOffer, ActPlace, LockView, ServerDetail, ServerRow};
use leptos::prelude::*;

use super::banners::outlook;
use crate::components::{Age, PostForm, Submit, pending_status, sentence, state_mark};
use crate::routes;
use crate::ui::{Banner, Button, FormError, Glyph, Hue, Icon, Markup, Menu, PageHeader, Place, Status, Tone};

/// Title, state, place, power, and everything else that can be done.
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
                let row = ServerRow { taken_at: None, ..found.row.clone() };
                (row, found.acts.clone(), found.provider_note.clone())
            })
        })
    });
    let lock = Memo::new(move |_| found.with(|found| found.as_ref().and_then(|found| found.lock.clone())));
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
        {move || head.get().map(|(row, acts, note)| {
            let status = match &row.pending {
                Some(pending) => pending_status(pending),
                None => (state_mark(&row.state), ""),
            };
            let word = if status.1.is_empty() { sentence(row.state.word()) } else { status.1.to_owned() };
            let line = view! {
                <span><Status kind=status.0 label=word/></span>
                <span><Place slug=row.brand.slug() name=row.brand.name() location=row.location_name.clone()/></span>
                <span>{row.brand.name()} ", " {row.credential_label.clone()}</span>
            };
            let note = note.map(|note| {
                view! { <Banner tone=Hue::Warn title="The provider says about this server:">{note}</Banner> }
            });
            view! {
                <PageHeader title=row.name.clone() crumb_href=routes::SERVERS crumb_label="Servers" line=line.into_any()>
                    {buttons(&row, &acts)}
                    {more(&row, &acts)}
                </PageHeader>
                {note}
            }
        })}
        {move || lock.get().map(|lock| {
            let unlock = head.with(|head| head.as_ref().and_then(|(row, acts, _)| unlock(row, acts)));
            view! { <Locked lock now unlock=unlock/> }
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

/// Who locked the server, since when and why, with the way to take the lock off.
#[component]
fn Locked(
    /// The lock.
    lock: LockView,
    /// The server's clock when this was read.
    now: Signal<domain::Timestamp>,
    /// The button that takes it off.
    #[prop(optional_no_strip)]
    unlock: Option<AnyView>,
) -> impl IntoView {
    let LockView { by, at, reason } = lock;
    let reason = (!reason.is_empty()).then(|| format!(" “{reason}”"));
    let action = unlock.unwrap_or_else(|| ().into_any());
    view! {
        <Banner tone=Hue::Warn title=format!("Locked by {by}.") action=action>
            <Age at=Some(at) now/> "." {reason}
            " Nothing is changed, by anyone, until the lock is taken off."
        </Banner>
    }
}

fn unlock(row: &ServerRow, acts: &[ActOffer]) -> Option<AnyView> {
    let offer = acts.iter().find(|offer| offer.act == "server.unlock")?;
    Some(Markup::one(|html| html.offer(offer, &row.key, false)).into_any())
}

/// What can be done at once.
fn buttons(row: &ServerRow, acts: &[ActOffer]) -> Markup {
    let offers: Vec<_> = acts.iter().filter(|offer| offer.place == ActPlace::Head).collect();
    let mut html = Markup::of(offers.len());
    for offer in offers {
        html.offer(offer, &row.key, false);
    }
    html
}

/// Everything else: what cannot be done now stands there with the reason.
fn more(row: &ServerRow, acts: &[ActOffer]) -> Option<impl IntoView + use<>> {
    let offers: Vec<_> = acts.iter().filter(|offer| offer.place == ActPlace::Menu).collect();
    let mut items = Markup::of(offers.len());
    for offer in &offers {
        items.menu_offer(offer, &row.key);
    }
    let trigger = view! { <span>"More"</span> <Icon name=Glyph::Down/> };
    (!offers.is_empty()).then(|| {
        view! { <Menu label="More acts" trigger=trigger.into_any() class="btn" end=true>{items}</Menu> }
    })
}
