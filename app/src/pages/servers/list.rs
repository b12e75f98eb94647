//! The page.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The page's data.
#[derive(Debug)]
pub struct ServersPage {}

#[lazy_route]
impl LazyRoute for ServersPage {
    fn data() -> Self {
        Self {}
    }

    fn view(this: Self) -> AnyView {
        let ServersPage {} = this;
        view! { <h1>"ServersPage"</h1> <a href="/servers">"all"</a> <a href="/servers/1">"one"</a> }.into_any()
    }
}
