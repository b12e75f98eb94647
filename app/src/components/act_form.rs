//! A form made of data: fields stand where they stand while the person fills them in, and only what changed is made anew.

use domain::act::{Ask, Field, FieldKind, Fields, Form, PriceLine, Sheet};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::asking::{Asking, FORM, after_pause};
use super::field::{control_id, field, note, note_id};
use super::focus::{note_focus, restore_focus};
use crate::routes;
use crate::ui::{Markup, Num};

/// What happens with the answer to "review": the sheet, and what was filled in.
pub type Reviewed = Callback<(Sheet, Fields)>;

/// A field on screen.
#[derive(Clone)]
struct Shown {
    section: String,
    field: Field,
    /// What it is, without what is filled in and what is wrong.
    bare: String,
    /// Goes up when it has to be made anew.
    version: u32,
    /// What the last review found wrong with it, and with which value.
    verdict: Option<(String, Vec<String>)>,
}

/// The form that was asked for last, also while a plan stands in its place.
pub fn form_of(asking: Asking) -> Memo<Option<Form>> {
    Memo::new_with_compare(
        move |last: Option<&Option<Form>>| match asking.sheet() {
            Some(Ok(Sheet { form: Some(form), .. })) => Some(form),
            _ => last.cloned().flatten(),
        },
        |_, _| true,
    )
}

