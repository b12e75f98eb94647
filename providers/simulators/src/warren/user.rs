//! The account's holder: `GET user-resource/user` and `PATCH user-resource/user/profile`.

use serde_json::{Value, json};

use super::state::{State, User, Work};
use crate::clock::stamp;
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("user-resource/user", show),
    Route::patch("user-resource/user/profile", change).takes(Encoding::Form),
];

fn show(call: &Call, state: &State) -> Outcome {
    let user = &state.user;
    Ok(Reply::ok(&json!({
        // Looks like a session value in real replies too; clients must not keep it.
        "cookie_id": "00000000000000000000000000000000",
        "id": user.id,
        "last_activity": stamp(call.now),
        "name": user.email,
        "profile": null,
        "profile_data": profile(user),
        "signup_site": state.brand.site(),
        "state": {},
    })))
}

/// What is left out stays.
fn change(call: &Call, state: &State) -> Result<Work, Reply> {
    let given = |name: &str, now: &str| call.body.get(name).unwrap_or(now).to_owned();
    let user = &state.user;
    let changed = User {
        first_name: given("first_name", &user.first_name),
        last_name: given("last_name", &user.last_name),
        phone: given("phone_number", &user.phone),
        personal_id: given("personal_id_number", &user.personal_id),
        email: user.email.clone(),
        ..*user
    };
    Ok(Work::now("update", user.id.to_string(), &user.email, move |state| {
        state.user = User { updated_at: state.now, ..changed };
        Reply::ok(&profile(&state.user))
    }))
}

fn profile(user: &User) -> Value {
    json!({
        "avatar": "",
        "created_at": stamp(user.created_at),
        "email": user.email,
        "first_name": user.first_name,
        "id": user.id + 14,
        "last_name": user.last_name,
        "personal_id_number": user.personal_id,
        "phone_number": user.phone,
        "updated_at": stamp(user.updated_at),
        "user_id": user.id,
    })
}
