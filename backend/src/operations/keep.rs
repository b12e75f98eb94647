//! What operations do beside their requests: heed locks, keep tags and notes, have read anew what they touched.

use domain::capability::Family;
use domain::change::{Change, ServerChange};
use domain::ids::ServerKey;
use domain::operation::OperationState;

use super::Operations;
use super::task::{LockTo, Then, to_be_made};
use super::view::made_server;
use super::words;
use crate::db::WriteTx;
use crate::db::operations::Operation;
use crate::error::Result;
use crate::marks::{By, Lock, MarkEdit, Written};

/// What came of what Skydeck does itself.
#[derive(Default)]
pub(super) struct Kept {
    /// For [`crate::inventory::Inventory::marked`] after the commit.
    pub(super) written: Vec<Written>,
    /// What could not be kept, in sentences for people.
    pub(super) lost: Vec<String>,
}

impl Operations {
    /// Who locked the server, if anyone did.
    pub(super) fn lock_of(&self, server: &ServerKey) -> Option<Lock> {
        self.0.parts.marks.lock_of(server)
    }

    /// Does what Skydeck does itself when an operation is over, in the transaction that says so.
    pub(super) async fn carry_out(
        &self,
        tx: &mut WriteTx,
        operation: &Operation,
        by: By<'_>,
    ) -> Result<Kept> {
        let mut kept = Kept::default();
        if !is_due(operation) {
            return Ok(kept);
        }
        let Then { tags, tag, note, lock, forget } = &operation.then;
        let made = made_server(operation);
        let unknown = made.is_none() && operation.server == to_be_made(operation.id, &operation.server);
        if unknown {
            if !operation.then.is_nothing() {
                tracing::warn!(operation = %operation.id, "what was made is not known, so it gets no tags and no note");
                kept.lost.push(words::nothing_kept());
            }
            return Ok(kept);
        }
        let target = made.as_ref().unwrap_or(&operation.server);
        let mut edits = Vec::new();
        edits.extend(tags.clone().map(MarkEdit::SetTags));
        edits.extend((!tag.is_nothing()).then(|| MarkEdit::Tags(tag.clone())));
        edits.extend(note.clone().map(MarkEdit::Note));
        edits.extend(lock.clone().map(|lock| match lock {
            LockTo::Placed(reason) => MarkEdit::Lock { reason },
            LockTo::Lifted => MarkEdit::Unlock,
        }));
        if *forget {
            edits = vec![MarkEdit::Forget];
        }
        for edit in &edits {
            let done = self.0.parts.marks.write(tx, by, operation.team, target, edit).await;
            match (done, by) {
                (Ok(done), _) => kept.written.push(done),
                // The outcome must be stored whatever becomes of a tag: its key may be gone by now.
                (Err(error), By::Operation(_)) if error.cause().is_none() => {
                    let why = &error.public().message;
                    tracing::warn!(operation = %operation.id, why, "a mark was not kept");
                    kept.lost.push(words::not_kept(noun(edit), why));
                }
                (Err(error), _) => return Err(error),
            }
        }
        Ok(kept)
    }

    /// Has everything that an operation touched read anew, soon.
    pub(super) fn read_anew(&self, operation: &Operation) {
        let inventory = &self.0.inventory;
        inventory.refresh(operation.team, Some(&operation.server));
        let mut families: Vec<Family> = Vec::new();
        for step in operation.steps.all().iter().filter(|step| step.sent_at.is_some()) {
            families.extend(touched(&step.change));
        }
        inventory.refresh_families(operation.server.credential, &operation.server.location, &families);
    }
}

/// What an edit is about, for people.
const fn noun(edit: &MarkEdit) -> &'static str {
    match edit {
        MarkEdit::SetTags(_) | MarkEdit::Tags(_) => "tags",
        MarkEdit::Note(_) => "note",
        MarkEdit::Lock { .. } | MarkEdit::Unlock => "lock",
        MarkEdit::Forget => "tags, note and lock",
    }
}

/// Whether what Skydeck does itself is due: when everything succeeded, and also when the server was made or deleted and
/// only what was to follow failed.
fn is_due(operation: &Operation) -> bool {
    let decides = |change: &Change| {
        matches!(
            change,
            Change::Server(
                ServerChange::Create(_)
                    | ServerChange::Order(_)
                    | ServerChange::Clone { .. }
                    | ServerChange::Delete { .. }
            )
        )
    };
    match operation.state() {
        OperationState::Succeeded => true,
        OperationState::Failed => operation.steps.done().any(|step| decides(&step.change)),
        _ => false,
    }
}

/// What a request may have changed.
const fn touched(change: &Change) -> &'static [Family] {
    match change {
        Change::Server(
            ServerChange::Create(_)
            | ServerChange::Order(_)
            | ServerChange::Clone { .. }
            | ServerChange::Delete { .. },
        ) => &[Family::Compute, Family::Disks, Family::Networks, Family::Addresses, Family::Allowance],
        Change::Server(ServerChange::Modify { .. } | ServerChange::Resize { .. }) => {
            &[Family::Compute, Family::Disks, Family::Allowance]
        }
        Change::Server(_) => &[Family::Compute, Family::Disks],
        Change::Disk(_) | Change::Replica(_) => &[Family::Compute, Family::Disks, Family::Replicas],
        Change::Address(_) => &[Family::Compute, Family::Addresses],
        Change::Billing(_) => &[Family::Compute, Family::Disks, Family::Addresses, Family::Billing],
        _ => &[],
    }
}
