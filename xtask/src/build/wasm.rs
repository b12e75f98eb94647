//! Compiling and linking the browser's half.

use anyhow::Result;

use crate::command;
use crate::layout::{Layout, WASM_PROFILE, WASM_TARGET};
use crate::setup::wasm_target::WasmToolchain;

/// Leaves the linked module at [`Layout::linked_wasm`].
pub fn build(layout: &Layout, toolchain: &WasmToolchain) -> Result<()> {
    let mut cargo = toolchain.cargo();
    // The folder decides which configuration files, and so which compiler flags, apply.
    cargo.current_dir(&layout.root).env("CARGO_TARGET_DIR", &layout.target);
    // Set while Leptos compiles, it would change the name of the file that pages ask for.
    cargo.env_remove("LEPTOS_OUTPUT_NAME");
    // They would take the place of those in the configuration, and the module could not be split.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo.args(["build", "--package", "frontend", "--lib"]);
    cargo.args(["--target", WASM_TARGET, "--profile", WASM_PROFILE]);
    command::run(&mut cargo)
}
