//! What stands in the way of a plan: everything that is missing or wrong, so that a form is mended in one go.

use domain::DomainError;
use domain::act::{Field, FieldKind, Form, FormSection};

/// One error or several, in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Troubles {
    first: DomainError,
    others: Vec<DomainError>,
}

impl From<DomainError> for Troubles {
    fn from(first: DomainError) -> Self {
        Self { first, others: Vec::new() }
    }
}

impl Troubles {
    /// All of them; `None` when nothing is wrong.
    pub(crate) fn of(all: impl IntoIterator<Item = DomainError>) -> Option<Self> {
        let mut all = all.into_iter();
        Some(Self { first: all.next()?, others: all.collect() })
    }

    /// The first alone, for where there is no form to write them into.
    pub(crate) fn into_first(self) -> DomainError {
        self.first
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &DomainError> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Writes each beside its field, the first of a field alone: the others follow from it. What belongs to no field of the
    /// form stands over it, and so does how many fields there are to look at, when one is not all.
    pub(super) fn point_out(&self, form: &mut Form) {
        let mut over: Vec<String> = Vec::new();
        let mut beside: Vec<&str> = Vec::new();
        for error in self.all() {
            match error.field.as_deref().and_then(|name| shown(form, name).map(|field| (name, field))) {
                Some((name, _)) if beside.contains(&name) => {}
                Some((name, field)) => {
                    field.error = Some(error.message.clone());
                    beside.push(name);
                }
                None if over.contains(&error.message) => {}
                None => over.push(error.message.clone()),
            }
        }
        match (beside.len(), over.is_empty()) {
            (0, _) | (1, true) => {}
            (1, false) => over.push("One field needs a look, too.".to_owned()),
            (many, _) => over.push(format!("{many} fields need a look; each says why.")),
        }
        form.error = Some(over.join(" ")).filter(|over| !over.is_empty());
    }
}

/// The field of this name, as far as a person sees it.
fn shown<'f>(form: &'f mut Form, name: &str) -> Option<&'f mut Field> {
    let of_section = |section: &'f mut FormSection| section.fields.iter_mut();
    form.sections
        .iter_mut()
        .flat_map(of_section)
        .find(|field| field.kind != FieldKind::Hidden && field.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::field::section;

    fn form() -> Form {
        let field = |name: &str, kind| Field { name: name.to_owned(), kind, ..Field::default() };
        let fields = vec![
            field("vcpus", FieldKind::Number),
            field("name", FieldKind::Text),
            field("carried", FieldKind::Hidden),
        ];
        Form { sections: section(fields), ..Form::default() }
    }

    fn pointed_out(errors: &[(&str, &str)]) -> (Vec<Option<String>>, Option<String>) {
        let mut form = form();
        let errors = errors.iter().map(|(field, text)| DomainError::invalid(*field, *text));
        Troubles::of(errors).unwrap().point_out(&mut form);
        let errors = form.sections.into_iter().flat_map(|section| section.fields).map(|field| field.error);
        (errors.collect(), form.error)
    }

    #[test]
    fn each_stands_beside_its_field_and_their_number_over_the_form() {
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(Troubles::of([]), None);
        assert_eq!(pointed_out(&[("name", "a")]), (vec![None, said("a"), None], None));
        let several = pointed_out(&[("vcpus", "a"), ("name", "b"), ("name", "follows from b")]);
        assert_eq!(several.0, [said("a"), said("b"), None]);
        assert_eq!(several.1.as_deref(), Some("2 fields need a look; each says why."));
    }

    #[test]
    fn what_has_no_field_on_screen_stands_over_the_form() {
        let (fields, over) = pointed_out(&[("carried", "One."), ("elsewhere", "Two."), ("other", "Two.")]);
        assert_eq!((fields, over.as_deref()), (vec![None, None, None], Some("One. Two.")));
        let (_, over) = pointed_out(&[("carried", "One."), ("name", "b")]);
        assert_eq!(over.as_deref(), Some("One. One field needs a look, too."));
    }
}
