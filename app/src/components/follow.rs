//! Operations that this tab began: their end is announced wherever the person is by then.

use domain::ids::OperationId;
use domain::ids::ServerKey;
use domain::operation::OperationState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words::sentence;
use crate::json::{self, object};
use crate::live::Live;
use crate::routes;
use crate::ui::{Mark, Toast, Toasts, use_toasts};
use crate::wire::post;

/// The operations that are followed.
#[derive(Clone, Copy)]
pub struct Followed(StoredValue<Vec<OperationId>>);

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

    /// Follows one more.
    pub fn add(self, id: OperationId) {
        self.0.update_value(|ids| ids.push(id));
    }

    /// Whether it was still followed: of two answers that both tell of its end, only one is the first.
    fn remove(self, id: OperationId) -> bool {
        self.0
            .try_update_value(|ids| {
                let before = ids.len();
                ids.retain(|known| *known != id);
                ids.len() < before
            })
            .unwrap_or_default()
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

/// Asks how the followed operations fare whenever one went on, and announces each end once.
pub fn follow_operations(followed: Followed) {
    let operations = Live::get().operations;
    let toasts = use_toasts();
    Effect::new(move |_| {
        operations.track();
        for id in followed.0.get_value() {
            spawn_local(async move {
                let body = format!(r#"{{"operation":"{id}"}}"#);
                let Ok(text) = post("/api/activity/operation", "application/json", body.into()).await else {
                    return;
                };
                let Some(row) = json::read::<Ended>(&text) else { return };
                let running = matches!(row.state, OperationState::Intended | OperationState::Sent);
                if !running && followed.remove(id) {
                    announce(toasts, &row);
                }
            });
        }
    });
}

fn announce(toasts: Toasts, row: &Ended) {
    let what = format!("{} of {}", sentence(&row.noun), row.server_name);
    let (mark, text) = match row.state {
        OperationState::Succeeded => (Mark::Ok, format!("{what} succeeded.")),
        OperationState::Failed => (Mark::Failed, format!("{what} failed. {}", row.message)),
        _ => (Mark::Unknown, format!("{what}: the outcome is not known.")),
    };
    let server = row.made.as_ref().unwrap_or(&row.server);
    toasts.push(Toast::new(mark, text).link(routes::server(server), "Open"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_announced_by_the_first_answer_alone() {
        Owner::new().with(|| {
            let followed = Followed::provide();
            let id: OperationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
            followed.add(id);
            assert!(followed.remove(id));
            assert!(!followed.remove(id));
        });
    }
}
