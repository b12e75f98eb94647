//! What is shown where no page is.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::set_status;
use crate::routes;
use crate::ui::{Art, Empty, LinkButton, PageHeader, Tone};

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    view! {
        <Title text="Page not found"/>
        <PageHeader title="Page not found"/>
        <Empty title="There is no page at this address. Nothing was changed." art=Art::Search>
            <LinkButton href=routes::SERVERS tone=Tone::Primary>"Go to servers"</LinkButton>
        </Empty>
    }
}
