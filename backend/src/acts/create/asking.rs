//! Fields as they were filled in, held against what is on offer: what fits is kept, what does not is replaced and said,
//! and what stands in the way of a plan is remembered.

use domain::DomainError;
use domain::act::{Choice, Field, FieldKind, Fields};

use super::usual::Usual;
use crate::acts::field::conflict;

/// Most characters of what a person sent that a sentence repeats.
const QUOTED: usize = 40;

/// One pass over the form.
#[derive(Debug)]
pub(super) struct Asking<'f> {
    fields: &'f Fields,
    /// What stands in the way of a plan, in the order of the form.
    pub(super) troubles: Vec<DomainError>,
    /// What was chosen for the person. A plan waits until they have sent it themselves: it must not differ from what
    /// is confirmed when the usual choice changes meanwhile.
    pub(super) assumed: Vec<DomainError>,
    /// What the form chose by itself, now and before.
    pub(super) usual: Usual<'f>,
}

impl<'f> Asking<'f> {
    pub(super) const fn new(fields: &'f Fields) -> Self {
        Self { fields, troubles: Vec::new(), assumed: Vec::new(), usual: Usual::new(fields) }
    }

    /// What was filled in, trimmed; `None` when nothing was.
    pub(super) fn get(&self, name: &str) -> Option<&'f str> {
        self.fields.get(name)
    }

    /// As [`Self::get`], as it was typed.
    pub(super) fn raw(&self, name: &str) -> Option<&'f str> {
        self.fields.raw(name)
    }

    /// Every value of ticks.
    pub(super) fn all(&self, name: &'f str) -> Vec<&'f str> {
        self.fields.all(name).collect()
    }

    /// Whether a tick is set.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.fields.is_on(name)
    }

    /// Something has to be filled in before there is a plan. Said when the plan is asked for.
    pub(super) fn missing(&mut self, field: &str, text: impl Into<String>) {
        self.troubles.push(DomainError::invalid(field, text));
    }

    /// What was filled in is wrong. Said beside the field at once.
    pub(super) fn wrong(&mut self, field: &mut Field, text: impl Into<String>) {
        let text = text.into();
        field.error = Some(text.clone());
        self.missing(&field.name, text);
    }

    /// What was filled in is right, and yet cannot be had now. Said beside the field at once.
    pub(super) fn taken(&mut self, field: &mut Field, why: String) {
        field.error = Some(why.clone());
        self.troubles.push(DomainError { field: Some(field.name.clone()), ..conflict(why) });
    }

    /// As [`Self::wrong`], for what a rule says; what is only missing waits until the plan is asked for.
    pub(super) fn refused(&mut self, field: &mut Field, error: DomainError) {
        if field.value.iter().any(|value| !value.trim().is_empty()) {
            self.wrong(field, error.message);
        } else {
            self.missing(&field.name, error.message);
        }
    }

    /// What was filled in had to change. Said under the field, and the plan waits until the person has seen it.
    pub(super) fn changed(&mut self, field: &mut Field, text: impl Into<String>) {
        let text = text.into();
        say_first(field, &text);
        self.missing(&field.name, text);
    }

    fn assumed(&mut self, field: &str, what: &str) {
        let text = format!("{what} was chosen for you. Go on if that is right.");
        self.assumed.push(DomainError::invalid(field, text));
    }

    /// One of several choices: the one that is wanted while it is on offer, else the usual one, else the first that can
    /// be had. What is picked is the field's value. What a person chose and cannot have is said for as long as the form's
    /// choice stands in for it, and comes back with the place or the system that it fits to; what the form had chosen for
    /// another place or system gives way without a word.
    pub(super) fn pick(
        &mut self,
        (name, label): (&str, &str),
        kind: FieldKind,
        choices: Vec<Choice>,
        (wanted, usual): (Option<&str>, Option<&str>),
    ) -> Field {
        self.pick_alike((name, label), kind, choices, (wanted, usual), &str::to_owned)
    }

    /// As [`Self::pick`], for values that are called otherwise in other places: `alike` gives the name here, or the value
    /// itself when there is no such thing here.
    pub(super) fn pick_alike(
        &mut self,
        (name, label): (&str, &str),
        kind: FieldKind,
        choices: Vec<Choice>,
        (wanted, usual): (Option<&str>, Option<&str>),
        alike: &dyn Fn(&str) -> String,
    ) -> Field {
        let open = |value: &str| {
            let here = alike(value);
            choices.iter().find(|choice| choice.value == here && choice.refusal.is_none())
        };
        let former = wanted.and_then(|wanted| self.usual.untouched(name, wanted));
        let quiet = former.is_some_and(|former| former.moved);
        let wish = former.and_then(|former| former.instead_of);
        let back = wish.filter(|_| quiet).and_then(open);
        let kept = back.or_else(|| wanted.and_then(open));
        let picked = kept
            .or_else(|| usual.and_then(open))
            .or_else(|| choices.iter().find(|choice| choice.refusal.is_none()));
        let picked = picked.map(|choice| (choice.value.clone(), choice.label.clone()));
        let refused = wanted.filter(|_| kept.is_none() && !quiet);
        let missed = refused.or_else(|| wish.filter(|wish| open(wish).is_none()));
        let now = picked.as_ref().map(|(_, label)| label.as_str());
        let note = missed.map(|missed| no_longer_fits(label, &alike(missed), &choices, now));
        if let Some((value, label)) = &picked {
            let as_sent = wanted.is_some_and(|wanted| alike(wanted) == *value);
            if !as_sent && refused.is_none() {
                self.assumed(name, label);
            }
            let is_own = back.is_some() || (as_sent && former.is_none());
            if !is_own {
                self.usual.chosen(name, value, missed);
            }
            self.usual.decided(name, value);
        }
        let value = picked.map(|(value, _)| value).into_iter().collect();
        let mut field = field((name, label), kind, value);
        field.choices = choices;
        match note {
            Some(note) if refused.is_some() => self.changed(&mut field, note),
            Some(note) => say_first(&mut field, &note),
            None => {}
        }
        field
    }

    /// A whole number within bounds: what was typed while it fits, else the nearest that does, else `usual`. What the form
    /// had chosen for another place or system gives way without a word.
    pub(super) fn number(
        &mut self,
        (name, label, unit): (&str, &str, &str),
        wanted: Option<&str>,
        (least, most): (u32, u32),
        usual: u32,
    ) -> (Field, u32) {
        let most = most.max(least);
        let fits = |number: &u32| (least..=most).contains(number);
        let former = wanted.and_then(|wanted| self.usual.untouched(name, wanted));
        let quiet = former.is_some_and(|former| former.moved);
        let wish = former.and_then(|former| former.instead_of?.parse::<u32>().ok());
        let back = wish.filter(|_| quiet).filter(fits);
        let typed: Option<Result<u32, std::num::ParseIntError>> = wanted.map(str::parse);
        // What the form chose for another place or system, and does not fit here, is as good as not filled in.
        let typed = typed.filter(|typed| back.is_none() && (!quiet || typed.as_ref().is_ok_and(fits)));
        let number = match typed {
            Some(Ok(number)) => number.clamp(least, most),
            _ => back.or(wish).unwrap_or(usual).clamp(least, most),
        };
        if typed.is_none() {
            self.assumed(name, &format!("{number} {unit}"));
        }
        let mut field = field((name, label), FieldKind::Number, vec![number.to_string()]);
        (field.least, field.most, field.step) = (Some(least), Some(most), Some(1));
        unit.clone_into(&mut field.unit);
        field.required = true;
        field.changes_form = true;
        let does_not_fit = |typed: u32| format!("{typed} does not fit: {least} to {most} {unit} here.");
        let mut missed = wish.filter(|wish| !fits(wish));
        match typed {
            Some(Ok(typed)) if typed != number => {
                self.changed(&mut field, does_not_fit(typed));
                // What is being typed is not a choice yet.
                missed = Some(typed).filter(|_| self.usual.moved());
            }
            Some(Err(_)) => {
                let typed = quoted(wanted.unwrap_or_default());
                self.changed(&mut field, format!("“{typed}” is not a whole number from {least} to {most}."));
            }
            _ => {
                if let Some(missed) = missed {
                    say_first(&mut field, &does_not_fit(missed));
                }
            }
        }
        let is_formers = back.is_none() && (typed.is_none() || former.is_some());
        if is_formers || missed.is_some() {
            let missed = missed.map(|missed| missed.to_string());
            self.usual.chosen(name, &number.to_string(), missed.as_deref());
        }
        self.usual.decided(name, "");
        (field, number)
    }

    /// A text as it was typed.
    pub(super) fn text(&mut self, (name, label): (&str, &str), kind: FieldKind) -> Field {
        let value = self.raw(name).map(str::to_owned).into_iter().collect();
        field((name, label), kind, value)
    }

    /// A tick.
    pub(super) fn tick(&mut self, (name, label): (&str, &str)) -> (Field, bool) {
        let on = self.is_on(name);
        let value = if on { vec!["1".to_owned()] } else { Vec::new() };
        (field((name, label), FieldKind::Tick, value), on)
    }
}

