//! `GET config/boot_images`: media that a VM can be booted from.

use serde_json::json;

use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("config/boot_images", list)];

fn list(_: &Call, _: &State) -> Outcome {
    let row = |uuid: &str, name: &str, installs: bool, description: &str| {
        json!({
            "uuid": uuid,
            "image_name": name,
            "is_installation_media": installs,
            "description": description,
            "is_published": true,
        })
    };
    Ok(Reply::ok(&json!([
        row("7b1d6a0e-52c4-4f0b-9a55-0d3f7f6f1c11", "debian-12-netinst", true, "Debian 12 installer"),
        row("c94a2f63-8e17-4b7c-b0a8-3f4be0a1d522", "systemrescue-11", false, "SystemRescue 11"),
    ])))
}
