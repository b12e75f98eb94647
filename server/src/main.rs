//! Skydeck.
fn main() {}
