//! The end-to-end tests: a real browser, the real bundle, the server as the other tests compiled it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::step::Tally;
use super::{compile, suites};
use crate::build;
use crate::command;
use crate::layout::Layout;
use crate::setup::{chromium, npm};

/// Checks the types of the tests themselves.
pub fn types(layout: &Layout) -> Result<Tally> {
    command::run(npx(&folder(layout)?, "tsc").arg("--noEmit"))?;
    Ok(Tally::one())
}

/// Runs Playwright; `arguments` narrow it down.
pub fn tests(layout: &Layout, arguments: &[String]) -> Result<Tally> {
    let folder = folder(layout)?;
    println!("browser: {}", chromium::find_or_install()?.display());
    build::site(layout)?;
    let server = compile::server(layout)?;
    let mut playwright = npx(&folder, "playwright");
    playwright.args(["test", "--reporter=list"]).args(arguments);
    playwright.env("SKYDECK_BIN", server).env("SKYDECK_SITE", layout.site());
    suites::counted(&mut playwright, playwright_tally)
}

fn folder(layout: &Layout) -> Result<PathBuf> {
    let folder = layout.file("end2end");
    npm::install(&folder)?;
    Ok(folder)
}

/// A program of the installed packages; `--no-install` keeps npx from looking anywhere else.
fn npx(folder: &PathBuf, program: &str) -> Command {
    let mut npx = Command::new("npx");
    npx.current_dir(folder).args(["--no-install", program]);
    npx
}

/// `  12 passed (3.4s)`, `  1 failed`, `  1 did not run`, `  1 flaky`.
fn playwright_tally(line: &str) -> Option<Tally> {
    let (number, rest) = line.strip_prefix("  ")?.split_once(' ')?;
    let number = number.parse().ok()?;
    match rest.split(" (").next()? {
        "passed" => Some(Tally { passed: number, failed: 0 }),
        "failed" | "did not run" | "flaky" | "interrupted" => Some(Tally { passed: 0, failed: number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playwrights_counts_are_read() {
        assert_eq!(playwright_tally("  12 passed (3.4s)"), Some(Tally { passed: 12, failed: 0 }));
        assert_eq!(playwright_tally("  2 failed"), Some(Tally { passed: 0, failed: 2 }));
        assert_eq!(playwright_tally("  1 did not run"), Some(Tally { passed: 0, failed: 1 }));
        assert_eq!(playwright_tally("  3 skipped"), None);
        assert_eq!(playwright_tally("  2) servers.spec.ts:3:1 › list"), None);
    }
}
