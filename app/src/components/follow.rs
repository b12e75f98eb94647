//! Operations that this tab began: their end is announced wherever the person is by then.

use domain::ids::OperationId;
use domain::operation::OperationState;
use domain::view::OperationRow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words::sentence;
use crate::live::Live;
use crate::pages::activity::api::get_operation;
use crate::routes;
use crate::ui::{Mark, Toast, Toasts, use_toasts};

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

    fn remove(self, id: OperationId) {
        self.0.update_value(|ids| ids.retain(|known| *known != id));
    }
}

/// Asks how the followed operations fare whenever one went on, and announces each end once.
pub fn follow_operations(followed: Followed) {
    let operations = Live::get().operations;
    let toasts = use_toasts();
    Effect::new(move |_| {
        operations.track();
        for id in followed.0.get_value() {
            spawn_local(async move {
                let Ok(row) = get_operation(id).await else { return };
                if !matches!(row.state, OperationState::Intended | OperationState::Sent) {
                    followed.remove(id);
                    announce(toasts, &row);
                }
            });
        }
    });
}

fn announce(toasts: Toasts, row: &OperationRow) {
    let what = format!("{} of {}", sentence(row.action.noun()), row.server_name);
    let (mark, text) = match row.state {
        OperationState::Succeeded => (Mark::Ok, format!("{what} succeeded.")),
        OperationState::Failed => (Mark::Failed, format!("{what} failed. {}", row.message)),
        _ => (Mark::Unknown, format!("{what}: the outcome is not known.")),
    };
    toasts.push(Toast::new(mark, text).link(routes::server(&row.server), "Open"));
}
