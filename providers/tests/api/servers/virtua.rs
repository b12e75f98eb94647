//! The family at Virtua.

use std::time::Duration;

use domain::change::{Ipv6Block, RebuildFrom, ServerChange, ServerOrder};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use domain::plan::{ImageKind, Plan};
use domain::power::PowerCall;
use domain::server::ServerState;
use domain::server_password::ServerPassword;
use providers::error::Refusal;
use providers::family::Progress;
use secrecy::ExposeSecret;
use simulators::{Fault, FaultKind, SimOptions, VirtuaUnknown};

use super::{apply, id, read, refused};
use crate::common::{Deck, KINDS, fast, patient};

pub async fn walk(deck: &Deck) {
    catalogue(deck).await;
    let server = order(deck).await;
    let listed = deck.provider.compute().unwrap().list(&deck.credential, GLOBAL).await.unwrap();
    assert!(listed.iter().any(|known| known.id == server), "{server}");
    refusals(deck).await;
    resize(deck, &server).await;
    power(deck, &server).await;
    passwords(deck, &server).await;
    rebuild(deck, &server).await;
    destroy(deck, &server).await;
}

/// Lets everything that was begun end.
fn finish(deck: &Deck) {
    deck.control().advance(Duration::from_secs(180));
}

async fn catalogue(deck: &Deck) {
    let public = deck.provider.catalogue().unwrap().read(&deck.credential.endpoint).await.unwrap();
    let sent = deck.control().log().pop().unwrap();
    assert!(sent.path.ends_with("/offers") && sent.scheme.is_none(), "{sent:?}");
    let plans = deck.provider.plans().unwrap().list(&deck.credential, GLOBAL).await.unwrap();
    // The list with a key leaves out what is sold out; the rest is the same, but for one figure.
    let mut open: Vec<_> =
        public.plans.into_iter().filter(|plan| !plan.extras.as_ref().unwrap().is_sold_out).collect();
    for plan in &mut open {
        let known = plans.iter().find(|known| known.id == plan.id).unwrap();
        plan.extras.as_mut().unwrap().extra_disk_price =
            known.extras.as_ref().unwrap().extra_disk_price.clone();
        assert_eq!(plan, known);
    }
    assert_eq!(open.len(), plans.len());
    sold_out(deck, &plans).await;
    assert!(public.locations.len() > 2 && public.terms.len() == 3 && public.tax_included == Some(false));
    let images = deck.provider.images().unwrap();
    let all = images.list(&deck.credential, ImageKind::All).await.unwrap();
    assert!(all.iter().any(|image| image.is_windows));
    assert_eq!(images.list(&deck.credential, ImageKind::Plain).await.unwrap(), all);
    assert_eq!(images.list(&deck.credential, ImageKind::App).await.unwrap(), []);
}

/// What the public list says is sold out is marked; when that list does not answer, plans are listed all the same.
async fn sold_out(deck: &Deck, open: &[Plan]) {
    let gone = "vcs-1-ryzen.par01fr";
    let listed = async || deck.provider.plans().unwrap().list(&deck.credential, GLOBAL).await.unwrap();
    let body = format!(
        r#"{{"success":true,"zones":[{{"code":"par01fr","state":"sold_out"}}],
        "plans":[{{"key":"a","zones":[{{"code":"par01fr","offer_id":"{gone}"}}]}}]}}"#
    );
    deck.inject(Fault::new("/offers", FaultKind::Answer { status: 200, body }));
    let marked: Vec<_> = listed().await;
    let is_marked = |plan: &&Plan| plan.extras.as_ref().is_some_and(|extras| extras.is_sold_out);
    assert_eq!(marked.iter().filter(is_marked).map(|plan| plan.id.as_str()).collect::<Vec<_>>(), [gone]);
    assert_eq!(marked.len(), open.len());
    deck.inject(Fault::new("/offers", FaultKind::ServerError));
    assert_eq!(listed().await, open);
}

