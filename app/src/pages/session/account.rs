//! The person's own page: who is signed in, in which team, with which role.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::{Failure, FlashBanner};
use crate::facts::Known;
use crate::ui::{Actions, Button, Glyph, PageHeader, Properties, Property, Section, ThemeSwitch};
use domain::policy::Verb;
use domain::{DomainError, ErrorKind};

/// The page. It has no data of its own: it shows the session.
pub fn account_page() -> AnyView {
    let known = Known::get();
    let Some(session) = known.session() else {
        let error = DomainError::new(ErrorKind::Unauthenticated, "Sign in to see your account.");
        return view! { <Title text="Account"/> <Failure error=error.into()/> }.into_any();
    };
    let rights = [
        (Verb::View, "see servers and activity"),
        (Verb::Power, "start, stop and restart servers"),
        (Verb::Mark, "tag and lock servers, write notes"),
        (
            Verb::Change,
            "change servers: their names, sizes, systems, passwords, disks, snapshots, addresses, and who pays",
        ),
        (Verb::Reveal, "see passwords that providers keep"),
        (Verb::Create, "create what costs money"),
        (Verb::Delete, "delete for good"),
        (Verb::BillingView, "see who pays for servers"),
        (Verb::CredentialManage, "add, replace and remove provider keys"),
    ];
    let may: Vec<&str> =
        rights.into_iter().filter(|(verb, _)| session.may(*verb)).map(|(_, words)| words).collect();
    view! {
        <Title text="Account"/>
        <FlashBanner/>
        <PageHeader title="Account"/>
        <Section id="you" title="You">
            <Properties>
                <Property label="Name">{session.name}</Property>
                <Property label="Email">{session.email}</Property>
                <Property label="Team">{session.team.name}</Property>
                <Property label="Role">{session.team.role.slug()}</Property>
                <Property label="You may">{may.join("; ")}</Property>
            </Properties>
        </Section>
        <Section id="theme" title="Theme">
            <ThemeSwitch action="/api/session/theme" current=known.theme() back=crate::routes::ACCOUNT/>
        </Section>
        <Section id="session" title="Session" note="Signing out ends this session on the server.">
            <form method="post" action="/api/session/sign_out">
                <Actions><Button icon=Glyph::SignOut>"Sign out"</Button></Actions>
            </form>
        </Section>
    }
    .into_any()
}
