//! `GET /cloud/systems`: what can be installed.

use serde_json::{Value, json};

use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("cloud/systems", list)];

/// One installable system.
#[derive(Debug)]
pub(super) struct System {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    distribution: &'static str,
    version: &'static str,
    pub(super) windows: bool,
}

const fn linux(
    id: &'static str,
    name: &'static str,
    distribution: &'static str,
    version: &'static str,
) -> System {
    System { id, name, distribution, version, windows: false }
}

pub(super) static DEBIAN_12: System = linux("debian-12-64", "Debian 12 (64 bits)", "debian", "12");
pub(super) static UBUNTU_24: System =
    linux("ubuntu-24.04-64", "Ubuntu 24.04 LTS (64 bits)", "ubuntu", "24.04");
pub(super) static ROCKY_9: System = linux("rockylinux-9-64", "Rocky Linux 9 (64 bits)", "rockylinux", "9");
pub(super) static ARCH: System = linux("archlinux-latest-64", "ArchLinux Latest (64 bits)", "archlinux", "0");
pub(super) static WINDOWS_2022: System = System {
    id: "win2k22-std-en-64",
    name: "Windows Server 2022 Standard (64 bits)",
    distribution: "windows-server-2022",
    version: "2022",
    windows: true,
};

pub(super) static ALL: [&System; 5] = [&DEBIAN_12, &UBUNTU_24, &ROCKY_9, &ARCH, &WINDOWS_2022];

fn list(_: &Call, _: &State) -> Outcome {
    let systems: Vec<Value> = ALL.iter().map(|system| wire(system)).collect();
    Ok(Reply::ok(&json!({"success": true, "systems": systems})))
}

fn wire(system: &System) -> Value {
    json!({
        "uuid": system.id,
        "name": system.name,
        "distribution": system.distribution,
        "version": system.version,
        "category": if system.windows { "windows" } else { "minimal" },
        "is_windows": super::state::flag(system.windows),
    })
}