async fn a_project(deck: &Deck) -> ProviderResourceId {
    let projects = deck.provider.projects().unwrap().list(&deck.credential).await.unwrap();
    assert!(projects.iter().all(|project| project.month_so_far.is_some() && project.created_at.is_some()));
    projects[0].id.clone()
}

async fn wanted(deck: &Deck) -> ServerOrder {
    ServerOrder {
        project: a_project(deck).await,
        plan: id("vcs-1-ryzen.par01fr"),
        system: id("debian-12-64"),
        ipv6: Some(Ipv6Block::One),
        hostname: Some("walk.example.com".to_owned()),
    }
}

async fn servers_in_use(deck: &Deck) -> (u32, u32) {
    let allowance = deck.provider.allowance().unwrap().read(&deck.credential).await.unwrap();
    assert!(allowance.spending.balance.is_some() && allowance.time_zone.as_deref() == Some("Europe/Paris"));
    (allowance.used.servers.unwrap(), allowance.servers_most.unwrap())
}

async fn order(deck: &Deck) -> ProviderResourceId {
    let (before, _) = servers_in_use(deck).await;
    let applied = apply(deck, GLOBAL, ServerChange::Order(wanted(deck).await)).await.unwrap();
    assert_eq!(applied.progress, Progress::Working);
    let made = applied.id.unwrap();
    finish(deck);
    let server = read(deck, GLOBAL, &made).await;
    assert!(deck.compute().list(&deck.credential, GLOBAL).await.unwrap().contains(&server));
    assert_eq!((server.state, server.hostname.as_deref()), (ServerState::Running, Some("walk.example.com")));
    assert_eq!((server.vcpus, server.memory_mib, server.disk_gib), (Some(1), Some(1024), Some(20)));
    assert_eq!((server.location.slug.as_str(), server.addresses.len()), ("par01fr", 2));
    assert_eq!(servers_in_use(deck).await.0, before + 1);
    made
}

async fn refusals(deck: &Deck) {
    let good = wanted(deck).await;
    for (bad, words) in [
        (ServerOrder { project: id("x"), ..good.clone() }, "project"),
        (ServerOrder { plan: id("vcs-1-ryzen"), ..good.clone() }, "offer"),
        (ServerOrder { plan: id("vcs-1-ryzen.lil01fr"), ..good.clone() }, "sold out"),
        (ServerOrder { system: id("debian-10-64"), ..good.clone() }, "system"),
        (ServerOrder { system: id("win2k22-std-en-64"), ..good.clone() }, "not available"),
    ] {
        let (_, _, message) = refused(apply(deck, GLOBAL, ServerChange::Order(bad)).await);
        assert!(message.contains(words), "{message}");
    }
    let (used, most) = servers_in_use(deck).await;
    let mut more = Vec::new();
    for _ in used..most {
        more.push(apply(deck, GLOBAL, ServerChange::Order(good.clone())).await.unwrap().id.unwrap());
    }
    let (class, _, message) = refused(apply(deck, GLOBAL, ServerChange::Order(good)).await);
    assert!(class == Refusal::NotAllowed && message.contains("limit"), "{message}");
    finish(deck);
    for id in more {
        apply(deck, GLOBAL, ServerChange::Delete { id }).await.unwrap();
    }
}

