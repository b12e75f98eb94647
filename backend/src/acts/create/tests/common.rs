//! What a page does: it shows the form and sends its fields back, with what a person changed.

use domain::act::{Field, FieldKind, Fields, Form};
use domain::change::{Change, NewServer, ServerChange, ServerOrder};

use super::super::form::form;
use super::super::given::Given;
use super::super::order::drafts;
use crate::acts::draft::New;
use crate::acts::troubles::Troubles;

/// The form with these fields filled in.
pub(super) fn shown(given: &Given, changes: &[(&str, &str)]) -> Form {
    form(given, &changes.iter().copied().collect())
}

/// What the page sends: everything that the form holds, with what a person changed.
pub(super) fn sent(form: &Form, changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for field in form.sections.iter().flat_map(|section| &section.fields) {
        let silent = matches!(field.kind, FieldKind::Fact) || field.refusal.is_some();
        if silent || changes.iter().any(|(name, _)| *name == field.name) {
            continue;
        }
        field.value.iter().for_each(|value| fields.push(&field.name, value.as_str()));
    }
    changes.iter().for_each(|(name, value)| fields.push(name, *value));
    fields
}

/// The form after a person has changed something in it.
pub(super) fn again(given: &Given, form: &Form, changes: &[(&str, &str)]) -> Form {
    super::super::form::form(given, &sent(form, changes))
}

pub(super) fn field<'f>(form: &'f Form, name: &str) -> &'f Field {
    let all = form.sections.iter().flat_map(|section| &section.fields);
    all.into_iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
}

pub(super) fn value<'f>(form: &'f Form, name: &str) -> &'f str {
    field(form, name).value.first().map_or("", String::as_str)
}

/// What is on offer of a field: the values that can be had.
pub(super) fn open<'f>(form: &'f Form, name: &str) -> Vec<&'f str> {
    let choices = field(form, name).choices.iter().filter(|choice| choice.refusal.is_none());
    choices.map(|choice| choice.value.as_str()).collect()
}

/// What comes of a form that was sent with these changes.
pub(super) fn planned(given: &Given, changes: &[(&str, &str)]) -> Result<Vec<New>, domain::DomainError> {
    // Twice, as a person who changes the source sees its fields before going on.
    let form = shown(given, changes);
    let form = again(given, &form, changes);
    drafts(given, &sent(&form, changes)).map_err(Troubles::into_first)
}

/// The fields beside which something stands in the way of the plan, in the order of the form.
pub(super) fn in_the_way(given: &Given, changes: &[(&str, &str)]) -> Vec<String> {
    let form = shown(given, changes);
    let form = again(given, &form, changes);
    let troubles = drafts(given, &sent(&form, changes)).unwrap_err();
    let mut names: Vec<String> = troubles.all().filter_map(|error| error.field.clone()).collect();
    names.dedup();
    names
}

/// The one server of a plan at Warren.
pub(super) fn warren(new: &New) -> NewServer {
    match new.draft.steps.first().map(|step| step.change.clone()) {
        Some(Change::Server(ServerChange::Create(new))) => *new,
        other => panic!("{other:?}"),
    }
}

/// The one server of a plan at Virtua.
pub(super) fn virtua(new: &New) -> ServerOrder {
    match new.draft.steps.first().map(|step| step.change.clone()) {
        Some(Change::Server(ServerChange::Order(order))) => order,
        other => panic!("{other:?}"),
    }
}
