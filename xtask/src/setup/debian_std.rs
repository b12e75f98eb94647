//! The wasm target from Debian's packages: they bring the compiler, its linker and the library's sources, and
//! the standard library is built here, once per compiler version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use super::wasm_target::holds_std;
use crate::command;
use crate::layout::WASM_TARGET;

/// Debian's Cargo.
pub const CARGO: &str = "/usr/bin/cargo";

/// Debian's compiler.
pub const RUSTC: &str = "/usr/bin/rustc";

/// Debian's `cargo-clippy`, from a package that only the test command needs.
pub const CLIPPY: &str = "/usr/bin/cargo-clippy";

const LIBRARY: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// Beside the library: the compiler that built it. A compiler refuses libraries of another version, and
/// Debian's security updates bring new ones.
const STAMP: &str = "built-by-rustc.txt";

/// The linker, if compiler, library and linker are all there and fit each other.
pub fn find() -> Option<PathBuf> {
    let library = Path::new(LIBRARY);
    let fits =
        holds_std(library) && fs::read_to_string(library.join(STAMP)).ok()? == compiler_version().ok()?;
    if fits && Path::new(CARGO).is_file() { linker() } else { None }
}

/// Installs the packages and builds the library. About a minute.
pub fn install() -> Result<()> {
    // Bookworm's own `rustc` is older than `rust-version`; `-web` follows the browsers' needs.
    apt::install(&["rustc-web", "cargo-web", "rust-web-src"], "the wasm target")?;
    if linker().is_none() {
        apt::install(&[&linker_package()?], "the wasm linker")?;
    }
    let linker = linker().context("the lld package brought no wasm-ld")?;
    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    let libraries = build(folder.path(), &linker)?;
    copy(&libraries)
}

fn compiler_version() -> Result<String> {
    let mut rustc = Command::new(RUSTC);
    command::forget_toolchain(&mut rustc);
    command::capture(rustc.arg("-vV"))
}

/// lld of the LLVM that the compiler was built with: an older one may not read its object files.
fn linker_package() -> Result<String> {
    let version = compiler_version()?;
    let llvm = version.lines().find_map(|line| line.strip_prefix("LLVM version: "));
    let major = llvm.and_then(|v| v.split('.').next()).context("rustc does not tell its LLVM version")?;
    Ok(format!("lld-{major}"))
}

/// The newest `wasm-ld-N`.
fn linker() -> Option<PathBuf> {
    let version = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix("wasm-ld-")?.parse::<u32>().ok();
    let programs = fs::read_dir("/usr/bin").ok()?.flatten().map(|entry| entry.path());
    programs.filter(|path| version(path).is_some()).max_by_key(version)
}

/// Builds the library for an empty crate, outside the checkout so that its compiler flags do not apply.
fn build(folder: &Path, linker: &Path) -> Result<PathBuf> {
    println!("building the {WASM_TARGET} standard library");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n",
    )?;
    let mut cargo = Command::new(CARGO);
    command::forget_toolchain(&mut cargo);
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    // Building the library with a stable compiler is what this variable is for.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", RUSTC);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    // The bundle is optimised across crates, which needs the library's bitcode; and it is built for size.
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z");
    cargo.args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", WASM_TARGET]);
    command::run(&mut cargo)?;
    Ok(folder.join("target").join(WASM_TARGET).join("release/deps"))
}

fn copy(libraries: &Path) -> Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(libraries)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "rlib") {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("building the standard library left no libraries");
    }
    // A stamp from the last compiler must not vouch for half a copy.
    command::run(apt::as_root("rm")?.args(["-rf", LIBRARY]))?;
    command::run(apt::as_root("mkdir")?.args(["-p", LIBRARY]))?;
    command::run(apt::as_root("cp")?.args(&files).arg(LIBRARY))?;
    let stamp = libraries.join(STAMP);
    fs::write(&stamp, compiler_version()?)?;
    command::run(apt::as_root("cp")?.arg(stamp).arg(LIBRARY))
}
