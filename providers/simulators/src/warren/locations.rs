//! `GET config/locations`.

use serde_json::{Value, json};

use super::brand::Site;
use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("config/locations", list)];

fn list(_: &Call, state: &State) -> Outcome {
    let sites: Vec<Value> = state.brand.locations().iter().zip(1..).map(wire).collect();
    Ok(Reply::ok(&Value::Array(sites)))
}

fn wire((site, position): (&Site, u32)) -> Value {
    json!({
        "display_name": site.name,
        "is_default": site.default,
        "is_preferred": site.preferred,
        "is_published": true,
        "description": site.description,
        "order_nr": position,
        "slug": site.slug,
        "country_code": site.country,
    })
}
