//! Formatting and clippy.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use super::step::Tally;
use super::{HOST_FEATURES, HOST_PACKAGES};
use crate::command;
use crate::layout::{Layout, WASM_TARGET};
use crate::setup::wasm_target::{self, WasmToolchain};
use crate::setup::{apt, debian_std};

/// `cargo fmt --check`.
pub fn format(layout: &Layout) -> Result<Tally> {
    component("fmt", "rustfmt")?;
    command::run(command::host_cargo().current_dir(&layout.root).args(["fmt", "--all", "--check"]))?;
    Ok(Tally::one())
}

/// The server's side in one go, then this tool, whose dependencies must keep their own features.
pub fn host(layout: &Layout) -> Result<Tally> {
    component("clippy", "clippy")?;
    let mut clippy = command::host_cargo();
    clippy.current_dir(&layout.root).args(["clippy", "--all-targets", "--features", HOST_FEATURES]);
    for package in HOST_PACKAGES {
        clippy.args(["--package", package]);
    }
    let first = command::run(clippy.args(["--", "-D", "warnings"]));
    let mut clippy = command::host_cargo();
    clippy.current_dir(&layout.root).args([
        "clippy",
        "--all-targets",
        "--package",
        "xtask",
        "--",
        "-D",
        "warnings",
    ]);
    let second = command::run(&mut clippy);
    first.and(second)?;
    Ok(Tally { passed: 2, failed: 0 })
}

/// The browser's half, with the compiler that has the target.
pub fn browser(layout: &Layout) -> Result<Tally> {
    let toolchain = wasm_target::find_or_install()?;
    let mut clippy = match &toolchain {
        WasmToolchain::Host => {
            component("clippy", "clippy")?;
            let mut cargo = toolchain.cargo();
            cargo.arg("clippy");
            cargo
        }
        WasmToolchain::Debian { .. } => {
            if !Path::new(debian_std::CLIPPY).is_file() {
                apt::install(&["rust-web-clippy"], "linting the browser's half")?;
            }
            // Asked for `clippy`, Cargo would take the first on PATH, which is another toolchain's.
            let mut clippy = toolchain.program(debian_std::CLIPPY);
            clippy.env("CARGO", debian_std::CARGO).arg("clippy");
            clippy
        }
    };
    clippy.current_dir(&layout.root).env("CARGO_TARGET_DIR", &layout.target);
    clippy.args(["--package", "frontend", "--package", "app", "--features", "app/hydrate"]);
    clippy.args(["--lib", "--target", WASM_TARGET, "--", "-D", "warnings"]);
    command::run(&mut clippy)?;
    Ok(Tally::one())
}

fn component(subcommand: &str, name: &str) -> Result<()> {
    let mut version = command::host_cargo();
    if command::succeeds(version.args([subcommand, "--version"])) {
        return Ok(());
    }
    let mut add = Command::new("rustup");
    if command::succeeds(add.args(["component", "add", name])) {
        return Ok(());
    }
    bail!("{name} is missing: it is part of rustup's default profile (`rustup component add {name}`)");
}
