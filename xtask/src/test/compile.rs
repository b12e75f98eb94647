//! Compiling every test of the server's side in one go: apart from each other, the packages would give their
//! dependencies other features, and the biggest ones would be compiled again and again.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;

use anyhow::{Context, Result};

use super::{HOST_FEATURES, HOST_PACKAGES};
use crate::build::server;
use crate::command;
use crate::layout::{Layout, NAME};

/// A compiled test.
#[derive(Debug, Clone)]
pub struct TestBinary {
    /// The package it belongs to.
    pub package: String,
    /// The package's folder, where Cargo would start it.
    pub folder: PathBuf,
    /// The target's name: the library, the binary, or a file of `tests`.
    pub name: String,
    /// What to start.
    pub executable: PathBuf,
}

/// What compiling gave.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// All tests.
    pub tests: Vec<TestBinary>,
    /// The server, if a test of its package needed it.
    server: Option<PathBuf>,
}

static COMPILED: OnceLock<Compiled> = OnceLock::new();

/// Compiles, or gives what this run has compiled already.
pub fn tests(layout: &Layout) -> Result<&'static Compiled> {
    if let Some(compiled) = COMPILED.get() {
        return Ok(compiled);
    }
    let mut cargo = command::host_cargo();
    cargo.current_dir(&layout.root).env_remove("LEPTOS_OUTPUT_NAME");
    cargo.args(["test", "--no-run", "--lib", "--bins", "--tests", "--features", HOST_FEATURES]);
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    for package in HOST_PACKAGES {
        cargo.args(["--package", package]);
    }
    let messages = command::capture(&mut cargo)?;
    let mut compiled = Compiled::default();
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line).context("cargo printed no JSON")?;
        compiled.add(&message);
    }
    Ok(COMPILED.get_or_init(|| compiled))
}

/// The server of the browser tests: the very one that the other tests were compiled with.
pub fn server(layout: &Layout) -> Result<PathBuf> {
    if let Some(path) = &tests(layout)?.server {
        return Ok(path.clone());
    }
    server::build(layout, server::Profile::Dev)?;
    Ok(layout.server("debug"))
}

impl Compiled {
    fn add(&mut self, message: &serde_json::Value) {
        let Some(executable) = message["executable"].as_str() else { return };
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if message["profile"]["test"] != true {
            if name == NAME {
                self.server = Some(executable.into());
            }
            return;
        }
        let manifest = PathBuf::from(message["manifest_path"].as_str().unwrap_or_default());
        let folder = manifest.parent().map(PathBuf::from).unwrap_or_default();
        // Every package's folder bears its name.
        let package = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.tests.push(TestBinary { package, folder, name: name.to_owned(), executable: executable.into() });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tests_and_the_server_are_told_apart() {
        let mut compiled = Compiled::default();
        let artifact = |test: bool, name: &str| {
            json!({
                "reason": "compiler-artifact",
                "manifest_path": "/checkout/server/Cargo.toml",
                "target": { "name": name },
                "profile": { "test": test },
                "executable": format!("/target/debug/{name}"),
            })
        };
        compiled.add(&artifact(false, "skydeck"));
        compiled.add(&artifact(true, "pages"));
        compiled.add(&json!({ "reason": "compiler-artifact", "executable": null }));
        assert_eq!(compiled.server, Some("/target/debug/skydeck".into()));
        let [test] = compiled.tests.as_slice() else { panic!("one test is expected: {compiled:?}") };
        assert_eq!((test.package.as_str(), test.name.as_str()), ("server", "pages"));
        assert_eq!(test.folder, PathBuf::from("/checkout/server"));
    }
}
