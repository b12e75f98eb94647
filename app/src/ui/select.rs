//! Choosing from what is offered: a select, a segmented switch, a checkbox.

use leptos::prelude::*;

use super::field::note_id;
use super::{Field, present};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    value: String,
    label: String,
    reason: Option<String>,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), reason: None }
    }

    /// Shown, but not to be chosen, and why.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
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
    /// The control's id; the name if not given.
    #[prop(optional, into)]
    id: String,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What to choose by.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Takes the focus when the page or its sheet opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = present(id).unwrap_or_else(|| name.clone());
    let described = note_id(&id);
    let options = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            let text = match &choice.reason {
                Some(reason) => format!("{} ({reason})", choice.label),
                None => choice.label,
            };
            view! { <option value=choice.value selected=selected disabled=choice.reason.is_some()>{text}</option> }
        })
        .collect_view();
    view! {
        <Field id=id.clone() label=label hint=hint error=error>
            <select
                class="input"
                id=id
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

/// One of a few, all in sight. A radio group, drawn as one control.
#[component]
pub fn Segmented(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// What is being chosen.
    #[prop(into)]
    legend: String,
    /// What is offered.
    options: Vec<Choice>,
    /// What is chosen at first; the first if not given.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let chosen = present(value).or_else(|| options.first().map(|choice| choice.value.clone()));
    let options = options
        .into_iter()
        .map(|choice| {
            let checked = chosen.as_deref() == Some(&choice.value);
            view! {
                <label title=choice.reason.clone()>
                    <input type="radio" name=name.clone() value=choice.value checked=checked disabled=choice.reason.is_some()/>
                    {choice.label}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="seg">{options}</div>
        </fieldset>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// The form field's name; also its id.
    #[prop(into)]
    name: String,
    /// What yes means.
    #[prop(into)]
    label: String,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// What follows from it.
    #[prop(optional, into)]
    hint: String,
    /// What is sent when ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
) -> impl IntoView {
    let note = note_id(&name);
    view! {
        <div class="tick">
            <input type="checkbox" id=name.clone() name=name.clone() value=value checked=checked aria-describedby=note.clone()/>
            <label for=name>{label}</label>
            {present(hint).map(|hint| view! { <p class="note" id=note>{hint}</p> })}
        </div>
    }
}
