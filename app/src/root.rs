//! The document and the routes.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::Lazy;
use leptos_router::SsrMode;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::pages::servers::{ServerPage, ServersPage};

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// All pages and the frame around them.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Skydeck"/>
        <Router>
            <main>
                <Routes fallback=|| "Not found">
                    <Route path=path!("/servers") view={Lazy::<ServersPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/servers/:key") view={Lazy::<ServerPage>::new()} ssr=SsrMode::Async/>
                </Routes>
            </main>
        </Router>
    }
}
