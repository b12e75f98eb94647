//! Which values the form chose by itself. The form carries them along, so that what it is sent tells them from what a person
//! chose: only that is theirs to be told of when it no longer fits. A value that differs from the one carried along was
//! changed by hand; nothing else has to be remembered, and an answer that is lost changes nothing.

use domain::act::{Field, FieldKind, Fields};
use domain::rules::ssh_key;

use super::asking::field;

/// Carries the choices on which others depend, as they stood in the form.
const AT: &str = "form_at";
/// Before the name of a field: carries the value that the form chose for it, and the choice that this stands in for.
const CHOSEN: &str = "usual.";
/// As [`CHOSEN`], of a field that the form did not ask this time: it was chosen for another place or system.
const ELSEWHERE: &str = "elsewhere.";
/// The choices on which what others can be depends, in the order of the form.
const DECIDING: [&str; 9] =
    ["credential", "location", "source", "from", "replica", "boot_disk", "image", "version", "pool"];

/// A value that the form chose, and nobody has changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Untouched<'f> {
    /// What a person had chosen, which did not fit then.
    pub(super) instead_of: Option<&'f str>,
    /// It was chosen for another place or system than the present one.
    pub(super) moved: bool,
}

/// What is carried along, as it came and as it goes.
#[derive(Debug)]
pub(super) struct Usual<'f> {
    fields: &'f Fields,
    /// The deciding choices so far.
    at: String,
    /// Fields that have a value in this form.
    decided: Vec<String>,
    /// Fields that a person filled in by other means.
    by_hand: Vec<&'static str>,
    carried: Vec<Field>,
}

impl<'f> Usual<'f> {
    pub(super) const fn new(fields: &'f Fields) -> Self {
        Self { fields, at: String::new(), decided: Vec::new(), by_hand: Vec::new(), carried: Vec::new() }
    }

    /// Whether something before this field was chosen anew since the form came.
    pub(super) fn moved(&self) -> bool {
        self.fields.get(AT).is_some_and(|at| !at.starts_with(&self.at))
    }

    /// What is known of `value` when the form chose it; `None` when it is a person's.
    pub(super) fn untouched(&self, name: &str, value: &str) -> Option<Untouched<'f>> {
        let known = |before: &str| carried(self.fields, &format!("{before}{name}"));
        let (chosen, elsewhere) =
            known(CHOSEN).map(|it| (it, false)).or_else(|| Some((known(ELSEWHERE)?, true)))?;
        let untouched = chosen.0 == value && !self.by_hand.contains(&name);
        untouched.then(|| Untouched { instead_of: chosen.1, moved: elsewhere || self.moved() })
    }

    /// What a person had chosen that did not fit, and is to be tried again here: `before` are the deciding choices that
    /// come before it in the form. For what has to be known before the form is made.
    pub(super) fn set_aside(fields: &'f Fields, name: &str, before: &[(&str, &str)]) -> Option<&'f str> {
        let mut usual = Self::new(fields);
        before.iter().for_each(|(name, value)| usual.decided(name, value));
        usual.untouched(name, fields.get(name)?).filter(|former| former.moved)?.instead_of
    }

    /// These are filled in by what a person picked elsewhere in the form.
    pub(super) fn by_hand(&mut self, names: &[&'static str]) {
        self.by_hand.extend(names);
    }

    /// The form chose `value`, perhaps in place of what a person had chosen.
    pub(super) fn chosen(&mut self, name: &str, value: &str, instead_of: Option<&str>) {
        let instead_of = instead_of.filter(|wish| !ssh_key::is_private(wish));
        let values = [Some(value), instead_of].into_iter().flatten().map(str::to_owned).collect();
        self.carried.push(hidden(&format!("{CHOSEN}{name}"), values));
    }

    /// The field has this value now, whoever chose it.
    pub(super) fn decided(&mut self, name: &str, value: &str) {
        self.decided.push(name.to_owned());
        if DECIDING.contains(&name) {
            self.at.push_str(value);
            self.at.push('|');
        }
    }

    /// What goes along with the form. `names` are the fields that are carried along when they are not asked.
    pub(super) fn into_fields(mut self, names: &[&str]) -> Vec<Field> {
        for name in names {
            let Some(value) =
                self.fields.get(name).filter(|_| !self.decided.iter().any(|known| known == name))
            else {
                continue;
            };
            if let Some(untouched) = self.untouched(name, value) {
                let values = [Some(value), untouched.instead_of].into_iter().flatten().map(str::to_owned);
                self.carried.push(hidden(&format!("{ELSEWHERE}{name}"), values.collect()));
            }
        }
        self.carried.push(hidden(AT, vec![self.at]));
        self.carried
    }
}

/// The value that the form chose, and the one that this stands in for.
fn carried<'f>(fields: &'f Fields, name: &str) -> Option<(&'f str, Option<&'f str>)> {
    let mut values = fields.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
    let chosen = values.next().filter(|value| !value.is_empty())?;
    Some((chosen, values.next().filter(|value| !value.is_empty())))
}

fn hidden(name: &str, values: Vec<String>) -> Field {
    field((name, ""), FieldKind::Hidden, values)
}
