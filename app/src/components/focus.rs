//! Where the focus goes in a form made of data.

use leptos::prelude::*;

use super::asking::form;
use crate::ui::focus;

thread_local! {
    /// The control in which something was filled in last.
    static FOCUSED: std::cell::Cell<String> = const { std::cell::Cell::new(String::new()) };
}

/// Puts the focus on the first control of the form `id`.
pub fn focus_first(id: &'static str) {
    request_animation_frame(move || {
        let first = format!(
            "#{id} :is(input:not([type=hidden], [type=radio]), [type=radio]:checked, \
             fieldset:not(:has(:checked)) [type=radio], select, textarea):enabled"
        );
        focus(document().query_selector(&first).ok().flatten());
    });
}

/// Puts the focus on the first control of the form `id` that is wrong.
pub fn focus_first_error(id: &'static str) {
    request_animation_frame(move || {
        // In a group, its first choice that can be had: what cannot take the focus would keep it from the next.
        let wrong = format!(
            "#{id} :is(input, select, textarea)[aria-invalid=true]:enabled, \
             #{id} [aria-invalid=true] input:not([type=hidden]):enabled"
        );
        focus(document().query_selector(&wrong).ok().flatten());
    });
}

/// Notes the control in which something was filled in.
pub fn note_focus(id: String) {
    FOCUSED.set(id);
}

/// Gives the focus back to the control that was made anew under the person's hands.
pub fn restore_focus() {
    let nowhere = document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY" || active.tag_name() == "DIALOG");
    let id = FOCUSED.take();
    if nowhere && !id.is_empty() && form().is_some() {
        focus(document().get_element_by_id(&id));
    }
}
