//! Running compiled tests and counting what they report.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::step::Tally;
use super::{HOST_FEATURES, HOST_PACKAGES, compile};
use crate::command;
use crate::layout::Layout;

/// The tests of one package.
pub fn package(layout: &Layout, package: &str) -> Result<Tally> {
    let mut total = Tally::default();
    for test in compile::tests(layout)?.tests.iter().filter(|test| test.package == package) {
        println!("-- {} {}", test.package, test.name);
        let mut run = Command::new(&test.executable);
        run.current_dir(&test.folder).env("CARGO_MANIFEST_DIR", &test.folder);
        total = sum(total, counted(&mut run, cargo_tally)?);
    }
    Ok(total)
}

/// The tests of this tool.
pub fn xtask(layout: &Layout) -> Result<Tally> {
    let mut cargo = command::host_cargo();
    cargo.current_dir(&layout.root).args(["test", "--package", "xtask"]);
    counted(&mut cargo, cargo_tally)
}

/// The examples in the documentation of the server's side.
pub fn docs(layout: &Layout) -> Result<Tally> {
    let mut cargo = command::host_cargo();
    cargo.current_dir(&layout.root).args(["test", "--doc", "--features", HOST_FEATURES]);
    for package in HOST_PACKAGES {
        cargo.args(["--package", package]);
    }
    counted(&mut cargo, cargo_tally)
}

/// Runs, shows the output as it comes, and adds up the lines that `tally` understands.
pub fn counted(run: &mut Command, tally: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let mut child = run.stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
    let output = child.stdout.take().context("the tests have no output")?;
    let mut total = Tally::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        total = sum(total, tally(&line).unwrap_or_default());
    }
    let status = child.wait()?;
    if !status.success() && total.failed == 0 {
        bail!("the tests ended with {status}");
    }
    Ok(total)
}

fn sum(one: Tally, other: Tally) -> Tally {
    Tally { passed: one.passed + other.passed, failed: one.failed + other.failed }
}

/// `test result: ok. 3 passed; 0 failed; …`
fn cargo_tally(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split("; ") {
        match part.split_once(' ') {
            Some((number, "passed")) => tally.passed = number.parse().ok()?,
            Some((number, "failed")) => tally.failed = number.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_counts_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(cargo_tally(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(cargo_tally("test result: a test's own words"), None);
        assert_eq!(cargo_tally("running 3 tests"), None);
    }

    #[test]
    fn a_run_that_breaks_off_is_an_error() -> Result<()> {
        let said = |script: &str| counted(Command::new("sh").args(["-c", script]), cargo_tally);
        let passed = said("echo 'test result: ok. 2 passed; 0 failed'")?;
        assert_eq!(passed, Tally { passed: 2, failed: 0 });
        let failed = said("echo 'test result: FAILED. 2 passed; 1 failed'; exit 101")?;
        assert_eq!(failed, Tally { passed: 2, failed: 1 });
        assert!(said("echo 'test result: ok. 2 passed; 0 failed'; exit 134").is_err());
        Ok(())
    }
}
