//! What a confirmation is answered with, in words.

use domain::act::Begun;
use domain::ids::OperationId;
use domain::operation::OperationState;
use domain::{DomainError, ErrorKind};

use super::act::{Act, doing};
use crate::db::operations::Operation;
use crate::error::{BackendError, Result};

/// How it began.
pub(super) struct Outcome {
    pub(super) name: String,
    pub(super) result: Result<Operation>,
}

pub(super) fn begun_one(act: &dyn Act, operation: &Operation) -> Begun {
    // A server that is deleted has no page for long.
    let href = if operation.then.forget {
        format!("/servers?batch={}", operation.id)
    } else {
        format!("/servers/{}", operation.server)
    };
    Begun {
        id: operation.id,
        text: doing(act, &operation.server_name),
        href,
        batch: false,
        done: operation.state() == OperationState::Succeeded,
    }
}

pub(super) fn begun_new(id: OperationId, text: String, batch: bool) -> Begun {
    Begun { id, text, href: format!("/servers?batch={id}"), batch, done: false }
}

pub(super) fn begun_many(
    act: &dyn Act,
    id: OperationId,
    outcomes: Vec<Outcome>,
    mut refused: Vec<Outcome>,
) -> Result<Begun> {
    let mut begun = Vec::new();
    for outcome in outcomes {
        match outcome.result {
            Ok(operation) => begun.push(operation),
            Err(error) => refused.push(Outcome { name: outcome.name, result: Err(error) }),
        }
    }
    if begun.is_empty() {
        return Err(first_error(refused));
    }
    let text = if refused.is_empty() {
        doing(act, &servers(begun.len()))
    } else {
        let some = format!("{} of {} servers", begun.len(), begun.len() + refused.len());
        format!("{}. {}", doing(act, &some), left_out(&refused))
    };
    Ok(Begun {
        id,
        text,
        href: format!("/servers?batch={id}"),
        batch: true,
        done: begun.iter().all(|operation| operation.state() == OperationState::Succeeded),
    })
}

pub(super) fn servers(count: usize) -> String {
    format!("{count} server{}", if count == 1 { "" } else { "s" })
}

pub(super) fn foreign() -> DomainError {
    let why = "This confirmation belongs to another change. Nothing was sent. Ask again.";
    DomainError::new(ErrorKind::Conflict, why)
}

/// Most names that a sentence about what was left out gives.
const MOST_NAMES: usize = 3;

/// "Left out: web-1 (The server is stopped already.), 4 more."
pub(super) fn left_out(refused: &[Outcome]) -> String {
    let mut parts: Vec<String> = refused
        .iter()
        .take(MOST_NAMES)
        .filter_map(|outcome| {
            let error = outcome.result.as_ref().err()?;
            Some(format!("{} ({})", outcome.name, error.public().message))
        })
        .collect();
    if refused.len() > MOST_NAMES {
        parts.push(format!("{} more", refused.len() - MOST_NAMES));
    }
    format!("Left out: {}.", parts.join(", "))
}

pub(super) fn first_error(refused: Vec<Outcome>) -> BackendError {
    let error = refused.into_iter().find_map(|outcome| outcome.result.err());
    error.unwrap_or_else(|| BackendError::internal("nothing was begun and nothing refused"))
}
