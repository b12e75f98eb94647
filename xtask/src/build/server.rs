//! Compiling the server, which renders the pages.

use anyhow::Result;

use crate::command;
use crate::layout::{Layout, NAME};

/// How the server is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to compile, for the browser tests.
    Dev,
    /// What is run and measured.
    Release,
}

/// Leaves the binary in the profile's folder.
pub fn build(layout: &Layout, profile: Profile) -> Result<()> {
    let mut cargo = command::host_cargo();
    cargo.current_dir(&layout.root).env_remove("LEPTOS_OUTPUT_NAME");
    cargo.args(["build", "--package", "server", "--bin", NAME]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    command::run(&mut cargo)
}