async fn resize(deck: &Deck, server: &ProviderResourceId) {
    let to = |plan: &str, grow_disk| ServerChange::Resize { id: server.clone(), plan: id(plan), grow_disk };
    let applied = apply(deck, GLOBAL, to("vcs-4-ryzen.par01fr", false)).await.unwrap();
    assert_eq!(applied.progress, Progress::Working);
    finish(deck);
    let now = read(deck, GLOBAL, server).await;
    assert_eq!((now.vcpus, now.disk_gib, &now.state), (Some(4), Some(20), &ServerState::Running));
    assert_eq!(now.details.plan, Some(id("vcs-4-ryzen.par01fr")));
    // The disk can follow later, and never comes back.
    apply(deck, GLOBAL, to("vcs-4-ryzen.par01fr", true)).await.unwrap();
    finish(deck);
    assert_eq!(read(deck, GLOBAL, server).await.disk_gib, Some(80));
    for (plan, grow, words) in [
        ("vcs-4-ryzen.par01fr", true, "already"),
        ("vcs-1-ryzen.par01fr", true, "smaller"),
        ("vcs-8-ryzen.fra01de", false, "another zone"),
        ("vcs-4-win-ryzen.par01fr", false, "does not fit"),
        ("vcs-9", false, "does not exist"),
    ] {
        let (_, _, message) = refused(apply(deck, GLOBAL, to(plan, grow)).await);
        assert!(message.contains(words), "{message}");
    }
}

async fn power(deck: &Deck, server: &ProviderResourceId) {
    for (call, state) in [
        (PowerCall::Stop, ServerState::Stopped),
        (PowerCall::Start, ServerState::Running),
        (PowerCall::Restart, ServerState::Running),
    ] {
        deck.power(GLOBAL, server, call).await.unwrap();
        finish(deck);
        assert_eq!(read(deck, GLOBAL, server).await.state, state);
    }
}

async fn passwords(deck: &Deck, server: &ProviderResourceId) {
    let read = async |which| {
        let passwords = deck.provider.passwords().unwrap();
        passwords.read(&deck.credential, GLOBAL, server, which).await
    };
    let (root, rescue) =
        (read(ServerPassword::Root).await.unwrap(), read(ServerPassword::Rescue).await.unwrap());
    assert_ne!(root.password.value.expose_secret(), rescue.password.value.expose_secret());
    assert!(!format!("{root:?}").contains(root.password.value.expose_secret()));
    let manager = read(ServerPassword::Manager).await.unwrap();
    assert_eq!(manager.username.as_deref(), Some("manager"));
    // Where the older call is not known, the newer one is asked, once.
    let before = deck.control().writes();
    let path = format!("/cloud-server/{}/password", server.0);
    let lost = FaultKind::Answer { status: 405, body: String::new() };
    deck.inject(Fault::new(&path, lost).on("GET").always());
    let again = read(ServerPassword::Root).await.unwrap();
    assert_eq!(again.password.value.expose_secret(), root.password.value.expose_secret());
    assert_eq!((again.username.as_deref(), deck.control().writes()), (Some("root"), before + 1));
    deck.control().clear_faults();
    let unknown = id("00000000-0000-4000-8000-000000000000");
    let gone = deck
        .provider
        .passwords()
        .unwrap()
        .read(&deck.credential, GLOBAL, &unknown, ServerPassword::Root)
        .await;
    assert!(gone.unwrap_err().is_gone());
}

async fn rebuild(deck: &Deck, server: &ProviderResourceId) {
    let from = |from| ServerChange::Rebuild { id: server.clone(), from };
    let (_, _, message) = refused(apply(deck, GLOBAL, from(RebuildFrom::System(id("beos-5")))).await);
    assert!(message.contains("does not exist"), "{message}");
    apply(deck, GLOBAL, from(RebuildFrom::System(id("ubuntu-24.04-64")))).await.unwrap();
    finish(deck);
    let now = read(deck, GLOBAL, server).await;
    assert_eq!((now.image.as_deref(), now.state), (Some("Ubuntu 24.04 LTS (64 bits)"), ServerState::Running));
    apply(deck, GLOBAL, from(RebuildFrom::Iso(id("rescue.iso")))).await.unwrap();
    finish(deck);
}

