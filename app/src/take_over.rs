//! Taking over the page that the server rendered, in one go: its chunk is loaded first. The framework's other way,
//! waiting for the chunk in the middle of it, costs every view a second implementation; the build leaves that out.

use crate::routes;

/// Which chunk a page's code lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chunk {
    /// The main part: the page that says that there is none.
    None,
    /// The server list.
    ServerList,
    /// Every other page.
    Rest,
}

impl Chunk {
    /// That of the page at `path`.
    fn of(path: &str) -> Self {
        let first = |path: &str| path.split('/').find(|part| !part.is_empty()).map(str::to_owned);
        let asked = first(path);
        if path.trim_matches('/') == routes::SERVERS.trim_matches('/') {
            Self::ServerList
        } else if asked.is_some() && routes::PAGES.iter().any(|page| first(page) == asked) {
            Self::Rest
        } else {
            Self::None
        }
    }
}

/// Called once, by the browser's entry.
#[cfg(feature = "hydrate")]
pub fn take_over() {
    use leptos_router::LazyRoute;

    use crate::pages::RestPage;
    use crate::pages::servers::{ServerListPage, asks_for_sheet, preload_sheets};

    wasm_bindgen_futures::spawn_local(async {
        match Chunk::of(&leptos::prelude::window().location().pathname().unwrap_or_default()) {
            Chunk::None => {}
            Chunk::ServerList => {
                ServerListPage::preload().await;
                if asks_for_sheet() {
                    preload_sheets().await;
                }
            }
            Chunk::Rest => RestPage::preload().await,
        }
        leptos::mount::hydrate_body(crate::root::App);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_has_a_chunk_waits_for_it() {
        for page in routes::PAGES {
            let chunk = match page {
                routes::HOME => Chunk::None,
                routes::SERVERS => Chunk::ServerList,
                _ => Chunk::Rest,
            };
            assert_eq!(Chunk::of(page), chunk, "{page}");
        }
        assert_eq!(Chunk::of("/servers/"), Chunk::ServerList);
        assert_eq!(Chunk::of("/no/such/page"), Chunk::None);
    }
}
