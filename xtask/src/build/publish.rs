//! Putting the site folder together beside the old one, then taking its place.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::{assets, compress, fingerprint, split, style};
use crate::layout::{Layout, NAME};

/// Enough of the hash that two builds never share an address.
const HASH_LENGTH: usize = 12;

/// Writes the whole site anew and removes the last one.
pub fn site(layout: &Layout) -> Result<()> {
    let finished = layout.site();
    let new = finished.with_extension("new");
    remove(&new)?;
    let package = new.join("pkg/next");
    fs::create_dir_all(&package).with_context(|| format!("cannot create {}", package.display()))?;
    split::bundle(&layout.linked_wasm(), &package)?;
    style::bundle(&layout.file("style/main.css"), &package.join(format!("{NAME}.css")))?;
    style::bundle(&layout.file("style/more.css"), &package.join("more.css"))?;

    // Chunks of two builds do not mix, and what never changes under its address can be kept for a year.
    let mut hash = fingerprint::of_folder(&package)?;
    hash.truncate(HASH_LENGTH);
    fs::rename(&package, new.join("pkg").join(&hash))?;
    assets::copy(&layout.file("public"), &new)?;
    compress::folder(&new, &layout.cache().join("compressed"))?;
    let build = json!({ "pkg": format!("pkg/{hash}"), "css": format!("/pkg/{hash}/{NAME}.css") });
    fs::write(new.join("build.json"), build.to_string())?;

    remove(&finished)?;
    fs::rename(&new, &finished).with_context(|| format!("cannot write {}", finished.display()))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
