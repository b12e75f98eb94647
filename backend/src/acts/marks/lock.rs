//! A lock binds everyone and every path until it is taken off.

use domain::DomainError;
use domain::act::{FieldKind, Fields, FormSection};
use domain::policy::Verb;
use domain::rules::tag;

use super::FREE;
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{field, hint, section};
use crate::acts::on::On;
use crate::operations::task::{Before, LockTo, Then};

pub(crate) struct Lock;

impl Act for Lock {
    fn slug(&self) -> &'static str {
        "server.lock"
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

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.mark
            .lock
            .as_ref()
            .map_or(Ok(()), |lock| Err(format!("{} has locked the server already.", lock.by)))
    }

    fn form(&self, _: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let reason = hint(
            field(FieldKind::Remark, "reason", "Why", fields, ""),
            "Shown to whoever tries to change it. It may be left empty.",
        );
        section(vec![reason])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let reason = tag::reason(fields.raw("reason").unwrap_or_default())?;
        let draft = Draft {
            before: Before::of(on.server()),
            then: Then { lock: Some(LockTo::Placed(reason.clone())), ..Then::default() },
            summary: reason,
            what: "open → locked".to_owned(),
            cost: FREE.to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Lock", "open to changes", "locked")
            .effect("Nobody, whatever their role, can change the server through Skydeck until the lock is taken off.")
            .effect("A change that is under way goes on. At the provider's own console the lock means nothing."))
    }
}

pub(crate) struct Unlock;

impl Act for Unlock {
    fn slug(&self) -> &'static str {
        "server.unlock"
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

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        match on.mark.lock {
            Some(_) => Ok(()),
            None => Err("The server is not locked.".to_owned()),
        }
    }

    fn draft(&self, on: &On<'_>, _: &Fields) -> Result<Draft, DomainError> {
        let by = on.mark.lock.as_ref().map(|lock| lock.by.as_str()).unwrap_or_default();
        let draft = Draft {
            before: Before::of(on.server()),
            then: Then { lock: Some(LockTo::Lifted), ..Then::default() },
            what: "locked → open".to_owned(),
            cost: FREE.to_owned(),
            ..Draft::default()
        };
        let mut draft = draft
            .line("Lock", "locked", "open to changes")
            .effect("Everyone whose role allows it can change the server again.");
        if let Some(reason) =
            on.mark.lock.as_ref().map(|lock| &lock.reason).filter(|reason| !reason.is_empty())
        {
            draft = draft.effect(format!("{by} locked it with the words “{reason}”."));
        } else if !by.is_empty() {
            draft = draft.effect(format!("{by} locked it."));
        }
        Ok(draft)
    }
}
