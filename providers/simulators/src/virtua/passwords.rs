//! `GET /cloud-server/{uuid}/password?password=`, and the `POST` of a later document, which knows one choice more and
//! tells the user name.

use serde_json::{Value, json};

use super::errors::{refuse, unknown_server};
use super::fields::sent;
use super::state::{State, Work};
use crate::http::{Call, Outcome, Reply, Route};
use crate::rate::Class;
use crate::rng::Rng;

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("cloud-server/{uuid}/password", show),
    Route::post("cloud-server/{uuid}/password", ask).class(Class::Critical),
];

/// What a server's passwords are. Has no `Debug`.
pub(super) struct Passwords {
    root: String,
    rescue: String,
    manager: String,
}

/// None yet.
pub(super) fn none() -> Passwords {
    Passwords { root: String::new(), rescue: String::new(), manager: String::new() }
}

/// A server's first passwords.
pub(super) fn fresh(rng: &mut Rng) -> Passwords {
    let mut one = || rng.uuid().simple().to_string().chars().take(16).collect();
    Passwords { root: one(), rescue: one(), manager: one() }
}

fn show(call: &Call, state: &State) -> Outcome {
    answer(call, state, &["root", "rescue"]).map(|body| Reply::ok(&body))
}

/// Changes nothing, although it is a POST.
fn ask(call: &Call, state: &State) -> Result<Work, Reply> {
    let mut body = answer(call, state, &["root", "manager", "rescue"])?;
    let name = if sent(call, &["password"]) == Some("manager") { "manager" } else { "root" };
    if let Value::Object(fields) = &mut body {
        fields.insert("username".to_owned(), Value::from(name));
    }
    let uuid = call.capture().to_owned();
    Ok(Work::now("password", &uuid, "", move |_| Reply::ok(&body)))
}

fn answer(call: &Call, state: &State, choices: &[&str]) -> Result<Value, Reply> {
    let server = state.server(call.capture()).ok_or_else(|| unknown_server(state.unknown))?;
    if server.setup.is_some() {
        return Err(refuse(409, "not_set_up", "The server is not set up yet."));
    }
    let which = sent(call, &["password"]).filter(|which| choices.contains(which));
    let password = match which {
        Some("root") => &server.passwords.root,
        Some("rescue") => &server.passwords.rescue,
        Some("manager") => &server.passwords.manager,
        _ => {
            let words = format!("The parameter password is one of {}.", choices.join(", "));
            return Err(refuse(422, "invalid_parameter", &words));
        }
    };
    Ok(json!({"success": true, "uuid": server.uuid, "password": password}))
}
