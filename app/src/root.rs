//! The routes, and what every page can rely on.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{Lazy, SsrMode, path};

use crate::components::{Followed, Frame, follow_operations};
use crate::facts::Known;
use crate::live::Live;
use crate::pages::servers::ServerListPage;
use crate::pages::{NotFound, RestPage};
use crate::routes;
use crate::ui::provide_toasts;

/// All pages and the frame around them.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let known = Known::provide();
    let live = Live::provide();
    provide_toasts();
    let followed = Followed::provide();
    live.listen();
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            // A valid class name is always taken.
            let _taken = root.class_list().add_1("has-js");
        }
    });
    view! {
        <Title formatter=title text="Servers"/>
        <Router>
            <Upkeep known followed/>
            <Frame>
                <FlatRoutes fallback=NotFound>
                    <Route path=path!("/") view=|| view! { <Redirect path=routes::SERVERS/> } ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/setup/:token") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/servers") view={Lazy::<ServerListPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/servers/new") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/servers/:key") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/team/credentials") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/team/keys") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/activity") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/account") view={Lazy::<RestPage>::new()} ssr=SsrMode::Async/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}

/// The document's title. The framework writes it into the page as it stands, where the name of a server could end the
/// element and go on as markup; the browser's part sets it as text.
#[expect(clippy::needless_pass_by_value, reason = "the form that the framework calls")]
fn title(page: String) -> String {
    let title = format!("{page} · Skydeck");
    if cfg!(feature = "ssr") {
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        title
    }
}

/// What goes on for the life of the tab: announcing ends of operations, forgetting what a form once answered.
#[component]
fn Upkeep(
    /// The facts around the page.
    known: Known,
    /// The operations that are followed.
    followed: Followed,
) -> impl IntoView {
    follow_operations(followed);
    let path = use_location().pathname;
    Effect::new(move |seen: Option<String>| {
        let path = path.get();
        if seen.is_some_and(|seen| seen != path) {
            known.flash.set(None);
        }
        path
    });
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_router_has_exactly_the_listed_pages() {
        let listed: BTreeSet<String> = routes::PAGES
            .iter()
            .map(|page| page.replace("/:token", "/{token}").replace("/:key", "/{key}"))
            .collect();
        let routed = leptos_axum::generate_route_list(App);
        let routed: BTreeSet<String> = routed.iter().map(|route| route.path().to_owned()).collect();
        assert_eq!(routed, listed);
    }
}
