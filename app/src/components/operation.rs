//! One operation: its steps, and what a person can do about an unknown one.

use domain::operation::OperationState;
use domain::view::OperationRow;
use leptos::prelude::*;

use super::words::{operation_mark, operation_word};
use super::{PostForm, Submit};
use crate::ui::{Actions, Banner, Button, FormError, Hue, Step, Steps, Tone};

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

/// An operation whose outcome nobody knows: why, and the three ways to settle it, off where the person may not.
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
    let (no_check, no_word) = (MaybeProp::from(row.check_refusal), MaybeProp::from(row.settle_refusal));
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
                <Button busy=busy tone=Tone::Primary reason=no_check>"Check now"</Button>
            </PostForm>
            <PostForm to=settle>
                <input type="hidden" name="operation" value=id_again/>
                <input type="hidden" name="back" value=back_again/>
                <Actions>
                    <Button name="happened" value="true" busy=settling_busy reason=no_word>"It happened"</Button>
                    <Button name="happened" value="false" busy=settling_busy reason=no_word>"It did not happen"</Button>
                </Actions>
            </PostForm>
        </Actions>
        <FormError message=checking.whole(&[])/>
        <FormError message=settling.whole(&[])/>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn spans_below_ten_seconds_keep_a_tenth() {
        assert_eq!([0, 420, 9_999, 21_500].map(seconds), ["0.0 s", "0.4 s", "9.9 s", "21 s"]);
    }

    #[test]
    fn what_this_person_may_not_do_about_an_unknown_outcome_is_off_with_its_reason() {
        let row = r#"{"id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","act":"server.resize","verb":"Resize",
            "doing":"Resizing","noun":"resize","summary":"","server":"6f9619ff8b86d011b42d00c04fc964ff~jkt01~42",
            "made":null,"server_name":"web-1","brand":"virtua","actor":"Ada","state":"unknown","steps":[],"message":"",
            "status":null,"correlation_id":null,"check_refusal":null,"settle_refusal":null,"waits":false,"created_at":0,
            "ended_at":null}"#;
        let row: OperationRow = read(row).unwrap();
        let off = |check: Option<&str>, settle: Option<&str>| {
            let (check, settle) = (check.map(str::to_owned), settle.map(str::to_owned));
            let row = OperationRow { check_refusal: check, settle_refusal: settle, ..row.clone() };
            let html =
                Owner::new().with(|| view! { <UnknownOutcome row back="/servers".to_owned()/> }.to_html());
            let buttons: Vec<_> = html.split("<button").skip(1).collect();
            assert_eq!(buttons.len(), 3, "{html}");
            let off = |button: &str| {
                let off = button.contains(r#"aria-disabled="true""#);
                assert_eq!(off, button.contains(r#"type="button""#), "what is off sends nothing: {button}");
                assert_eq!(off, button.contains("Ask an owner."), "{button}");
                off
            };
            [off(buttons[0]), off(buttons[1]), off(buttons[2])]
        };
        assert_eq!(off(None, None), [false; 3]);
        assert_eq!(off(None, Some("Ask an owner.")), [false, true, true]);
        assert_eq!(off(Some("Ask an owner."), Some("Ask an owner.")), [true; 3]);
    }
}
