//! From sources to a site folder and a server binary.

pub mod assets;
pub mod compress;
pub mod fingerprint;
pub mod glue;
pub mod linked;
pub mod pack;
pub mod places;
pub mod prune;
pub mod publish;
pub mod sections;
pub mod server;
pub mod sizes;
pub mod split;
pub mod style;
pub mod tidy;
pub mod traps;
pub mod wasm;

use std::fs::{self, File};
use std::time::Instant;

use anyhow::{Context, Result};
use rustix::fs::FlockOperation;

use crate::layout::Layout;
use crate::setup::wasm_target;

/// The release server and its site.
pub fn everything(layout: &Layout) -> Result<()> {
    site(layout)?;
    server::build(layout, server::Profile::Release)?;
    println!("server: {}", layout.server("release").display());
    println!("site:   {}", layout.site().display());
    Ok(())
}

/// The site folder: bundle, style sheet, public files and their compressed twins. What did not change since
/// the last time is not made again.
pub fn site(layout: &Layout) -> Result<()> {
    let toolchain = wasm_target::find_or_install()?;
    wasm::build(layout, &toolchain)?;
    let _lock = alone(layout)?;
    let mark = layout.cache().join("site.fingerprint");
    let inputs = fingerprint::of_site(layout)?;
    let up_to_date =
        layout.site().join("build.json").is_file() && fs::read_to_string(&mark).is_ok_and(|m| m == inputs);
    if up_to_date {
        return Ok(());
    }
    let start = Instant::now();
    publish::site(layout)?;
    fs::write(&mark, inputs).with_context(|| format!("cannot write {}", mark.display()))?;
    println!("site written in {:.1} s", start.elapsed().as_secs_f32());
    sizes::measure(&layout.site())?.print();
    Ok(())
}

/// Waits until no other run writes the site. The lock goes with the process, however that ends.
fn alone(layout: &Layout) -> Result<File> {
    let path = layout.cache().join("site.lock");
    fs::create_dir_all(layout.cache())?;
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    rustix::fs::flock(&file, FlockOperation::LockExclusive)?;
    Ok(file)
}
