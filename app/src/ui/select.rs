//! Choosing from a list of what is offered.

use leptos::prelude::*;

use super::Field;
use super::field::note_id;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    value: String,
    label: String,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of many, from a list.
#[component]
pub fn Select(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is offered.
    options: Vec<Choice>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Takes the focus when the page or its sheet opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let described = note_id(&name);
    let options = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Field id=name.clone() label=label error=error>
            <select
                class="input"
                id=name.clone()
                name=name
                autofocus=autofocus
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
            >
                {options}
            </select>
        </Field>
    }
}
