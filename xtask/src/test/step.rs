//! One check: running it, timing it, and the summary of all.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::layout::Layout;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Tally {
    /// A check that passed as a whole.
    pub fn one() -> Self {
        Self { passed: 1, failed: 0 }
    }
}

type Action = Box<dyn Fn(&Layout) -> Result<Tally>>;

/// A named check.
pub struct Step {
    /// For `--only` and the summary.
    pub name: String,
    /// What it makes sure of.
    pub about: &'static str,
    action: Action,
}

/// What became of a check.
#[derive(Debug)]
pub struct Done {
    name: String,
    tally: Tally,
    error: Option<String>,
    took: Duration,
}

impl Step {
    /// A check that runs `action`.
    pub fn new(name: &str, about: &'static str, action: impl Fn(&Layout) -> Result<Tally> + 'static) -> Self {
        Self { name: name.to_owned(), about, action: Box::new(action) }
    }

    /// Runs the check; a failure is a result here, so that the next check has its turn.
    pub fn run(self, layout: &Layout) -> Done {
        println!("\n== {}: {}", self.name, self.about);
        let start = Instant::now();
        let result = (self.action)(layout);
        let took = start.elapsed();
        let (tally, error) = match result {
            Ok(tally) if tally.failed == 0 => (tally, None),
            Ok(tally) => (tally, Some(format!("{} tests failed", tally.failed))),
            Err(error) => (Tally { passed: 0, failed: 1 }, Some(format!("{error:#}"))),
        };
        if let Some(error) = &error {
            println!("{} failed: {error}", self.name);
        }
        Done { name: self.name, tally, error, took }
    }
}

/// Prints all results and gives the exit code they add up to.
pub fn summary(done: &[Done]) -> ExitCode {
    println!("\n== summary");
    let mut total = Tally::default();
    let mut took = Duration::ZERO;
    for step in done {
        let state = if step.error.is_none() { "ok" } else { "FAILED" };
        println!(
            "{state:<8}{:<18}{:>5} passed {:>4} failed {:>8.1} s",
            step.name,
            step.tally.passed,
            step.tally.failed,
            step.took.as_secs_f32()
        );
        total.passed += step.tally.passed;
        total.failed += step.tally.failed;
        took += step.took;
    }
    for step in done {
        if let Some(error) = &step.error {
            let first = error.lines().next().unwrap_or_default();
            println!("FAILED {}: {first}", step.name);
        }
    }
    println!("in {:.0} s", took.as_secs_f32());
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