/// A field with a value.
pub(super) fn field((name, label): (&str, &str), kind: FieldKind, value: Vec<String>) -> Field {
    let changes_form = matches!(kind, FieldKind::Select | FieldKind::Cards);
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        value,
        changes_form,
        required: changes_form,
        ..Field::default()
    }
}

/// A field that cannot be filled in, with the reason.
pub(super) fn off((name, label): (&str, &str), kind: FieldKind, why: impl Into<String>) -> Field {
    Field { refusal: Some(why.into()), required: false, ..field((name, label), kind, Vec::new()) }
}

/// Puts words before what stands under a field.
fn say_first(field: &mut Field, text: &str) {
    field.hint = if field.hint.is_empty() { text.to_owned() } else { format!("{text} {}", field.hint) };
}

/// That what was chosen cannot be had, why, and what stands there now.
fn no_longer_fits(label: &str, missed: &str, choices: &[Choice], now: Option<&str>) -> String {
    let known = choices.iter().find(|choice| choice.value == missed);
    let refused = known.and_then(|choice| Some((&choice.label, choice.refusal.as_deref()?)));
    let why = match refused {
        Some((called, why)) => format!("“{}” no longer fits. {why}", quoted(called)),
        None => {
            let mut letters = label.chars();
            let what: String =
                letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            // An id that only machines read is nobody's name for it.
            let called =
                if is_bare_id(missed) { String::new() } else { format!(", “{}”,", quoted(missed)) };
            format!("The {what} chosen before{called} is not on offer here.")
        }
    };
    let now = now.map(|label| format!(" Now: {label}.")).unwrap_or_default();
    format!("{why}{now}")
}

