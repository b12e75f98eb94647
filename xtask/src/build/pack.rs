//! The server list's chunks in one file. The splitter makes a chunk for every set of pages that share code, and each is a
//! request; the page that people open first gets all of its own in one. Pages that come later load what they lack by itself.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Chunks by split point, as the splitter names them.
pub type Manifest = BTreeMap<String, Vec<String>>;

/// The split point whose chunks go together.
const PAGE: &str = "server_list_page";

/// The file that they lie in, without its ending.
const PACK: &str = "server_list";

/// What the generated loader of a chunk does.
const LOADS: &str = "const src = fetch(new URL(\"./NAME.wasm\", import.meta.url));\nsrc.catch(() => {});\n\
                     return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n";

/// Where loaders begin: what they share goes in front.
const FIRST: &str = "function makeLoad(";

/// A part comes out of the pack when that was asked for before any part was loaded by itself; otherwise all are loaded by
/// themselves, so that nothing is fetched twice. A pack that could not be fetched is asked for again.
const SHARED: &str = "let pack, parted;\n\
    function together() {\n\
    if (parted || pack) return;\n\
    const here = pack = fetch(new URL(\"./PACK.wasm\", import.meta.url)).then(answer => {\n\
    if (!answer.ok) throw new TypeError(\"PACK.wasm: \" + answer.status);\n\
    return answer.arrayBuffer();\n\
    });\n\
    here.catch(() => { if (pack === here) pack = undefined; });\n\
    }\n\
    function part(file, from, to) {\n\
    if (pack) {\n\
    const all = pack;\n\
    return async (imports) => WebAssembly.instantiate((await all).slice(from, to), imports);\n\
    }\n\
    parted = true;\n\
    const src = fetch(new URL(file, import.meta.url));\n\
    src.catch(() => {});\n\
    return async (imports) => WebAssembly.instantiateStreaming(src, imports);\n\
    }\n";

/// Writes the pack beside the chunks, lets the script take them out of it, and names it in the manifest.
pub fn first_page(package: &Path, script: &Path, manifest: &mut Manifest) -> Result<()> {
    let page = manifest.keys().find(|name| name.contains(PAGE)).cloned();
    let page = page.with_context(|| format!("no split point is called {PAGE}"))?;
    let parts = manifest.insert(page.clone(), vec![PACK.to_owned()]).unwrap_or_default();
    let mut bytes = Vec::new();
    let mut places = Vec::new();
    for part in parts {
        let chunk = fs::read(package.join(format!("{part}.wasm")))
            .with_context(|| format!("the chunk {part} was not written"))?;
        let from = bytes.len();
        bytes.extend(chunk);
        places.push((part, from..bytes.len()));
    }
    fs::write(package.join(format!("{PACK}.wasm")), bytes)?;
    let text = rewritten(&fs::read_to_string(script)?, &page, &places)?;
    fs::write(script, text).with_context(|| format!("cannot write {}", script.display()))
}

/// The loaders' script with `places` taken out of the pack once `page` is asked for.
fn rewritten(script: &str, page: &str, places: &[(String, Range<usize>)]) -> Result<String> {
    let mut text = script.to_owned();
    for (name, place) in places {
        let loads = LOADS.replace("NAME", name);
        let part = format!("return part(\"./{name}.wasm\", {}, {});\n", place.start, place.end);
        text = replaced(&text, &loads, &part)?;
    }
    text = replaced(&text, FIRST, &format!("{}{FIRST}", SHARED.replace("PACK", PACK)))?;
    let begin = text.find(&format!("__wasm_split_load_{page} =")).context("the page has no loader")?;
    let (before, loader) = text.split_at(begin);
    let Some((load, rest)) = loader.split_once(", [") else { bail!("the page's loader reads differently") };
    Ok(format!("{before}{load}, [together, {rest}"))
}

fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    if text.matches(from).count() != 1 {
        bail!("the loaders' script reads differently: {from}");
    }
    Ok(text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "function makeLoad(fetcher, deps) {\n}\n\
        const __chunk_4 = makeLoad(() => {\n\
        const src = fetch(new URL(\"./chunk_4.wasm\", import.meta.url));\nsrc.catch(() => {});\n\
        return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n, []);\n\
        export const __wasm_split_load___server_list_page_view_1 = wrapAsyncCb(makeLoad(() => {\n\
        const src = fetch(new URL(\"./split___server_list_page_view_1.wasm\", import.meta.url));\nsrc.catch(() => {});\n\
        return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n, [__chunk_4]));\n";

    fn places() -> Vec<(String, Range<usize>)> {
        vec![("chunk_4".to_owned(), 0..7), ("split___server_list_page_view_1".to_owned(), 7..19)]
    }

    #[test]
    fn parts_come_out_of_the_pack() {
        let text = rewritten(SCRIPT, "__server_list_page_view_1", &places()).unwrap();
        assert!(text.contains("return part(\"./chunk_4.wasm\", 0, 7);"), "{text}");
        assert!(text.contains("return part(\"./split___server_list_page_view_1.wasm\", 7, 19);"), "{text}");
        assert!(text.contains("}\n, [together, __chunk_4]));"), "{text}");
        assert!(text.starts_with("let pack, parted;\n") && text.contains("./server_list.wasm"), "{text}");
    }

    #[test]
    fn a_script_that_reads_differently_is_no_script() {
        assert!(rewritten("", "__server_list_page_view_1", &places()).is_err());
        assert!(rewritten(SCRIPT, "__other_page_view_1", &places()).is_err());
        assert!(
            rewritten(&SCRIPT.replace("src.catch", "src.then"), "__server_list_page_view_1", &places())
                .is_err()
        );
    }
}