async fn destroy(deck: &Deck, server: &ProviderResourceId) {
    let (before, _) = servers_in_use(deck).await;
    let applied = apply(deck, GLOBAL, ServerChange::Delete { id: server.clone() }).await.unwrap();
    assert_eq!(applied.progress, Progress::Done);
    let gone = deck.compute().get(&deck.credential, GLOBAL, server).await.unwrap_err();
    assert!(gone.is_gone(), "{gone:?}");
    assert_eq!(servers_in_use(deck).await.0, before - 1);
}

#[tokio::test]
async fn what_was_begun_is_seen_to_go_on_and_to_end() {
    let deck = Deck::start(KINDS[0], SimOptions::default(), patient()).await;
    let made = apply(&deck, GLOBAL, ServerChange::Order(wanted(&deck).await)).await.unwrap().id.unwrap();
    let state = async || read(&deck, GLOBAL, &made).await.state;
    assert_eq!(state().await, ServerState::Provisioning);
    let early = ServerChange::Delete { id: made.clone() };
    assert_eq!(refused(apply(&deck, GLOBAL, early).await).0, Refusal::Conflict);
    finish(&deck);
    assert_eq!(state().await, ServerState::Running);
    let resize = ServerChange::Resize { id: made.clone(), plan: id("vcs-2-ryzen.par01fr"), grow_disk: true };
    apply(&deck, GLOBAL, resize.clone()).await.unwrap();
    assert_eq!(state().await, ServerState::Busy);
    assert_eq!(refused(apply(&deck, GLOBAL, resize).await).0, Refusal::Conflict);
    finish(&deck);
    assert_eq!(read(&deck, GLOBAL, &made).await.memory_mib, Some(4096));
}

/// No document says what a 404 about a server looks like.
#[tokio::test]
async fn a_deleted_server_is_gone_whatever_the_404_says() {
    for unknown in [VirtuaUnknown::Words, VirtuaUnknown::Code, VirtuaUnknown::Bare] {
        let deck = Deck::start(KINDS[0], SimOptions { unknown, ..fast() }, patient()).await;
        let (_, server) = deck.server_that_is("stopped").await;
        apply(&deck, GLOBAL, ServerChange::Delete { id: server.clone() }).await.unwrap();
        let gone = deck.compute().get(&deck.credential, GLOBAL, &server).await.unwrap_err();
        assert!(gone.is_gone() && gone.status() == Some(404), "{unknown:?}: {gone:?}");
    }
}

#[tokio::test]
async fn a_404_about_a_server_that_the_list_has_is_not_gone() {
    let deck = Deck::start(KINDS[0], SimOptions { unknown: VirtuaUnknown::Bare, ..fast() }, patient()).await;
    let (_, server) = deck.server_that_is("running").await;
    let bare = |path: String| Fault::new(path, FaultKind::Answer { status: 404, body: String::new() });
    let list = |body: &str| {
        let answer = FaultKind::Answer { status: 200, body: body.to_owned() };
        Fault::new("/cloud-server", answer).on("GET")
    };
    let get = async || deck.compute().get(&deck.credential, GLOBAL, &server).await.unwrap_err();
    deck.inject(bare(format!("/cloud-server/{}", server.0)));
    assert_eq!(get().await.refusal(), Some(Refusal::UnknownRoute), "the list has it");
    for (what, answer) in [
        ("another path", bare("/cloud-server".to_owned())),
        ("half a list", list(r#"{"success":true,"cloud_servers":[{"name":"without an id"}]}"#)),
        ("an odd row", list(r#"{"success":true,"cloud_servers":[7]}"#)),
        ("no list", list(r#"{"success":true}"#)),
        ("a refusal", list(r#"{"success":false,"cloud_servers":[]}"#)),
        ("a failure", Fault::new("/cloud-server", FaultKind::ServerError)),
    ] {
        deck.inject(bare(format!("/cloud-server/{}", server.0)));
        deck.inject(answer);
        assert!(!get().await.is_gone(), "{what}");
        deck.control().clear_faults();
    }
    assert!(deck.compute().get(&deck.credential, GLOBAL, &server).await.is_ok());
}
