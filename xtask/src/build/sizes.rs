//! What a browser downloads before a page is usable, and the limits on that.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{assets, split};

/// The page that the budget is about.
const MEASURED_PAGE: &str = "server_list_page";

/// Above this the comparison with other consoles is lost; the test command fails.
const LIMIT_KIB: f64 = 321.0;

/// Above this the test command warns.
const GOAL_KIB: f64 = 250.0;

/// One round trip carries about this much.
const STYLE_LIMIT_BYTES: u64 = 8_000;

/// Sizes in bytes, compressed with brotli.
#[derive(Debug)]
pub struct Sizes {
    /// JavaScript that every page loads.
    pub scripts: u64,
    /// The part of the wasm that every page loads.
    pub main: u64,
    /// All style sheets.
    pub styles: u64,
    /// The one that a page waits for before it is painted.
    pub style: u64,
    /// Chunks by page.
    pub pages: BTreeMap<String, Chunks>,
    /// How many files every page loads: scripts, the main module, the style sheets.
    common_files: usize,
}

/// What a page loads beside the common files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chunks {
    /// Their size together.
    pub bytes: u64,
    /// How many there are.
    pub files: usize,
}

/// Measures a finished site.
pub fn measure(site: &Path) -> Result<Sizes> {
    let text = fs::read_to_string(site.join("build.json")).context("the site is not built")?;
    let build: serde_json::Value = serde_json::from_str(&text)?;
    let package = site.join(build["pkg"].as_str().context("build.json names no pkg")?);
    let manifest = fs::read_to_string(package.join(split::MANIFEST))?;
    let manifest: BTreeMap<String, Vec<String>> = serde_json::from_str(&manifest)?;

    let (mut scripts, mut styles, mut style, mut wasm) = (0, 0, 0, BTreeMap::new());
    let mut common_files = 1;
    for path in assets::files(&package)? {
        let size = transferred(&package.join(&path))?;
        match path.extension().and_then(|e| e.to_str()) {
            Some("js") => {
                scripts += size;
                common_files += 1;
            }
            Some("css") => {
                styles += size;
                if path.file_stem().is_some_and(|stem| stem == crate::layout::NAME) {
                    style = size;
                }
                common_files += 1;
            }
            Some("wasm") => {
                wasm.insert(path.with_extension(""), size);
            }
            _ => {}
        }
    }
    let chunk = |name: &String| {
        wasm.get(&PathBuf::from(name)).copied().with_context(|| format!("the chunk {name} was not written"))
    };
    let mut pages = BTreeMap::new();
    for (page, chunks) in &manifest {
        let bytes = chunks.iter().map(chunk).sum::<Result<u64>>()?;
        pages.insert(page_name(page), Chunks { bytes, files: chunks.len() });
    }
    let main = chunk(&format!("{}_bg", crate::layout::NAME))?;
    Ok(Sizes { scripts, main, styles, style, pages, common_files })
}

/// The size of the brotli twin, or of the file where it has none.
fn transferred(path: &Path) -> Result<u64> {
    let twin = PathBuf::from(format!("{}.br", path.display()));
    let sent = if twin.is_file() { twin } else { path.to_owned() };
    Ok(fs::metadata(&sent).with_context(|| format!("cannot read {}", sent.display()))?.len())
}

/// Drops the number that makes a split point unique: `__account_page_view_123` becomes `account_page`.
fn page_name(split_point: &str) -> String {
    let name = split_point.rsplit_once('_').map_or(split_point, |(name, _)| name);
    name.trim_start_matches('_').trim_end_matches("_view").to_owned()
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

impl Sizes {
    /// Everything that a first visit to a page downloads, in KiB.
    fn first_load_kib(&self, chunks: Chunks) -> f64 {
        kib(self.scripts + self.main + self.styles + chunks.bytes)
    }

    /// A table of all pages.
    pub fn print(&self) {
        println!("first load, KiB after brotli");
        println!(
            "  {:<28}{:>7}{:>8}{:>8}{:>7}{:>8}{:>7}",
            "page", "js", "main", "chunks", "css", "total", "files"
        );
        for (page, chunks) in &self.pages {
            println!(
                "  {page:<28}{:>7.1}{:>8.1}{:>8.1}{:>7.1}{:>8.1}{:>7}",
                kib(self.scripts),
                kib(self.main),
                kib(chunks.bytes),
                kib(self.styles),
                self.first_load_kib(*chunks),
                self.common_files + chunks.files,
            );
        }
    }

    /// Fails when a limit is passed.
    pub fn check(&self) -> Result<()> {
        let chunks = self
            .pages
            .get(MEASURED_PAGE)
            .with_context(|| format!("no lazy page is called {MEASURED_PAGE}"))?;
        let total = self.first_load_kib(*chunks);
        if total > LIMIT_KIB {
            bail!("the first load of the server list is {total:.1} KiB, more than {LIMIT_KIB}");
        }
        if total > GOAL_KIB {
            println!("warning: the first load of the server list is {total:.1} KiB, the goal is {GOAL_KIB}");
        }
        if self.style > STYLE_LIMIT_BYTES {
            bail!("the style sheet is {} bytes after brotli, more than {STYLE_LIMIT_BYTES}", self.style);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(main: u64, style: u64) -> Sizes {
        let pages = BTreeMap::from([("server_list_page".into(), Chunks { bytes: 20_000, files: 2 })]);
        Sizes { scripts: 10_000, main, styles: style + 3_000, style, pages, common_files: 4 }
    }

    #[test]
    fn a_split_points_number_is_no_part_of_the_pages_name() {
        assert_eq!(page_name("__server_list_page_view_18182"), "server_list_page");
        assert_eq!(page_name("plain"), "plain");
    }

    #[test]
    fn the_limits_are_limits() {
        assert!(sizes(200_000, 7_000).check().is_ok());
        assert!(sizes(300_000, 7_000).check().is_err());
        assert!(sizes(200_000, 9_000).check().is_err());
        let unknown = Sizes { pages: BTreeMap::new(), ..sizes(1, 1) };
        assert!(unknown.check().is_err());
    }
}
