//! The browser of the end-to-end tests.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::command;

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser's path; Debian's Chromium is installed where there is none.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = find() {
        return Ok(path);
    }
    apt::install(&["chromium"], "the browser tests")?;
    find().context("the chromium package brought no browser")
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| command::find(name))
}
