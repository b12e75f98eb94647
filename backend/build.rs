//! Makes a new migration a reason to build again: `sqlx::migrate!` reads a folder that cargo does not watch.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
