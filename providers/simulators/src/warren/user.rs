//! `GET user-resource/user`.

use serde_json::json;

use super::state::State;
use crate::clock::stamp;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("user-resource/user", show)];

fn show(call: &Call, state: &State) -> Outcome {
    let user = &state.user;
    Ok(Reply::ok(&json!({
        // Looks like a session value in real replies too; clients must not keep it.
        "cookie_id": "61b0378574974ae88dbfec0feb9917bc",
        "id": user.id,
        "last_activity": stamp(call.now),
        "name": user.email,
        "profile": null,
        "profile_data": {
            "avatar": "",
            "created_at": stamp(user.created_at),
            "email": user.email,
            "first_name": user.first_name,
            "id": user.id + 14,
            "last_name": user.last_name,
            "personal_id_number": "",
            "phone_number": "+620000000000",
            "updated_at": stamp(user.created_at),
            "user_id": user.id,
        },
        "signup_site": state.brand.site(),
        "state": {},
    })))
}
