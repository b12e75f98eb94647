//! What can be done to a mark, and what then is written down about it. Values are held against [`domain::rules::tag`] here, whoever
//! gives them.

use domain::rules::tag;
use domain::{DomainError, Timestamp};
use serde_json::{Value, json};

use super::{Lock, Mark};
use crate::operations::task::TagEdit;

/// One change of what is kept beside a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MarkEdit {
    /// These in place of what is there.
    SetTags(Vec<String>),
    /// Some added to what is there, some taken off.
    Tags(TagEdit),
    /// This note in place of what is there; empty for none.
    Note(String),
    /// Locks; a server that is locked already stays as it is.
    Lock {
        /// The person's words; may be empty.
        reason: String,
    },
    /// Takes the lock off.
    Unlock,
    /// Forgets everything, as after the server was deleted.
    Forget,
}

impl MarkEdit {
    /// As in the audit log.
    pub(super) const fn action(&self) -> &'static str {
        match self {
            Self::SetTags(_) | Self::Tags(_) => "server.tag",
            Self::Note(_) => "server.note",
            Self::Lock { .. } => "server.lock",
            Self::Unlock => "server.unlock",
            Self::Forget => "server.forget_marks",
        }
    }

    /// Whether it is about the server itself, so through every key of the team.
    pub(super) const fn through_every_key(&self) -> bool {
        matches!(self, Self::Unlock | Self::Forget)
    }

    /// What is kept afterwards.
    ///
    /// # Errors
    /// Beside `tags`, `note` or `reason`.
    pub(super) fn apply(&self, before: &Mark, by: &str, now: Timestamp) -> Result<Mark, DomainError> {
        let mut mark = before.clone();
        match self {
            Self::SetTags(tags) => mark.tags = checked(tags)?,
            Self::Tags(edit) => mark.tags = checked(&edit.applied(&before.tags))?,
            Self::Note(note) => mark.note = tag::note(note)?,
            Self::Lock { reason } => {
                let reason = tag::reason(reason)?;
                mark.lock.get_or_insert_with(|| Lock {
                    by: by.to_owned(),
                    at: now,
                    reason,
                    of_another_team: false,
                });
            }
            Self::Unlock => mark.lock = None,
            Self::Forget => mark = Mark::default(),
        }
        Ok(mark)
    }
}

fn checked(texts: &[String]) -> Result<Vec<String>, DomainError> {
    let mut tags = Vec::with_capacity(texts.len());
    for text in texts {
        let tag = tag::tag(text)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tag::most(&tags).map(|()| tags)
}

/// Old and new values for the audit log. Of a note its length: people write into notes what should not be copied about.
pub(super) fn detail(before: &Mark, after: &Mark) -> Value {
    let mut detail = serde_json::Map::new();
    let mut differs = |name: &str, old: Value, new: Value| {
        if old != new {
            detail.insert(name.to_owned(), json!({ "before": old, "after": new }));
        }
    };
    differs("tags", json!(before.tags), json!(after.tags));
    let reason = |mark: &Mark| mark.lock.as_ref().map(|lock| json!({ "by": lock.by, "reason": lock.reason }));
    differs("lock", json!(reason(before)), json!(reason(after)));
    if before.note != after.note {
        let chars = |mark: &Mark| mark.note.chars().count();
        detail.insert("note_chars".to_owned(), json!({ "before": chars(before), "after": chars(after) }));
    }
    Value::Object(detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mark: &Mark, edit: &MarkEdit) -> Mark {
        edit.apply(mark, "Ana", Timestamp(5)).unwrap()
    }

    fn texts(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn tags_are_held_against_their_rule_whoever_gives_them() {
        let mark = after(&Mark::default(), &MarkEdit::SetTags(texts(&["Web", "db", "web"])));
        assert_eq!(mark.tags, ["web", "db"]);
        assert_eq!(after(&mark, &MarkEdit::SetTags(Vec::new())), Mark::default());
        let many: Vec<String> = (0..21).map(|n| format!("t{n}")).collect();
        for wrong in [many, texts(&["=1"])] {
            let error = MarkEdit::SetTags(wrong).apply(&mark, "Ana", Timestamp(5)).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("tags"));
        }
    }

    #[test]
    fn tags_are_added_to_and_taken_off_what_is_there() {
        let mark = after(&Mark::default(), &MarkEdit::SetTags(texts(&["web", "db", "old"])));
        let edit = MarkEdit::Tags(TagEdit { add: texts(&["db", "New"]), remove: texts(&["old", "none"]) });
        assert_eq!(after(&mark, &edit).tags, ["web", "db", "new"]);
        let add = (0..18).map(|n| format!("t{n}")).collect();
        let error = MarkEdit::Tags(TagEdit { add, remove: Vec::new() }).apply(&mark, "Ana", Timestamp(5));
        assert_eq!(error.unwrap_err().field.as_deref(), Some("tags"));
    }

    #[test]
    fn a_lock_stays_whose_it_is() {
        let lock = |reason: &str| MarkEdit::Lock { reason: reason.to_owned() };
        let locked = after(&Mark::default(), &lock("Audit"));
        assert_eq!(after(&locked, &lock("Mine")), locked);
        assert!(after(&locked, &MarkEdit::Unlock).is_empty());
        let refusal = locked.lock.unwrap().refusal();
        assert_eq!(refusal, "Ana locked this server (“Audit”). Unlock it first. Nothing was changed.");
    }

    #[test]
    fn the_audit_log_has_old_and_new_and_no_note() {
        let before =
            Mark { note: "secret".to_owned(), ..after(&Mark::default(), &MarkEdit::SetTags(texts(&["a"]))) };
        let after = after(&before, &MarkEdit::Forget);
        let text = detail(&before, &after).to_string();
        assert_eq!(text, r#"{"note_chars":{"after":0,"before":6},"tags":{"after":[],"before":["a"]}}"#);
    }
}