/// Whether this is the id of a key, a server, a disk or the like, as against a name of the provider's.
fn is_bare_id(text: &str) -> bool {
    text.split('~').next().is_some_and(|first| uuid::Uuid::try_parse(first).is_ok())
}

/// What was sent, short enough for a sentence.
fn quoted(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::field::choice;

    fn choices() -> Vec<Choice> {
        let sold_out = Choice { refusal: Some("It is sold out.".to_owned()), ..choice("c", "Large", "") };
        vec![choice("a", "Small", ""), choice("b", "Medium", ""), sold_out]
    }

    fn picked(sent: &str) -> (Field, Vec<DomainError>) {
        let fields: Fields = [("size", sent)].into_iter().collect();
        let mut asking = Asking::new(&fields);
        let field =
            asking.pick(("size", "Size"), FieldKind::Cards, choices(), (fields.get("size"), Some("b")));
        (field, asking.troubles)
    }

    #[test]
    fn what_fits_is_kept_and_what_does_not_is_said() {
        let (field, troubles) = picked("a");
        assert_eq!((field.value, troubles), (vec!["a".to_owned()], Vec::new()));
        let (field, troubles) = picked("");
        assert_eq!((field.value, troubles), (vec!["b".to_owned()], Vec::new()), "the usual one, quietly");
        let (field, troubles) = picked("c");
        assert_eq!(field.value, ["b"]);
        assert_eq!(field.hint, "“Large” no longer fits. It is sold out. Now: Medium.");
        assert_eq!(troubles[0].field.as_deref(), Some("size"));
        let (field, _) = picked("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        assert_eq!(field.hint, "The size chosen before is not on offer here. Now: Medium.");
        let (field, troubles) = picked(&"x".repeat(500));
        assert!(field.hint.len() < 200 && field.hint.contains("not on offer here"), "{}", field.hint);
        assert_eq!(troubles.len(), 1);
    }

    #[test]
    fn numbers_come_back_within_their_bounds() {
        for (typed, number, said) in [
            (Some("4"), 4, None),
            (None, 2, None),
            (Some("99"), 16, Some("99 does not fit: 1 to 16 vCPU here.")),
            (Some("0"), 1, Some("0 does not fit: 1 to 16 vCPU here.")),
            (Some("many"), 2, Some("“many” is not a whole number from 1 to 16.")),
        ] {
            let fields = Fields::default();
            let mut asking = Asking::new(&fields);
            let (field, given) = asking.number(("vcpus", "vCPU", "vCPU"), typed, (1, 16), 2);
            assert_eq!((given, field.value[0].as_str()), (number, number.to_string().as_str()));
            assert_eq!(asking.troubles.first().map(|error| error.message.as_str()), said, "{typed:?}");
        }
    }
}
