//! What Skydeck keeps about a server beside the provider's facts, and the acts that destroy.

use domain::view::{ActOffer, ActPlace, ServerDetail};
use leptos::prelude::*;

use crate::routes;
use crate::ui::{DangerRow, DangerZone, Markup, Section};

/// Tags and note, with the acts that change them.
#[component]
pub fn Marks(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    move || found.with(|found| found.as_ref().map(marks))
}

fn marks(found: &ServerDetail) -> Markup {
    Markup::one(|html| {
        html.raw(r#"<div class="marks"><div class="tags">"#);
        for tag in &found.row.tags {
            let quoted = if tag.contains(' ') { format!("tag:\"{tag}\"") } else { format!("tag:{tag}") };
            let href = routes::address(routes::SERVERS, &[("q", &quoted)]);
            html.raw(r#"<a class="badge" href=""#).text(&href).raw(r#"">"#).text(tag).raw("</a>");
        }
        let offer = |act: &str| found.acts.iter().find(|offer| offer.act == act);
        for offer in [offer("server.tag"), offer("server.note")].into_iter().flatten() {
            html.offer(offer, &found.row.key, true);
        }
        html.raw("</div>");
        if !found.note.is_empty() {
            html.raw(r#"<p class="kept-note">"#).text(&found.note).raw("</p>");
        }
        html.raw("</div>")
    })
}

/// The acts that destroy, last and apart.
#[component]
pub fn Danger(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    let offers = Memo::new(move |_| {
        let dangerous = |found: &ServerDetail| {
            let offers = found.acts.iter().filter(|offer| offer.place == ActPlace::Danger);
            (found.row.key.clone(), offers.cloned().collect::<Vec<ActOffer>>())
        };
        found.with(|found| found.as_ref().map(dangerous))
    });
    view! {
        <Section id="danger" title="Danger" note="A plan shows what is lost and what stays billed before anything happens.">
            <DangerZone>
                {move || offers.get().map(|(server, offers)| {
                    let row = |mut offer: ActOffer| {
                        let text = match &offer.refusal {
                            Some(refusal) => format!("{} {refusal}", destroys(&offer.act)),
                            None => destroys(&offer.act).to_owned(),
                        };
                        offer.danger = true;
                        let button = Markup::one(|html| html.offer(&offer, &server, false));
                        view! { <DangerRow title=offer.label text>{button}</DangerRow> }
                    };
                    offers.into_iter().map(row).collect_view()
                })}
            </DangerZone>
        </Section>
    }
}

/// What an act destroys, before anyone opens its plan.
fn destroys(act: &str) -> &'static str {
    match act {
        "server.reinstall" => "Puts a fresh system onto the boot disk. What is on it is lost.",
        "server.rebuild" => "Puts a snapshot back onto the boot disk. What was written since is lost.",
        "server.delete" => {
            "Destroys the server, with the disks, snapshots and addresses that its plan names."
        }
        _ => "",
    }
}
