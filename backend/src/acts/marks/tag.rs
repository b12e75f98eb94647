//! Tags of one server or many: some are added, some taken off.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::policy::Verb;
use domain::rules::tag;

use super::FREE;
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, hint, section, text, ticks};
use crate::acts::on::On;
use crate::operations::task::{Before, TagEdit, Then};

pub(crate) struct Tag;

impl Act for Tag {
    fn slug(&self) -> &'static str {
        "server.tag"
    }

    fn right(&self) -> Verb {
        Verb::Mark
    }

    fn many(&self) -> bool {
        true
    }

    fn is_ours(&self) -> bool {
        true
    }

    fn check(&self, _: &On<'_>) -> Result<(), String> {
        Ok(())
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let mut present: Vec<&str> = on.iter().flat_map(|on| &on.mark.tags).map(String::as_str).collect();
        present.sort_unstable();
        present.dedup();
        let add = hint(
            text("tags", "Add tags", fields, ""),
            "Words such as web or env:staging, with commas or spaces between them.",
        );
        let mut asked = vec![add];
        if !present.is_empty() {
            let choices: Vec<Choice> = present.into_iter().map(|tag| choice(tag, tag, "")).collect();
            asked.push(ticks("take_off", "Take off", fields, choices));
        }
        section(asked)
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let add = tag::tags(fields.get("tags").unwrap_or_default())?;
        let remove: Vec<String> = fields.all("take_off").map(str::to_owned).collect();
        let edit = TagEdit { add, remove };
        if edit.is_nothing() {
            return Err(DomainError::invalid("tags", "Enter a tag to add, or choose one to take off."));
        }
        let before = &on.mark.tags;
        let after = edit.applied(before);
        tag::most(&after)?;
        let (old, new) = (listed(before), listed(&after));
        let draft = Draft {
            before: Before::of(on.server()),
            then: Then { tag: edit, ..Then::default() },
            summary: format!("{old} → {new}"),
            what: format!("{old} → {new}"),
            cost: FREE.to_owned(),
            ..Draft::default()
        };
        Ok(draft.line("Tags", old, new).effect("Everyone in the team sees the tags and can search for them."))
    }
}

fn listed(tags: &[String]) -> String {
    if tags.is_empty() { "no tags".to_owned() } else { tags.join(", ") }
}
