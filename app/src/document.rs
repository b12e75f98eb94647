//! The HTML document around every page, with the two things that must not wait: the theme and the recovery script.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::root::App;
#[cfg(feature = "ssr")]
use crate::ssr;
use crate::ui::Theme;

/// Takes over when the browser's part breaks, say because a page's chunk is gone after an upgrade: the address that the
/// person asked for is loaded as an ordinary page, once, and from then on links and forms work as without script.
const RECOVERY: &str = include_str!("recovery.js");

/// How often a page without script is loaded anew while a change is under way.
#[cfg(feature = "ssr")]
const REFRESH_SECONDS: &str = "3";

/// The document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    let more = format!("/{}/more.css", options.site_pkg_dir);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme().as_attr()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="One deck over all of a team's clouds."/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href="/fonts/inter-latin-wght.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=style/>
                <link rel="stylesheet" href=more media=later()/>
                <script nonce=use_nonce()>{RECOVERY}</script>
                <HydrationScripts options/>
                {refresh()}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The server list is painted without the second style sheet: browsers fetch what is for paper when they have nothing better
/// to do, and the recovery script makes it count on the screen too. Without script it is not needed there.
#[cfg(feature = "ssr")]
fn later() -> Option<&'static str> {
    ssr::shows_bare_list().then_some("print")
}

#[cfg(not(feature = "ssr"))]
fn later() -> Option<&'static str> {
    None
}

/// In a browser without script, the page of a server or of a batch loads itself anew while a change is under way there. It stands in
/// the head, which the browser's part never takes over.
#[cfg(feature = "ssr")]
fn refresh() -> AnyView {
    if !ssr::shows_moving() {
        return ().into_any();
    }
    view! { <noscript><meta http-equiv="refresh" content=REFRESH_SECONDS/></noscript> }.into_any()
}

#[cfg(not(feature = "ssr"))]
fn refresh() -> AnyView {
    ().into_any()
}

#[cfg(feature = "ssr")]
fn theme() -> Theme {
    ssr::theme()
}

#[cfg(not(feature = "ssr"))]
fn theme() -> Theme {
    Theme::System
}
