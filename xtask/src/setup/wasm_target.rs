//! Which compiler builds the browser's half, and how it comes to know the wasm target.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::{apt, debian_std};
use crate::command;
use crate::layout::WASM_TARGET;

/// A download takes seconds where rustup's servers can be reached; where they cannot, Debian's packages follow.
const RUSTUP_LIMIT: Duration = Duration::from_secs(20);

/// Without another way it is worth waiting for a slow line.
const RUSTUP_LIMIT_ALONE: Duration = Duration::from_secs(600);

/// A compiler that can build for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The one that runs this tool.
    Host,
    /// Debian's compiler in `/usr/bin`, with a standard library built from Debian's own sources.
    Debian {
        /// The linker, which Debian names by version.
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// Cargo of this toolchain, with the environment it needs.
    pub fn cargo(&self) -> Command {
        match self {
            Self::Host => command::host_cargo(),
            Self::Debian { .. } => self.program(debian_std::CARGO),
        }
    }

    /// A program with the environment that this toolchain needs.
    pub fn program(&self, path: &str) -> Command {
        let mut program = Command::new(path);
        if let Self::Debian { linker } = self {
            command::forget_toolchain(&mut program);
            program.env("RUSTC", debian_std::RUSTC);
            program.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        program
    }
}

impl fmt::Display for WasmToolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => out.write_str("of the default toolchain"),
            Self::Debian { .. } => out.write_str("of Debian's rustc"),
        }
    }
}

/// Set to `debian`, it passes over a toolchain that has the target already.
const CHOICE: &str = "SKYDECK_WASM_TOOLCHAIN";

/// Finds a compiler that has the target, or gives it to one: rustup first, then Debian's packages.
pub fn find_or_install() -> Result<WasmToolchain> {
    match env::var(CHOICE).as_deref() {
        Ok("debian") => return of_debian(),
        Ok(other) if !other.is_empty() => bail!("{CHOICE} is `{other}`; it can be `debian` or unset"),
        _ => {}
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    println!("the {WASM_TARGET} target is missing");
    if let Some(rustup) = command::find("rustup") {
        let limit = if apt::available() { RUSTUP_LIMIT } else { RUSTUP_LIMIT_ALONE };
        println!("trying `rustup target add {WASM_TARGET}`");
        let mut add = Command::new(rustup);
        add.args(["target", "add", WASM_TARGET]);
        if let Some(toolchain) = env::var_os("RUSTUP_TOOLCHAIN") {
            add.arg("--toolchain").arg(toolchain);
        }
        if command::succeeds_within(&mut add, limit)? && host_has_target() {
            return Ok(WasmToolchain::Host);
        }
        println!("rustup could not get it");
    }
    if !apt::available() {
        bail!("install the {WASM_TARGET} target of your Rust toolchain, then run this again");
    }
    of_debian()
}

fn of_debian() -> Result<WasmToolchain> {
    if debian_std::find().is_none() {
        debian_std::install()?;
    }
    match debian_std::find() {
        Some(linker) => Ok(WasmToolchain::Debian { linker }),
        None => bail!("Debian's rustc still cannot build for {WASM_TARGET}"),
    }
}

fn find() -> Option<WasmToolchain> {
    if host_has_target() {
        return Some(WasmToolchain::Host);
    }
    debian_std::find().map(|linker| WasmToolchain::Debian { linker })
}

fn host_has_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    command::capture(&mut rustc).is_ok_and(|folder| holds_std(Path::new(folder.trim())))
}

/// Whether a library folder holds a standard library.
pub fn holds_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}
