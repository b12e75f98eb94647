//! `GET api/parameters/vm`: what a create accepts. A live service lists no sizes here; those are in the pools.

use serde_json::{Value, json};

use super::images::IMAGES;
use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("api/parameters/vm", list)];

fn list(_: &Call, _: &State) -> Outcome {
    let names: Vec<&str> = IMAGES.iter().map(|image| image.os_name).collect();
    let limits: Vec<Value> = IMAGES
        .iter()
        .map(|image| {
            let versions: Vec<&str> = image.versions.iter().map(|(id, ..)| *id).collect();
            json!({"os_name": image.os_name, "values": versions})
        })
        .collect();
    Ok(Reply::ok(&json!([
        {
            "constraint": "enum",
            "description": "OS name of VM base image.",
            "mandatory": true,
            "parameter": "os_name",
            "type": "string",
            "values": names,
        },
        {
            "constraint": "enum",
            "description": "OS version of VM base image.",
            "limited_by": "os_name",
            "limits": limits,
            "mandatory": true,
            "parameter": "os_version",
            "type": "string",
        },
        {
            "constraint": "regexp",
            "description": "Password for logging in to the VM.",
            "expression": "^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{8,}$",
            "mandatory": true,
            "parameter": "password",
            "type": "string",
        },
        {
            "constraint": "regexp",
            "description": "Username for logging in to the VM.",
            "expression": "^(?=.{1,30}$)[a-zA-Z_][0-9a-zA-Z_-]*$",
            "limited_by": "os_name",
            "limits": [{"mandatory": false, "os_name": "windows"}],
            "mandatory": true,
            "parameter": "username",
            "type": "string",
        },
    ])))
}
