//! What a fresh machine lacks: the wasm target, Chromium, npm packages. Each part looks first and installs
//! only what is missing.

pub mod apt;
pub mod chromium;
pub mod debian_std;
pub mod npm;
pub mod wasm_target;

use anyhow::Result;

use crate::layout::Layout;

/// Everything that building and testing need.
pub fn everything(layout: &Layout) -> Result<()> {
    let wasm = wasm_target::find_or_install()?;
    println!("wasm target: {wasm}");
    println!("browser: {}", chromium::find_or_install()?.display());
    npm::install(&layout.file("end2end"))?;
    Ok(())
}
