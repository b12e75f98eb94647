//! One operation as the table shows it.

use domain::Timestamp;
use domain::ids::OperationId;
use domain::timestamp::age;
use domain::view::OperationRow;
use leptos::prelude::*;

use crate::components::{Age, TakeBack, operation_mark, operation_word, sentence};
use crate::routes;
use crate::ui::{Monogram, Status};

/// What makes an operation look different. The words are part of it: they alone change when a person is asked to settle
/// an unknown outcome.
pub fn identity(row: &OperationRow) -> (OperationId, &'static str, bool, String) {
    (row.id, row.state.slug(), row.waits, row.message.clone())
}

/// The row.
#[component]
pub fn Row(
    /// The operation.
    row: OperationRow,
    /// The server's clock when this was read.
    now: Signal<Timestamp>,
) -> impl IntoView {
    let reference = match (row.status, row.correlation_id) {
        (Some(status), Some(id)) => format!("HTTP {status}, {id}"),
        (Some(status), None) => format!("HTTP {status}"),
        (None, id) => id.unwrap_or_default(),
    };
    let took =
        row.ended_at.map(|ended| age(ended.since_ms(row.created_at)).unwrap_or_else(|| "< 5 s".to_owned()));
    let at = Some(row.created_at);
    let back = row.waits.then(|| {
        let back = routes::ACTIVITY.to_owned();
        view! { <TakeBack id=row.id label="Do not send" back reason=row.settle_refusal/> }
    });
    view! {
        <tr>
            <td class="c-name">
                <a href=routes::server(row.made.as_ref().unwrap_or(&row.server))>{row.server_name}</a>
                <span class="sub told">{row.message} " " <span class="mono">{reference}</span></span>
            </td>
            <td data-label="Change">
                {sentence(&row.noun)}
                {(!row.summary.is_empty()).then(|| view! { <span class="sub told">{row.summary}</span> })}
            </td>
            <td data-label="Outcome"><Status kind=operation_mark(row.state) label=operation_word(row.state)/> {back}</td>
            <td class="mid" data-label="Where"><Monogram slug=row.brand.slug() name=row.brand.name()/></td>
            <td data-label="By">{row.actor}</td>
            <td class="num mid" data-label="Took">{took}</td>
            <td class="c-age" data-label="Age"><Age at now/></td>
        </tr>
    }
}
