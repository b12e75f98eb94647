//! `DELETE /cloud-server/{uuid}`: gone at once.

use std::time::Duration;

use serde_json::json;

use super::power::idle;
use super::state::State;
use crate::http::{Call, Reply, Route, Work};

pub(super) static ROUTES: &[Route<State>] = &[Route::delete("cloud-server/{uuid}", delete)];

fn delete(call: &Call, state: &State) -> Result<Work<State>, Reply> {
    let server = idle(call, state)?;
    let uuid = server.uuid.clone();
    let gone = uuid.clone();
    let messages = json!([{"content": "Server destroyed.", "type": "notice"}]);
    let answer = json!({"success": true, "uuid": uuid, "messages": messages});
    Ok(Work {
        action: "delete",
        subject: uuid,
        name: server.label.clone().unwrap_or_else(|| server.name.clone()),
        takes: Duration::ZERO,
        blocks: false,
        begin: Box::new(move |state, _| state.servers.retain(|server| server.uuid != gone)),
        finish: Box::new(move |_| Reply::ok(&answer)),
    })
}
