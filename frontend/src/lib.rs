//! The browser's entry: takes over the page that the server rendered.

/// Called by the page's start script once the bundle is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over();
}
