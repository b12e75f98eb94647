//! Text fields: the label above, the hint or the error under the control, tied together for screen readers.

use leptos::prelude::*;

use super::{Mark, classes, present};

/// The id of the line under a control, for `aria-describedby`.
pub(super) fn note_id(id: &str) -> String {
    format!("{id}-note")
}

/// The line under a control: the error if there is one, else the hint.
fn note(id: &str, hint: Option<String>, error: MaybeProp<String>) -> impl IntoView + use<> {
    let id = note_id(id);
    move || {
        let id = id.clone();
        match error.get() {
            Some(error) => {
                view! { <p class="note bad" id=id>{Mark::Failed.shape()} <span>{error}</span></p> }.into_any()
            }
            None => view! { <p class="note" id=id hidden=hint.is_none()>{hint.clone()}</p> }.into_any(),
        }
    }
}

/// Any control with its label, hint and error. The control carries `id` and `aria-describedby="{id}-note"`.
#[component]
pub fn Field(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What to enter, if the label does not say it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let note = note(&id, present(hint), error);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {children()}
            {note}
        </div>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The HTML `type`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The value at first; what the person types is left alone.
    #[prop(optional, into)]
    value: String,
    /// What to enter.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What browsers and password managers may fill in.
    #[prop(optional)]
    autocomplete: &'static str,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// Keys, addresses and ids.
    #[prop(optional)]
    mono: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let described = note_id(&name);
    view! {
        <Field id=name.clone() label=label hint=hint error=error>
            <input
                class=classes(&["input", if mono { "mono" } else { "" }])
                id=name.clone()
                name=name
                type=kind
                value=present(value)
                autocomplete=present(autocomplete.to_owned())
                required=required
                autofocus=autofocus
                spellcheck=mono.then_some("false")
                autocapitalize=mono.then_some("off")
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
            />
        </Field>
    }
}

/// The text of a textarea. As an ordinary child, an empty text would be rendered as one space.
fn as_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The text at first.
    #[prop(optional, into)]
    value: String,
    /// What to enter.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the text.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Lines in sight at first.
    #[prop(default = 4)]
    rows: u32,
    /// Scripts and keys.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let described = note_id(&name);
    view! {
        <Field id=name.clone() label=label hint=hint error=error>
            <textarea
                class=classes(&["input", if mono { "mono" } else { "" }])
                id=name.clone()
                name=name
                rows=rows.to_string()
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
                inner_html=as_markup(&value)
            ></textarea>
        </Field>
    }
}

/// What went wrong with the form as a whole; announced when it appears.
#[component]
pub fn FormError(
    /// One or two sentences: what was refused, and what to do.
    #[prop(into)]
    message: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || message.get().map(|message| view! { <p class="form-error">{Mark::Failed.shape()} <span>{message}</span></p> })}
        </div>
    }
}
