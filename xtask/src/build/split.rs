//! One chunk per lazy page: takes the linked module apart and writes the JavaScript that loads the parts.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use super::pack::{self, Manifest};
use super::{glue, places, prune, tidy, traps};
use crate::layout::NAME;

/// The name that the lazy macros import their loaders from.
const LINK_NAME: &str = "./__wasm_split.______________________.js";

/// The server reads this to preload a page's chunks together with the page.
pub const MANIFEST: &str = "__wasm_split_manifest.json";

/// Writes `skydeck.js`, `skydeck_bg.wasm`, the chunks and their manifest into an existing folder.
pub fn bundle(linked: &Path, package: &Path) -> Result<()> {
    let module = fs::read(linked).with_context(|| format!("cannot read {}", linked.display()))?;
    let module = prune::unseen(&module)?;
    let module = traps::early(&module)?;
    let module = places::one(&module)?;
    let main = package.join("main.wasm");
    let main_module = format!("./{NAME}.js");
    let mut options = Options::new(&module);
    options.output_dir = package;
    options.main_out_path = &main;
    options.main_module = &main_module;
    options.link_name = LINK_NAME;
    let split = transform(options).map_err(|report| anyhow!("splitting the bundle failed: {report:?}"))?;

    let mut manifest: Manifest = split.prefetch_map.into_iter().collect();

    let mut bindgen = Bindgen::new();
    bindgen.input_path(&main).out_name(NAME).web(true)?;
    // The chunks link against names of the main module that nothing in it seems to use.
    bindgen.keep_lld_exports(true).demangle(false).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(package).context("wasm-bindgen failed")?;
    fs::remove_file(&main)?;
    let main = package.join(format!("{NAME}_bg.wasm"));
    let scripts = [package.join(format!("{NAME}.js")), package.join(LINK_NAME)];
    let names = glue::short_names(&fs::read_to_string(&scripts[0])?);
    for script in &scripts {
        fs::write(script, glue::short(&fs::read_to_string(script)?, &names))?;
    }
    // No `wasm-opt`: it takes 10 to 20 % off the module, and adds 3 to 7 % to what is left after brotli (version 108
    // instead of this, version 132 before it).
    for path in split.split_modules.iter().chain([&main]) {
        fs::write(path, tidy::module(&fs::read(path)?, &names)?)?;
    }
    pack::first_page(package, &scripts[1], &mut manifest)?;
    fs::write(package.join(MANIFEST), serde_json::to_vec(&manifest)?)?;
    Ok(())
}
