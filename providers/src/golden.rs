//! The documents' own bodies against reviewed snapshots (`tests/samples`, `tests/snapshots`).
//!
//! After a wanted change: `INSTA_UPDATE=always cargo test -p providers`, then read the difference.

use std::fmt::Debug;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::http::Reply;
use crate::wire::List;

/// A sample's text.
pub(crate) fn sample(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sample as an answer with status 200.
pub(crate) fn reply(file: &str) -> Reply {
    Reply::test(200, &sample(file))
}

/// Holds what a sample was read as against its snapshot.
#[track_caller]
pub(crate) fn check(file: &str, seen: &impl Debug) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_debug_snapshot!(file.trim_end_matches(".json").replace('/', "__"), seen);
    });
}

/// Every row of a list must be read.
#[track_caller]
pub(crate) fn list<W: DeserializeOwned + Default, T: Debug>(file: &str, map: impl Fn(&W) -> Option<T>) {
    let rows: List<W> = reply(file).json("list").unwrap();
    assert_eq!(rows.skipped, 0, "{file}");
    let seen: Vec<T> = rows.items.iter().map(|row| map(row).expect("a row that can be used")).collect();
    check(file, &seen);
}
