//! `cargo xtask test`: every check in order, none skipped because an earlier one failed, and a summary.

mod browser;
mod compile;
mod lint;
mod step;
mod suites;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::build;
use crate::layout::Layout;
use step::{Step, Tally};

/// The packages that are built for the server's side. The browser's half has a target of its own, and in one
/// build with it Leptos would get features that exclude each other.
const HOST_PACKAGES: [&str; 6] = ["domain", "providers", "simulators", "backend", "app", "server"];

/// Makes Leptos render on the server.
const HOST_FEATURES: &str = "app/ssr";

/// What the command line asked for.
#[derive(Debug, Default)]
struct Wanted {
    only: Vec<String>,
    list: bool,
    /// After `--`: arguments for Playwright.
    playwright: Vec<String>,
}

/// Runs the steps and prints what became of them.
pub fn all(arguments: &[String]) -> Result<ExitCode> {
    let wanted = parse(arguments)?;
    let steps = steps(&wanted.playwright);
    if wanted.list {
        for step in &steps {
            println!("{:<16}{}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(unknown) = wanted.only.iter().find(|name| steps.iter().all(|step| step.name != **name)) {
        bail!("there is no step `{unknown}`; `cargo xtask test --list` names them");
    }
    let layout = Layout::find()?;
    let chosen = steps.into_iter().filter(|step| wanted.only.is_empty() || wanted.only.contains(&step.name));
    let done: Vec<_> = chosen.map(|step| step.run(&layout)).collect();
    Ok(step::summary(&done))
}

fn parse(arguments: &[String]) -> Result<Wanted> {
    let mut wanted = Wanted::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--list" => wanted.list = true,
            "--only" => match rest.next() {
                Some(name) => wanted.only.push(name.clone()),
                None => bail!("--only needs the name of a step"),
            },
            "--" => wanted.playwright.extend(rest.by_ref().cloned()),
            other => bail!("`{other}` is not an option of `test`"),
        }
    }
    Ok(wanted)
}

fn steps(playwright: &[String]) -> Vec<Step> {
    let playwright = playwright.to_vec();
    let mut steps = vec![
        Step::new("format", "rustfmt leaves everything as it is", lint::format),
        Step::new("lint", "clippy on the server's side", lint::host),
        Step::new("lint-browser", "clippy on the browser's half", lint::browser),
        Step::new("compile", "the tests and the server compile", |layout| {
            compile::tests(layout)?;
            Ok(Tally::one())
        }),
    ];
    for package in HOST_PACKAGES {
        steps.push(Step::new(&format!("test-{package}"), "tests of one package", move |layout| {
            suites::package(layout, package)
        }));
    }
    steps.push(Step::new("test-xtask", "tests of the build tool", suites::xtask));
    steps.push(Step::new("test-docs", "examples in the documentation", suites::docs));
    steps.push(Step::new("site", "the bundle and the site folder build", |layout| {
        build::site(layout)?;
        Ok(Tally::one())
    }));
    steps.push(Step::new("sizes", "first loads stay within their limits", |layout| {
        let sizes = build::sizes::measure(&layout.site())?;
        sizes.print();
        sizes.check()?;
        Ok(Tally::one())
    }));
    steps.push(Step::new("browser-types", "the browser tests' TypeScript is sound", browser::types));
    steps.push(Step::new("browser", "the browser tests, in Chromium", move |layout| {
        browser::tests(layout, &playwright)
    }));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_names_are_unique() {
        let mut names: Vec<_> = steps(&[]).into_iter().map(|step| step.name).collect();
        let before = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), before);
    }

    #[test]
    fn options_are_read_and_unknown_ones_refused() -> Result<()> {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let wanted = parse(&words("--only lint --only site -- servers.spec.ts --debug"))?;
        assert_eq!(wanted.only, ["lint", "site"]);
        assert_eq!(wanted.playwright, ["servers.spec.ts", "--debug"]);
        assert!(parse(&words("--only")).is_err());
        assert!(parse(&words("--fast")).is_err());
        Ok(())
    }
}
