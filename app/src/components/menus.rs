//! The rail's two menus: which team, and the person's own things. Their forms are plain: the browser sends them itself.

use domain::view::SessionView;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::facts::Known;
use crate::routes;
use crate::ui::{Glyph, Icon, Menu, MenuButton, MenuHead, MenuLink, MenuSeparator, ThemeSwitch};

/// The acting team, and the others.
#[component]
pub fn TeamMenu(
    /// Who is signed in.
    session: SessionView,
) -> impl IntoView {
    let present = session.team.id;
    let teams = session
        .teams
        .into_iter()
        .map(|team| {
            let current = team.id == present;
            let icon = if current { Glyph::Check } else { Glyph::Team };
            view! {
                <MenuButton icon=icon name="team" value=team.id.to_string()>
                    {team.name} " " <span class="dim">{team.role.slug()}</span>
                </MenuButton>
            }
        })
        .collect_view();
    let trigger = view! { <Icon name=Glyph::Team/> <span class="rail-label truncate">{session.team.name}</span> <Icon name=Glyph::Down/> };
    view! {
        <Menu label="Switch team" trigger=trigger.into_any()>
            <MenuHead>"Act in"</MenuHead>
            <form method="post" action="/api/session/switch_team">{teams}</form>
        </Menu>
    }
}

/// Who is signed in, their page, the theme, and the way out.
#[component]
pub fn UserMenu(
    /// Who is signed in.
    session: SessionView,
) -> impl IntoView {
    let known = Known::get();
    let trigger =
        view! { <Icon name=Glyph::User/> <span class="rail-label truncate">{session.name.clone()}</span> };
    view! {
        <Menu up=true label="Your account" trigger=trigger.into_any()>
            <MenuHead><b>{session.name}</b> {session.email}</MenuHead>
            <MenuLink href=routes::ACCOUNT icon=Glyph::User>"Account"</MenuLink>
            <MenuSeparator/>
            <ThemeSwitch action="/api/session/theme" current=known.theme() back=use_location().pathname.get_untracked()/>
            <MenuSeparator/>
            <form method="post" action="/api/session/sign_out">
                <MenuButton icon=Glyph::SignOut>"Sign out"</MenuButton>
            </form>
        </Menu>
    }
}
