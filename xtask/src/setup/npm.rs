//! The npm packages of the end-to-end tests, as their lock file pins them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// Runs `npm ci` unless the installed packages are those of the lock file.
pub fn install(folder: &Path) -> Result<()> {
    let wanted = folder.join("package-lock.json");
    let lock = fs::read(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    let stamp = folder.join("node_modules/.skydeck-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    command::find("npm").context("npm is missing: the browser tests need Node 20 or newer")?;
    let mut npm = Command::new("npm");
    // Debian's Chromium is used; Playwright's own download is not needed.
    npm.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm.args(["ci", "--no-audit", "--no-fund"]);
    command::run(&mut npm)?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}
