//! Short names for contents: what must be made again, and under which address browsers may keep it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::assets;
use crate::layout::Layout;

/// SHA-256 in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    shown(Sha256::digest(bytes))
}

/// Names and contents of every file below a folder.
pub fn of_folder(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    add_folder(&mut hash, folder)?;
    Ok(shown(hash.finalize()))
}

/// Everything that the site is made from, this tool included.
pub fn of_site(layout: &Layout) -> Result<String> {
    let mut hash = Sha256::new();
    let wasm = layout.linked_wasm();
    hash.update(fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?);
    add_folder(&mut hash, &layout.file("style"))?;
    add_folder(&mut hash, &layout.file("public"))?;
    let tool = fs::metadata(env::current_exe()?)?;
    hash.update(format!("{:?} {}", tool.modified()?, tool.len()));
    Ok(shown(hash.finalize()))
}

fn add_folder(hash: &mut Sha256, folder: &Path) -> Result<()> {
    for path in assets::files(folder)? {
        let content = fs::read(folder.join(&path))?;
        // Lengths keep a name and its content apart.
        hash.update(format!("{} {}\n", path.display(), content.len()));
        hash.update(content);
    }
    Ok(())
}

fn shown(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
