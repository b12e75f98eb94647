//! Where things lie: the checkout, Cargo's target folder and what is made in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command;

/// The name of the binary and of the bundle's files.
pub const NAME: &str = "skydeck";

/// The target of the browser's half.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The profile of the browser's half.
pub const WASM_PROFILE: &str = "wasm-release";

/// The folders of one checkout.
#[derive(Debug)]
pub struct Layout {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration file puts it.
    pub target: PathBuf,
}

impl Layout {
    /// Asks Cargo, which knows `CARGO_TARGET_DIR` and its configuration files.
    pub fn find() -> Result<Self> {
        let text =
            command::capture(command::host_cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: serde_json::Value =
            serde_json::from_str(&text).context("cargo metadata is not JSON")?;
        let folder = |key: &str| {
            metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// The finished site, beside the release binary.
    pub fn site(&self) -> PathBuf {
        self.target.join("release/site")
    }

    /// The bundle as the linker wrote it.
    pub fn linked_wasm(&self) -> PathBuf {
        self.target.join(WASM_TARGET).join(WASM_PROFILE).join("frontend.wasm")
    }

    /// What this tool keeps between runs: fingerprints and compressed files.
    pub fn cache(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The server binary of a profile's folder, `debug` or `release`.
    pub fn server(&self, folder: &str) -> PathBuf {
        self.target.join(folder).join(NAME)
    }

    /// A file or folder of the checkout.
    pub fn file(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }
}
