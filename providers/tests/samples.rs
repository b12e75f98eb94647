//! The printed examples are whole: each parses, each is named with its operation, none is missing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ENDPOINTS: &str = include_str!("endpoints.tsv");
const MANIFEST: &str = include_str!("samples/manifest.tsv");

/// Provider, method and path: what makes an operation of `endpoints.tsv`.
type Operation = (String, String, String);

struct Row {
    operations: Vec<Operation>,
    kind: &'static str,
    /// Below `samples/`; `None` where the document prints no body.
    file: Option<&'static str>,
    title: &'static str,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The columns of each line after the header.
fn lines<const N: usize>(text: &'static str, header: [&str; N]) -> Vec<[&'static str; N]> {
    let columns = |line: &'static str| -> [&'static str; N] {
        let columns: Vec<_> = line.split('\t').collect();
        columns.try_into().unwrap_or_else(|_| panic!("not {N} columns: {line}"))
    };
    let mut lines = text.lines().map(columns);
    assert_eq!(lines.next().unwrap(), header);
    lines.collect()
}

fn operation(provider: &str, method: &str, path: &str) -> Operation {
    (provider.to_owned(), method.to_owned(), path.to_owned())
}

fn operations() -> BTreeSet<Operation> {
    let header = ["provider", "family", "method", "path", "title", "encoding", "success_body", "notes"];
    let all = lines(ENDPOINTS, header);
    let set: BTreeSet<_> = all.iter().map(|[p, _, m, path, ..]| operation(p, m, path)).collect();
    assert_eq!(set.len(), all.len(), "an operation stands twice in endpoints.tsv");
    set
}

fn manifest() -> Vec<Row> {
    let header = ["document", "method", "path", "kind", "file", "mended", "title"];
    let row = |[document, method, path, kind, file, _mended, title]: [&'static str; 7]| {
        let providers = match document {
            "virtua" | "idcloudhost" | "elastis" => vec![document],
            "both" => vec!["idcloudhost", "elastis"],
            other => panic!("no such document: {other}"),
        };
        Row {
            operations: providers.iter().map(|provider| operation(provider, method, path)).collect(),
            kind,
            file: (file != "-").then_some(file),
            title,
        }
    };
    lines(MANIFEST, header).into_iter().map(row).collect()
}

/// Every `.json` below `folder`, named from `samples/` on.
fn files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else if name != "manifest.tsv" {
            found.insert(name);
        }
    }
}

fn all_files() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    files(&folder(), "", &mut found);
    found
}

#[test]
fn every_sample_parses() {
    let files = all_files();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(folder().join(&file)).unwrap();
        if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
            panic!("{file}: {error}");
        }
    }
}

#[test]
fn the_manifest_names_every_sample_once() {
    let named: Vec<_> = manifest().iter().filter_map(|row| row.file).map(str::to_owned).collect();
    let set: BTreeSet<_> = named.iter().cloned().collect();
    assert_eq!(set.len(), named.len(), "a sample is named twice");
    let there = all_files();
    assert_eq!(there.difference(&set).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the manifest");
    assert_eq!(set.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the folder");
}

#[test]
fn every_operation_has_its_samples_or_a_reason_for_none() {
    let operations = operations();
    let mut covered = BTreeSet::new();
    for row in manifest() {
        assert!(["reply", "request", "error"].contains(&row.kind), "{}: kind {}", row.title, row.kind);
        let reasoned = row.title.contains(": ");
        assert_eq!(row.file.is_none(), reasoned, "{}: a file or a reason, not both", row.title);
        for operation in row.operations {
            assert!(operations.contains(&operation), "{}: no operation {operation:?}", row.title);
            covered.insert(operation);
        }
    }
    let bare: Vec<_> = operations.difference(&covered).collect();
    assert!(bare.is_empty(), "no row in the manifest: {bare:?}");
}
