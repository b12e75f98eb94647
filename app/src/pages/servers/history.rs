//! What was and is done to a server: the change under way in full, the latest ones in a line each.

use domain::operation::OperationState;
use domain::view::{OperationRow, ServerDetail};
use leptos::prelude::*;

use crate::components::{
    Age, OperationSteps, TakeBack, UnknownOutcome, operation_mark, operation_word, sentence,
};
use crate::routes;
use crate::ui::{Event, Glyph, Icon, Mark, Status, Timeline};

/// What makes an operation look different. The words are part of it: they alone change when a person is asked to settle
/// an unknown outcome. So are its refusals, which change with the person's role.
fn identity(row: &OperationRow) -> (domain::ids::OperationId, &'static str, usize, String) {
    let moved = row.steps.iter().filter(|step| step.ended_at.is_some()).count();
    let begun = row.steps.iter().filter(|step| step.sent_at.is_some()).count();
    let refused = usize::from(row.check_refusal.is_some()) + usize::from(row.settle_refusal.is_some());
    (row.id, row.state.slug(), (moved * 64 + begun) * 4 + refused, row.message.clone())
}

fn operations(found: Memo<Option<ServerDetail>>, open: bool) -> impl Fn() -> Vec<OperationRow> + Copy {
    move || {
        found.with(|found| {
            let rows = found.as_ref().map(|found| found.operations.as_slice()).unwrap_or_default();
            rows.iter().filter(|row| !open || row.state.is_open()).cloned().collect()
        })
    }
}

/// The change under way with its steps, or the question that an unknown outcome asks.
#[component]
pub fn UnderWay(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    let now = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(domain::Timestamp(0), |found| found.now))
    });
    let open = operations(found, true);
    view! {
        <div class="stack" role="status">
            <For each=open key=identity let:row>
                {if row.state == OperationState::Unknown {
                    let back = routes::server(&row.server);
                    view! { <UnknownOutcome row back/> }.into_any()
                } else {
                    let at = Some(row.created_at);
                    // For what it waits.
                    let waits = (!row.message.is_empty()).then(|| view! { <p class="dim">{row.message.clone()}</p> });
                    let back = row.waits.then(|| {
                        let back = routes::server(&row.server);
                        view! { <TakeBack id=row.id label="Do not send" back reason=row.settle_refusal.clone()/> }
                    });
                    view! {
                        <p class="row">
                            <Status kind=Mark::Busy label=row.doing.clone() detail=format!("asked by {}", row.actor)/>
                            <span class="dim">{row.summary.clone()}</span>
                            <span class="dim"><Age at now/></span>
                        </p>
                        <OperationSteps row/>
                        {waits}
                        {back}
                    }
                    .into_any()
                }}
            </For>
        </div>
    }
}

/// The latest operations.
#[component]
pub fn History(
    /// The server.
    found: Memo<Option<ServerDetail>>,
) -> impl IntoView {
    let now = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(domain::Timestamp(0), |found| found.now))
    });
    let all = operations(found, false);
    let none = Memo::new(move |_| all().is_empty());
    view! {
        {move || none.get().then(|| view! { <p class="dim">"Nothing was changed through Skydeck yet."</p> })}
        <Timeline>
            <For each=all key=identity let:row>{event(row, now)}</For>
        </Timeline>
    }
}

fn event(row: OperationRow, now: Signal<domain::Timestamp>) -> impl IntoView {
    let at = Some(row.created_at);
    let reference = row.correlation_id.as_ref().map(|id| format!(" Reference {id}.")).unwrap_or_default();
    let made = row.made.as_ref().filter(|made| **made != row.server).map(|made| {
        view! { " " <a href=routes::server(made)>"Open what was made"</a> }
    });
    let summary = (!row.summary.is_empty()).then(|| format!(": {}", row.summary));
    // One request says no more than the line does.
    let steps = (row.steps.len() > 1).then(|| {
        view! {
            <details class="fold">
                <summary><Icon name=Glyph::Right/> {format!("{} steps", row.steps.len())}</summary>
                <OperationSteps row=row.clone()/>
            </details>
        }
        .into_any()
    });
    view! {
        <Event
            mark=operation_mark(row.state)
            time=view! { <Age at now/> }.into_any()
            detail=format!("{}{reference}", row.message)
            more=steps
        >
            <b>{sentence(&row.noun)}</b> {summary} " by " {row.actor} ", " {operation_word(row.state).to_ascii_lowercase()} {made}
        </Event>
    }
}
