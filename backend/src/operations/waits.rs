//! For what changes wait whose next request was not sent yet, as people are told it. In memory alone: after a start they
//! stand in line again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::ids::OperationId;

use super::Operations;
use crate::db::operations::Operation;

/// By operation: the sentence.
#[derive(Debug, Default)]
pub(super) struct Waits(Mutex<HashMap<OperationId, String>>);

impl Waits {
    fn all(&self) -> MutexGuard<'_, HashMap<OperationId, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets for what an operation waits: it does not any more.
    pub(super) fn forget(&self, id: OperationId) {
        self.all().remove(&id);
    }

    /// For what an operation waits, if that is known.
    pub(super) fn of(&self, id: OperationId) -> Option<String> {
        self.all().get(&id).cloned()
    }
}

/// The waiting of one operation; forgotten when this is dropped.
pub(super) struct Wait<'a> {
    operations: &'a Operations,
    operation: &'a Operation,
}

impl<'a> Wait<'a> {
    pub(super) const fn new(operations: &'a Operations, operation: &'a Operation) -> Self {
        Self { operations, operation }
    }

    /// Notes for what, and tells open pages if that is news.
    pub(super) fn told(&self, why: String) {
        let (operations, id) = (self.operations, self.operation.id);
        let former = operations.0.waits.all().insert(id, why.clone());
        // Looked at afterwards: whoever takes it back forgets this once it is not open any more.
        if !operations.is_open(self.operation) {
            operations.0.waits.forget(id);
        } else if former.as_ref() != Some(&why) {
            operations.tell(self.operation);
        }
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.operations.0.waits.forget(self.operation.id);
    }
}
