//! The button that takes back what was confirmed and is not sent yet.

use domain::ids::OperationId;
use leptos::prelude::*;

use super::{PostForm, Submit};
use crate::ui::{Button, FormError};

/// Off where the person may not.
#[component]
pub fn TakeBack(
    /// The operation, or the batch.
    id: OperationId,
    /// What stands on it.
    label: &'static str,
    /// Where the form returns to without script.
    back: String,
    /// Why the person may not.
    reason: Option<String>,
) -> impl IntoView {
    let take = Submit::to("/api/servers/take_back");
    let (state, busy) = (take.state(), take.pending);
    let reason = MaybeProp::from(reason);
    view! {
        <PostForm to=take>
            <input type="hidden" name="operation" value=id.to_string()/>
            <input type="hidden" name="back" value=back/>
            <Button busy=busy small=true reason=reason>{label}</Button>
        </PostForm>
        <FormError message=state.whole(&[])/>
    }
}
