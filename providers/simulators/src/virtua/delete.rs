//! `DELETE /cloud-server/{uuid}`: gone at once.

use serde_json::json;

use super::power::idle;
use super::state::{State, Work};
use crate::http::{Call, Reply, Route};
use crate::rate::Class;

pub(super) static ROUTES: &[Route<State>] =
    &[Route::delete("cloud-server/{uuid}", delete).class(Class::Critical)];

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    let gone = server.uuid.clone();
    Ok(Work::now("delete", &server.uuid, server.title(), move |state| {
        state.servers.retain(|server| server.uuid != gone);
        let messages = json!([{"content": "Server destroyed.", "type": "notice"}]);
        Reply::ok(&json!({"success": true, "uuid": gone, "messages": messages}))
    }))
}
