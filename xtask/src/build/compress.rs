//! Compressed twins beside the site's files, so that the server never compresses them while someone waits.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::{assets, fingerprint};

const KINDS: [&str; 10] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Below this many bytes the headers weigh more than what compression saves.
const SMALLEST: usize = 200;

/// Writes `.br` and `.gz` beside every file that gains from them. Results are kept in `cache` by content.
pub fn folder(site: &Path, cache: &Path) -> Result<()> {
    fs::create_dir_all(cache)?;
    let mut paths = Vec::new();
    for path in assets::files(site)? {
        if path.extension().and_then(|e| e.to_str()).is_some_and(|e| KINDS.contains(&e)) {
            paths.push(site.join(path));
        }
    }
    // The biggest first: two workers then end at about the same time.
    paths.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |m| m.len())));
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 8));
    let used = thread::scope(|scope| -> Result<BTreeSet<PathBuf>> {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&paths, &next, cache))).collect();
        let mut used = BTreeSet::new();
        for handle in handles {
            used.extend(handle.join().map_err(|_| anyhow!("a compression thread panicked"))??);
        }
        Ok(used)
    })?;
    for path in assets::files(cache)? {
        let path = cache.join(path);
        if !used.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn work(paths: &[PathBuf], next: &AtomicUsize, cache: &Path) -> Result<Vec<PathBuf>> {
    let mut used = Vec::new();
    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
        let content = fs::read(path)?;
        if content.len() < SMALLEST {
            continue;
        }
        let key = fingerprint::hex(&content);
        for (ending, compress) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
            let kept = cache.join(format!("{key}.{ending}"));
            if !kept.is_file() {
                write_whole(&kept, &compress(&content)?)?;
            }
            used.push(kept.clone());
            if fs::metadata(&kept)?.len() < content.len() as u64 {
                let mut twin = path.clone().into_os_string();
                twin.push(format!(".{ending}"));
                fs::copy(&kept, &twin).with_context(|| format!("cannot write {}", twin.display()))?;
            }
        }
    }
    Ok(used)
}

/// An interrupted run must not leave half a file that the next one trusts.
fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let half = path.with_extension("half");
    fs::write(&half, content)?;
    fs::rename(&half, path).with_context(|| format!("cannot write {}", path.display()))
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn twins_hold_the_same_content_and_small_or_dense_files_have_none() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (site, cache) = (folder.path().join("site"), folder.path().join("cache"));
        fs::create_dir_all(site.join("pkg"))?;
        let text = "body { color: black }\n".repeat(100);
        fs::write(site.join("pkg/a.css"), &text)?;
        fs::write(site.join("tiny.css"), "a{}")?;
        fs::write(site.join("photo.png"), &text)?;
        super::folder(&site, &cache)?;

        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &*fs::read(site.join("pkg/a.css.br"))?, &mut plain)?;
        assert_eq!(plain, text.as_bytes());
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*fs::read(site.join("pkg/a.css.gz"))?).read_to_string(&mut plain)?;
        assert_eq!(plain, text);
        assert!(!site.join("tiny.css.br").exists());
        assert!(!site.join("photo.png.gz").exists());
        assert_eq!(assets::files(&cache)?.len(), 2);

        // What no file has any more is forgotten.
        fs::write(site.join("pkg/a.css"), text.replace("black", "white"))?;
        for twin in ["pkg/a.css.br", "pkg/a.css.gz"] {
            fs::remove_file(site.join(twin))?;
        }
        super::folder(&site, &cache)?;
        assert_eq!(assets::files(&cache)?.len(), 2);
        Ok(())
    }
}
