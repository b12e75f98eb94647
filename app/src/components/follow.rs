//! Operations and batches that this tab began: their end is announced wherever the person is by then.

use domain::ids::OperationId;
use domain::ids::ServerKey;
use domain::operation::OperationState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::batch::named;
use super::words::{counts, sentence};
use crate::json::{self, object};
use crate::live::Live;
use crate::routes;
use crate::ui::{Mark, Toast, use_toasts};
use crate::wire::post;

/// The operations and batches that are followed.
#[derive(Clone, Copy)]
pub struct Followed(StoredValue<Vec<One>>);

#[derive(Clone, Copy, PartialEq, Eq)]
struct One {
    id: OperationId,
    is_batch: bool,
    /// A question about it is on its way.
    asked: bool,
}

impl Followed {
    /// Makes them available below.
    pub fn provide() -> Self {
        let followed = Self(StoredValue::new(Vec::new()));
        provide_context(followed);
        followed
    }

    /// Those of the app around.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self(StoredValue::new(Vec::new())))
    }

    /// Follows one more operation, or a batch.
    pub fn add(self, id: OperationId, is_batch: bool) {
        self.0.update_value(|all| all.push(One { id, is_batch, asked: false }));
    }

    /// Whether it was still followed: of two answers that both tell of its end, only one is the first.
    pub fn remove(self, id: OperationId) -> bool {
        self.0
            .try_update_value(|all| {
                let before = all.len();
                all.retain(|known| known.id != id);
                all.len() < before
            })
            .unwrap_or_default()
    }

    /// Those about which no question is on its way; there is one from here on.
    fn take_unasked(self) -> Vec<One> {
        self.0
            .try_update_value(|all| {
                all.iter_mut()
                    .filter(|one| !one.asked)
                    .map(|one| {
                        one.asked = true;
                        *one
                    })
                    .collect()
            })
            .unwrap_or_default()
    }

    /// The question was answered.
    fn answered(self, id: OperationId) {
        let _gone = self.0.try_update_value(|all| {
            all.iter_mut().filter(|one| one.id == id).for_each(|one| one.asked = false);
        });
    }
}

/// What of an operation its announcement needs.
struct Ended {
    state: OperationState,
    noun: String,
    server: ServerKey,
    made: Option<ServerKey>,
    server_name: String,
    message: String,
}

object! { Ended { state, noun, server, made, server_name, message } }

/// What of a batch its announcement needs.
struct BatchEnded {
    title: String,
    running: u32,
    succeeded: u32,
    failed: u32,
    unknown: u32,
}

object! { BatchEnded { title, running, succeeded, failed, unknown } }

/// Asks how the followed operations fare whenever one went on, and announces each end once.
pub fn follow_operations(followed: Followed) {
    let operations = Live::get().operations;
    let toasts = use_toasts();
    let search = use_location().search;
    let over = Memo::new(move |_| search.with(|search| named(search)));
    Effect::new(move |_| {
        operations.track();
        // Who closes a batch's page before that told of its end is told of it elsewhere.
        over.track();
        for One { id, is_batch, .. } in followed.take_unasked() {
            spawn_local(async move {
                loop {
                    let version = (operations.try_get_untracked(), over.try_get_untracked());
                    // Over its own page nothing needs to be announced: that shows how it fares, and its end.
                    let shown = is_batch && version.1 == Some(Some(id));
                    let ended = if shown { None } else { end(id, is_batch).await };
                    if let Some(toast) = ended
                        && followed.remove(id)
                    {
                        toasts.push(toast.about(id.to_string()));
                        return;
                    }
                    // What went on meanwhile asked nothing of its own.
                    if shown || (operations.try_get_untracked(), over.try_get_untracked()) == version {
                        break;
                    }
                }
                followed.answered(id);
            });
        }
    });
}

/// The announcement of its end; `None` while it is under way, and when nobody answers.
async fn end(id: OperationId, is_batch: bool) -> Option<Toast> {
    let path = if is_batch { "/api/acts/batch" } else { "/api/activity/operation" };
    let body = format!(r#"{{"operation":"{id}"}}"#);
    let text = post(path, "application/json", body.into()).await.ok()?;
    if is_batch {
        let batch = json::read::<BatchEnded>(&text).filter(|batch| batch.running == 0)?;
        return Some(of_batch(id, &batch));
    }
    let row = json::read::<Ended>(&text)?;
    let running = matches!(row.state, OperationState::Intended | OperationState::Sent);
    (!running).then(|| of_operation(&row))
}

fn of_batch(id: OperationId, batch: &BatchEnded) -> Toast {
    let BatchEnded { title, succeeded, failed, unknown, .. } = batch;
    let mark = match (failed, unknown) {
        (0, 0) => Mark::Ok,
        (0, _) => Mark::Unknown,
        _ => Mark::Failed,
    };
    let text = format!("{title}: {}.", counts((0, *succeeded, *failed, *unknown)));
    let href = routes::with(routes::SERVERS, &[("batch".to_owned(), id.to_string())]);
    Toast::new(mark, text).link(href, "Result")
}

fn of_operation(row: &Ended) -> Toast {
    let what = format!("{} of {}", sentence(&row.noun), row.server_name);
    let (mark, text) = match row.state {
        OperationState::Succeeded => (Mark::Ok, format!("{what} succeeded.")),
        OperationState::Failed => (Mark::Failed, format!("{what} failed. {}", row.message)),
        _ => (Mark::Unknown, format!("{what}: the outcome is not known.")),
    };
    let server = row.made.as_ref().unwrap_or(&row.server);
    Toast::new(mark, text).link(routes::server(server), "Open")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_announced_by_the_first_answer_alone() {
        Owner::new().with(|| {
            let followed = Followed::provide();
            let id: OperationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
            followed.add(id, false);
            assert!(followed.remove(id));
            assert!(!followed.remove(id));
        });
    }

    #[test]
    fn one_question_at_a_time_is_asked_about_each() {
        Owner::new().with(|| {
            let followed = Followed::provide();
            let id: OperationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
            followed.add(id, true);
            assert_eq!(followed.take_unasked().len(), 1);
            assert!(followed.take_unasked().is_empty());
            followed.answered(id);
            assert!(followed.take_unasked().iter().all(|one| one.is_batch && one.id == id));
        });
    }
}
