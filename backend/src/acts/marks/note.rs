//! The note beside a server.

use domain::DomainError;
use domain::act::{FieldKind, Fields, FormSection};
use domain::policy::Verb;
use domain::rules::tag;

use super::FREE;
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{field, section};
use crate::acts::on::On;
use crate::operations::task::{Before, Then};

pub(crate) struct Note;

impl Act for Note {
    fn slug(&self) -> &'static str {
        "server.note"
    }

    fn right(&self) -> Verb {
        Verb::Mark
    }

    fn is_ours(&self) -> bool {
        true
    }

    fn joint(&self) -> &'static str {
        " for "
    }

    fn check(&self, _: &On<'_>) -> Result<(), String> {
        Ok(())
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let now = on.first().map(|on| on.mark.note.as_str()).unwrap_or_default();
        let mut note = field(FieldKind::Lines, "note", "Note", fields, now);
        "For the team. No passwords: everyone in the team can read it.".clone_into(&mut note.hint);
        section(vec![note])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let Some(text) = fields.raw("note") else {
            return Err(DomainError::invalid("note", "Write a note, or leave it empty to take it away."));
        };
        let note = tag::note(text)?;
        if note == on.mark.note {
            return Err(DomainError::invalid("note", "Nothing would change. Write something else."));
        }
        let chars = |note: &str| match note.chars().count() {
            0 => "no note".to_owned(),
            1 => "1 character".to_owned(),
            many => format!("{many} characters"),
        };
        let (old, new) = (chars(&on.mark.note), chars(&note));
        let draft = Draft {
            before: Before::of(on.server()),
            then: Then { note: Some(note.clone()), ..Then::default() },
            // Of a note its length: people write into notes what should not be copied about.
            summary: format!("{old} → {new}"),
            cost: FREE.to_owned(),
            ..Draft::default()
        };
        let effect =
            if note.is_empty() { "The note is taken away." } else { "Everyone in the team can read it." };
        Ok(draft.line("Note", old, new).effect(effect))
    }
}
