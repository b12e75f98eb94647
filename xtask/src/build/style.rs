//! The style sheet: `style/main.css` with everything it imports, in one small file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

/// Browsers of autumn 2024: nesting, `oklch()` and `light-dark()` are native and stay as written.
const BROWSERS: Browsers = Browsers {
    chrome: Some(130 << 16),
    edge: Some(130 << 16),
    firefox: Some(132 << 16),
    safari: Some(18 << 16 | 1 << 8),
    ios_saf: Some(18 << 16 | 1 << 8),
    android: None,
    ie: None,
    opera: None,
    samsung: None,
};

/// Bundles and minifies `entry` into the file `out`.
pub fn bundle(entry: &Path, out: &Path) -> Result<()> {
    if !entry.is_file() {
        return Err(anyhow!("there is no style sheet at {}", entry.display()));
    }
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // The errors borrow from the sources and have their own idea of `Display`, so they become text here.
    let mut sheet =
        bundler.bundle(entry).map_err(|error| anyhow!("{error}")).context("the style sheet is wrong")?;
    let targets = Targets::from(BROWSERS);
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("{error}"))
        .context("minifying the style sheet failed")?;
    let text = sheet
        .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("{error}"))
        .context("printing the style sheet failed")?;
    fs::write(out, text.code).with_context(|| format!("cannot write {}", out.display()))
}
