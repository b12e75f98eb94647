//! A seeded account and calls for the unit tests of the platform.

use hyper::header::HeaderMap;
use serde_json::{Map, Value};

use super::brand::Brand;
use super::seed;
use super::state::State;
use crate::clock::before_epoch;
use crate::http::{Call, Params, Reply};
use crate::options::SimOptions;

/// The demo account's default billing account.
pub(super) const MAIN: u64 = Brand::IdCloudHost.first_billing_account();

/// IDCloudHost's demo account at the seed's own moment.
pub(super) fn account() -> State {
    let options = SimOptions { key: "owner".to_owned(), ..SimOptions::default() };
    seed::state(Brand::IdCloudHost, &options, before_epoch(0, 0))
}

/// A call to the default location with a form as its body.
pub(super) fn form(body: &str) -> Call {
    Call {
        captures: Vec::new(),
        query: Params::default(),
        body: Params::from_form(body),
        json: None,
        location: "jkt01".to_owned(),
        headers: HeaderMap::new(),
        now: before_epoch(0, 0),
        restricted_to: None,
    }
}

/// As [`form`], with a JSON object as its body.
pub(super) fn json_call(body: Value) -> Call {
    let fields = Params::from_json(body.as_object().unwrap_or(&Map::new()));
    Call { body: fields, json: Some(body), ..form("") }
}

/// What an answer says.
pub(super) fn body_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).expect("JSON")
}
