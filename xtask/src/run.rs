//! `cargo xtask run`: from a checkout to a running demo.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::build;
use crate::layout::Layout;

/// Where the demo listens.
const ADDRESS: &str = "127.0.0.1:3000";

/// Builds, then becomes the server: signals and output then need nobody in between.
pub fn demo(arguments: &[String]) -> Result<ExitCode> {
    let extra = match arguments.split_first() {
        None => arguments,
        Some((first, rest)) if first == "--" => rest,
        Some((other, _)) => {
            bail!("`{other}` is not an option of `run`; write `run -- {other}` to pass it on")
        }
    };
    let layout = Layout::find()?;
    build::everything(&layout)?;
    let mut server = Command::new(layout.server("release"));
    server.args(["serve", "--demo"]).args(extra).env("SKYDECK_SITE", layout.site());
    if !extra.iter().any(|word| word.starts_with("--listen")) {
        server.args(["--listen", ADDRESS]);
    }
    Err(anyhow::Error::new(server.exec()).context("cannot start the server"))
}