/// The fields under the headings of their sections.
#[component]
pub fn ActForm(
    /// What is asked for.
    asking: Asking,
    /// The form.
    form: Memo<Option<Form>>,
    /// The page's address without the act: where the form leads without script.
    close: Signal<String>,
    /// What happens with the answer to "review".
    reviewed: Reviewed,
    /// Called whenever something is filled in.
    #[prop(optional)]
    filled: Option<Callback<()>>,
    /// The form may hold what stands in no address: pressed before the script runs, it leads nowhere and keeps it all.
    #[prop(optional)]
    scripted: bool,
) -> impl IntoView {
    let shown = Memo::new_with_compare(
        move |last: Option<&Vec<Shown>>| {
            // A plan says nothing about the form: that stands as it was filled in.
            if let Some(last) = last.filter(|_| !asking.has_form()) {
                return last.clone();
            }
            let (sent, judged) = (asking.sent(), asking.judged());
            let typing = last.and_then(|_| typed_into());
            let last = last.map(Vec::as_slice).unwrap_or_default();
            form.with(|form| {
                form.as_ref().map(|form| fields_of(form, last, (sent.as_ref(), judged), typing.as_deref()))
            })
            .unwrap_or_default()
        },
        |_, _| true,
    );
    let sections = move || {
        form.with(|form| {
            let sections = form.as_ref().map(|form| form.sections.as_slice()).unwrap_or_default();
            sections
                .iter()
                .map(|one| (one.id.clone(), one.title.clone(), one.note.clone()))
                .collect::<Vec<_>>()
        })
    };
    Effect::new(move |again: Option<()>| {
        // What only goes along says nothing, least of all beside the control that stands in its place.
        let said = |shown: &&Shown| shown.field.kind != FieldKind::Hidden;
        shown.with(|shown| shown.iter().filter(said).for_each(|shown| say(&shown.field)));
        if again.is_some() {
            request_animation_frame(restore_focus);
        }
    });
    // Whether something was filled in that the form was not asked for since.
    let dirty = StoredValue::new(false);
    let mut ask_later = after_pause(move || {
        if dirty.try_get_value() == Some(true) {
            dirty.set_value(false);
            asking.renew(None);
        }
    });
    let on_input = move |event: web_sys::Event| {
        if let Some(filled) = filled {
            filled.run(());
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let name = target.as_ref().and_then(|target| target.get_attribute("name")).unwrap_or_default();
        note_focus(target.map(|target| target.id()).unwrap_or_default());
        if shown.with_untracked(|shown| {
            shown.iter().any(|shown| shown.field.name == name && shown.field.changes_form)
        }) {
            dirty.set_value(true);
            ask_later(());
        }
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if asking.reviewing.get_untracked() {
            return;
        }
        // The answer to this says what is wrong: one to the form alone must not follow it.
        dirty.set_value(false);
        spawn_local(async move {
            if let Some(answer) = asking.question(None, true).await {
                reviewed.run(answer);
            }
        });
    };
    let address = close.get_untracked();
    let path = address.split('?').next().unwrap_or_default().to_owned();
    let carried = shown.with_untracked(|shown| carried(asking.asked(), &address, shown));
    view! {
        <form method=if scripted { "dialog" } else { "get" } action=path id=FORM class="act-form" novalidate on:input=on_input on:submit=on_submit>
            {carried}
            <For each=sections key=Clone::clone let:section>
                {
                    let (id, title, note) = section;
                    let here = id.clone();
                    let fields = move || {
                        shown.with(|shown| shown.iter().filter(|shown| shown.section == here).cloned().collect::<Vec<_>>())
                    };
                    view! {
                        <section class="form-part" id=id>
                            {(!title.is_empty()).then(|| view! { <h2>{title}</h2> })}
                            {(!note.is_empty()).then(|| view! { <p class="section-note">{note}</p> })}
                            <For
                                each=fields
                                key=|shown| (identity(&shown.field), shown.version)
                                children=|shown| field(&shown.field)
                            />
                        </section>
                    }
                }
            </For>
        </form>
    }
}

/// The control that a person is typing in, by its field's name. In the browser alone.
fn typed_into() -> Option<String> {
    if cfg!(feature = "ssr") {
        return None;
    }
    let control = document().active_element()?;
    let is_typed = matches!(control.tag_name().as_str(), "INPUT" | "TEXTAREA");
    control.get_attribute("name").filter(|_| is_typed)
}

/// What a field is told by: its name, and of what only goes along its value, as that may stand beside a control of that name
/// that is off.
fn identity(field: &Field) -> (String, Option<Vec<String>>) {
    (field.name.clone(), (field.kind == FieldKind::Hidden).then(|| field.value.clone()))
}

/// The fields of `form`, keeping those of `last` that are what they were and hold what was sent; and the one that is
/// being typed in, of which half is no reason to put another value there. It is made anew afterwards. What a review found
/// wrong stays said of each value until the next one (`judged`): other answers do not look for all of it.
fn fields_of(
    form: &Form,
    last: &[Shown],
    (sent, judged): (Option<&Fields>, bool),
    typing: Option<&str>,
) -> Vec<Shown> {
    let mut all = Vec::new();
    let was_sent = |name: &str, value: &[String]| {
        let value = value.iter().map(|value| value.trim()).filter(|value| !matches!(*value, "" | "0"));
        sent.is_some_and(|sent| value.eq(sent.all(name).filter(|value| *value != "0")))
    };
    for section in &form.sections {
        for each in &section.fields {
            let said = matches!(each.kind, FieldKind::Hidden | FieldKind::Fact);
            let value = if said { each.value.clone() } else { Vec::new() };
            let bare = field(&Field { value, error: None, ..each.clone() }).html().to_owned();
            let before = last.iter().find(|shown| identity(&shown.field) == identity(each));
            let holds = was_sent(&each.name, &each.value);
            let is_typed =
                each.kind.is_own_words() || matches!(each.kind, FieldKind::Number | FieldKind::Text);
            let under_hands = is_typed && typing == Some(each.name.as_str());
            let kept = before.is_some_and(|before| under_hands || before.bare == bare && (said || holds));
            let version = before.map_or(0, |before| before.version + u32::from(!kept));
            let bare = before.filter(|_| under_hands).map_or(bare, |before| before.bare.clone());
            let verdict = if judged {
                // One that the server put another value into is right from then on.
                each.error
                    .clone()
                    .filter(|_| sent.is_none() || holds)
                    .map(|error| (error, each.value.clone()))
            } else {
                let before = before.and_then(|before| before.verdict.clone());
                before.filter(|(_, value)| was_sent(&each.name, value))
            };
            let error = each.error.clone().or_else(|| verdict.as_ref().map(|(error, _)| error.clone()));
            let field = Field { error, ..each.clone() };
            all.push(Shown { section: section.id.clone(), field, bare, version, verdict });
        }
    }
    all
}

/// What the form sends along without script: the page's own parameters, the act, and what it began with.
fn carried(asked: Option<Ask>, address: &str, shown: &[Shown]) -> Markup {
    let Ask { act, on, fields, .. } = asked.unwrap_or_default();
    let known = |name: &str| shown.iter().any(|shown| shown.field.name == name);
    let began = Fields(fields.0.into_iter().filter(|(name, _)| !known(name)).collect());
    let is_list = address.split('?').next() == Some(routes::SERVERS);
    let whole = routes::act(address, &act, if is_list { &on } else { &[] }, &began, true);
    let pairs = routes::pairs(whole.split_once('?').map(|(_, query)| query).unwrap_or_default());
    Markup::one(|html| {
        html.raw("<div hidden>");
        for (name, value) in &pairs {
            html.raw(r#"<input type="hidden" name=""#)
                .text(name)
                .raw(r#"" value=""#)
                .text(value)
                .raw(r#"">"#);
        }
        html.raw("</div>")
    })
}

/// Says beside a field on screen what is wrong with it, or what to enter.
pub fn say(field: &Field) {
    let document = document();
    let Some(control) = document.get_element_by_id(&control_id(&field.name)) else { return };
    // Valid names are always taken.
    let _taken = match field.error {
        Some(_) => control.set_attribute("aria-invalid", "true"),
        None => control.remove_attribute("aria-invalid"),
    };
    if let Some(line) = document.get_element_by_id(&note_id(&field.name)) {
        line.set_class_name(if field.error.is_some() { "note bad" } else { "note" });
        line.set_inner_html(note(field).html());
    }
}

/// What the present choices cost, as they are made.
#[component]
pub fn Price(
    /// The form.
    form: Memo<Option<Form>>,
) -> impl IntoView {
    let price = Memo::new(move |_| form.with(|form| form.as_ref().and_then(|form| form.price.clone())));
    view! {
        <div class="price-line" role="status">
            {move || price.get().map(|PriceLine { hour, month, month_before, note }| {
                let before = month_before.filter(|before| *before != month);
                view! {
                    {before.map(|before| view! { <del><span class="vh">"now "</span>{before}</del> })}
                    {(!month.is_empty()).then(|| view! { <b><Num value=month unit="/mo"/></b> })}
                    {(!hour.is_empty()).then(|| view! { <span class="dim"><Num value=hour unit="/h"/></span> })}
                    {(!note.is_empty()).then(|| view! { <span class="dim">{note}</span> })}
                }
            })}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::act::FormSection;

    use super::*;

    fn form_with(value: &str, most: u32) -> Form {
        let vcpus = Field {
            name: "vcpus".into(),
            kind: FieldKind::Number,
            value: vec![value.into()],
            most: Some(most),
            ..Field::default()
        };
        let section = FormSection { id: "size".into(), fields: vec![vcpus], ..FormSection::default() };
        Form { sections: vec![section], ..Form::default() }
    }

    fn sent(value: &str) -> Option<Fields> {
        Some([("vcpus", value)].into_iter().collect())
    }

    #[test]
    fn a_field_stays_while_it_is_what_it_was_and_holds_what_was_sent() {
        let version = |last: &[Shown], form: &Form, sent: &Option<Fields>| {
            fields_of(form, last, (sent.as_ref(), false), None)[0].version
        };
        let first = fields_of(&form_with("2", 8), &[], (None, false), None);
        assert_eq!(first[0].version, 0);
        assert_eq!(version(&first, &form_with("4", 8), &sent("4")), 0, "typed by the person");
        assert_eq!(version(&first, &form_with("4", 16), &sent("4")), 1, "another limit");
        assert_eq!(version(&first, &form_with("8", 8), &sent("9")), 1, "the server set another value");
        let mut wrong = form_with("9", 8);
        wrong.sections[0].fields[0].error = Some("At most 8.".into());
        assert_eq!(version(&first, &wrong, &sent("9")), 0, "what is wrong is put in beside it");
        assert_eq!(
            version(&first, &form_with("2", 8), &None),
            1,
            "a draft: the form on screen may hold anything"
        );
    }

    #[test]
    fn what_goes_along_beside_a_control_of_its_name_is_a_field_of_its_own() {
        let mut form = form_with("2", 8);
        let off = Field { refusal: Some("Not here.".into()), ..form.sections[0].fields[0].clone() };
        let along = |value: &str| Field {
            name: "vcpus".into(),
            kind: FieldKind::Hidden,
            value: vec![value.into()],
            ..Field::default()
        };
        form.sections[0].fields = vec![off, along("2"), along("3")];
        let first = fields_of(&form, &[], (None, false), None);
        let again = fields_of(&form, &first, (sent("2").as_ref(), false), None);
        let keys: std::collections::BTreeSet<_> =
            again.iter().map(|shown| (identity(&shown.field), shown.version)).collect();
        assert_eq!(keys.len(), 3, "{keys:?}");
        assert!(again.iter().all(|shown| shown.version == 0), "{keys:?}");
    }

    #[test]
    fn what_is_being_typed_stays_until_the_hands_leave_it() {
        let first = fields_of(&form_with("2", 8), &[], (None, false), None);
        let put_right = form_with("8", 8);
        let typing = fields_of(&put_right, &first, (sent("80").as_ref(), false), Some("vcpus"));
        assert_eq!(typing[0].version, 0);
        assert_eq!(fields_of(&put_right, &typing, (sent("80").as_ref(), false), None)[0].version, 1);
        let elsewhere = fields_of(&put_right, &first, (sent("80").as_ref(), false), Some("name"));
        assert_eq!(elsewhere[0].version, 1);
        // Another limit came meanwhile: the control is made anew afterwards, though it holds the right value.
        let other = fields_of(&form_with("8", 16), &first, (sent("8").as_ref(), false), Some("vcpus"));
        assert_eq!(fields_of(&form_with("8", 16), &other, (sent("8").as_ref(), false), None)[0].version, 1);
    }

    #[test]
    fn what_a_review_found_wrong_is_said_until_the_value_changes_or_the_next_review() {
        let error = |shown: &[Shown]| shown[0].field.error.clone();
        let answer = |value: &str, error: Option<&str>| {
            let mut form = form_with(value, 8);
            form.sections[0].fields[0].error = error.map(Into::into);
            form
        };
        let said = Some("At most 8.".to_owned());
        let wrong = fields_of(&answer("9", said.as_deref()), &[], (sent("9").as_ref(), true), None);
        // Something else was changed since: that answer looks for nothing that a review looks for.
        let other = fields_of(&answer("9", None), &wrong, (sent("9").as_ref(), false), None);
        assert_eq!((error(&other), other[0].version), (said, 0));
        assert_eq!(error(&fields_of(&answer("7", None), &other, (sent("7").as_ref(), false), None)), None);
        assert_eq!(error(&fields_of(&answer("9", None), &other, (sent("9").as_ref(), true), None)), None);
        // What an answer of the other kind says goes with the next one.
        let live = fields_of(&answer("9", Some("Not here.")), &[], (sent("9").as_ref(), false), None);
        assert_eq!(error(&fields_of(&answer("9", None), &live, (sent("9").as_ref(), false), None)), None);
        let changed = fields_of(&answer("8", Some("9 does not fit.")), &[], (sent("9").as_ref(), true), None);
        assert_eq!(error(&changed).as_deref(), Some("9 does not fit."));
        assert_eq!(error(&fields_of(&answer("8", None), &changed, (sent("8").as_ref(), false), None)), None);
    }
}
