//! One operation: its steps, and what a person can do about an unknown one.

use domain::operation::OperationState;
use domain::view::OperationRow;
use leptos::prelude::*;

use super::words::{operation_mark, operation_word};
use super::{PostForm, Submit};
use crate::facts::Known;
use crate::ui::{Actions, Banner, Button, FormError, Hue, Step, Steps, Tone};
use domain::policy::Verb;

/// The requests of an operation with how long each took.
#[component]
pub fn OperationSteps(
    /// The operation.
    row: OperationRow,
) -> impl IntoView {
    let steps = row
        .steps
        .into_iter()
        .map(|step| {
            let time = match (step.sent_at, step.ended_at) {
                (Some(sent), Some(ended)) => seconds(ended.since_ms(sent)),
                (Some(_), None) => "sent".to_owned(),
                _ => String::new(),
            };
            view! { <Step mark=operation_mark(step.state) label=step.label time=time/> }
        })
        .collect_view();
    view! { <Steps>{steps}</Steps> }
}

/// A span as steps show it: `0.4 s`, `21 s`.
fn seconds(ms: i64) -> String {
    if ms < 10_000 { format!("{}.{} s", ms / 1000, ms % 1000 / 100) } else { format!("{} s", ms / 1000) }
}

/// An operation whose outcome nobody knows: why, and the three ways to settle it.
#[component]
pub fn UnknownOutcome(
    /// The operation.
    row: OperationRow,
    /// Where the forms return to without script.
    back: String,
) -> impl IntoView {
    debug_assert!(row.state == OperationState::Unknown, "{}", operation_word(row.state));
    let check = Submit::to("/api/servers/check");
    let settle = Submit::to("/api/servers/settle");
    let refusal: MaybeProp<String> = Known::get().refusal(Verb::Power).into();
    let id = row.id.to_string();
    let (id_again, back_again) = (id.clone(), back.clone());
    let (checking, settling) = (check.state(), settle.state());
    let (busy, settling_busy) = (check.pending, settle.pending);
    let text = if row.message.is_empty() {
        "The provider's answer was lost, so it may or may not have acted. Nothing is sent again; \
         the server's other actions wait until this is settled."
            .to_owned()
    } else {
        row.message
    };
    view! {
        <Banner
            tone=Hue::Warn
            title=format!("It is not known whether the {} happened.", row.noun)
            reference=row.correlation_id.unwrap_or_default()
        >
            {text}
        </Banner>
        <Actions>
            <PostForm to=check>
                <input type="hidden" name="operation" value=id/>
                <input type="hidden" name="back" value=back/>
                <Button busy=busy tone=Tone::Primary reason=refusal>"Check now"</Button>
            </PostForm>
            <PostForm to=settle>
                <input type="hidden" name="operation" value=id_again/>
                <input type="hidden" name="back" value=back_again/>
                <Actions>
                    <Button name="happened" value="true" busy=settling_busy reason=refusal>"It happened"</Button>
                    <Button name="happened" value="false" busy=settling_busy reason=refusal>"It did not happen"</Button>
                </Actions>
            </PostForm>
        </Actions>
        <FormError message=checking.whole(&[])/>
        <FormError message=settling.whole(&[])/>
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn spans_below_ten_seconds_keep_a_tenth() {
        assert_eq!([0, 420, 9_999, 21_500].map(seconds), ["0.0 s", "0.4 s", "9.9 s", "21 s"]);
    }
}
