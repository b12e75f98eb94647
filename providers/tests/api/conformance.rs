//! What every provider must do, against every simulator, over real HTTP.

use std::time::Duration;

use crate::common::{Deck, KINDS, fast, patient, within};
use domain::capability::Family;
use domain::change::{Change, ServerChange};
use domain::ids::ProviderResourceId;
use domain::plan::ImageKind;
use domain::power::{PowerAction, PowerCall};
use domain::provider::Brand;
use domain::server::{AddressScope, ServerState};
use providers::error::{NoAnswer, ProviderError, Refusal};
use providers::family::Progress;
use providers::{Options, Registry};
use simulators::{Fault, FaultKind, SimKind, SimOptions, VirtuaPaths, VirtuaScheme};

async fn decks() -> Vec<Deck> {
    let mut decks = Vec::new();
    for kind in KINDS {
        decks.push(Deck::start(kind, fast(), patient()).await);
    }
    decks
}

#[test]
fn capabilities_are_the_families_that_exist() {
    let registry = Registry::new(Options::default()).unwrap();
    for brand in Brand::ALL {
        let provider = registry.provider(brand);
        let capabilities = provider.capabilities();
        assert_eq!(capabilities.brand, brand);
        for family in Family::ALL.iter().copied() {
            let exists = match family {
                Family::Account => provider.account().is_some(),
                Family::Locations => provider.locations().is_some(),
                Family::Compute => provider.compute().is_some(),
                Family::Images => provider.images().is_some(),
                Family::Plans => provider.plans().is_some(),
                Family::Parameters => provider.parameters().is_some(),
                Family::Passwords => provider.passwords().is_some(),
                Family::Projects => provider.projects().is_some(),
                Family::Allowance => provider.allowance().is_some(),
                Family::Catalogue => provider.catalogue().is_some(),
                Family::Billing => provider.billing().is_some(),
                Family::Cards => provider.cards().is_some(),
                Family::Credit => provider.credit().is_some(),
                Family::Invoices => provider.invoices().is_some(),
                Family::Pricing => provider.pricing().is_some(),
                Family::Usage => provider.usage().is_some(),
                Family::Buckets => provider.buckets().is_some(),
                Family::Databases => provider.databases().is_some(),
                Family::Tokens => provider.tokens().is_some(),
                Family::Disks => provider.disks().is_some(),
                Family::Replicas => provider.replicas().is_some(),
                Family::Networks => provider.networks().is_some(),
                Family::Addresses => provider.addresses().is_some(),
                Family::Balancers => provider.balancers().is_some(),
            };
            assert_eq!(capabilities.family(family).is_yes(), exists, "{} {}", brand.slug(), family.slug());
        }
        assert!(capabilities.power(PowerAction::Restart).is_yes());
        assert_eq!(capabilities.power(PowerAction::ForceStop).is_yes(), brand != Brand::Virtua);
    }
}

#[tokio::test]
async fn lists_hold_every_server_once_and_whole() {
    for deck in decks().await {
        let mut expected: Vec<_> =
            deck.control().servers().into_iter().map(|server| (server.id, server.location)).collect();
        let servers = deck.servers().await;
        let mut got: Vec<_> =
            servers.iter().map(|(_, server)| (server.id.0.clone(), server.location.slug.clone())).collect();
        expected.sort();
        got.sort();
        assert_eq!(got, expected, "{:?}", deck.brand);
        for (_, server) in &servers {
            assert!(
                server.vcpus.is_some() && server.memory_mib.is_some() && server.disk_gib.is_some(),
                "{server:?}"
            );
            assert!(
                server.image.is_some() && server.created_at.is_some() && server.plan.is_some(),
                "{server:?}"
            );
            assert!(server.location.name != server.location.slug, "{server:?}");
            // Warren's price list does not say what a stopped server costs.
            let priced = deck.brand == Brand::Virtua || server.state == ServerState::Running;
            assert_eq!(server.price.is_some(), priced, "{server:?}");
            let currency = if deck.brand == Brand::Virtua { "EUR" } else { "IDR" };
            assert!(server.price.iter().all(|price| price.hour.currency == currency));
        }
        let public =
            servers.iter().filter(|(_, s)| s.addresses.iter().any(|a| a.scope == AddressScope::Public));
        assert!(public.count() >= 3, "{:?}", deck.brand);
    }
}

#[tokio::test]
async fn one_server_reads_as_it_is_listed() {
    for deck in decks().await {
        for (slug, listed) in deck.servers().await {
            let read = deck.compute().get(&deck.credential, &slug, &listed.id).await.unwrap();
            assert_eq!(read, listed);
        }
    }
}

#[tokio::test]
async fn power_calls_do_what_they_say() {
    for deck in decks().await {
        let compute = deck.compute();
        let (slug, id) = deck.server_that_is("running").await;
        let state = async || compute.get(&deck.credential, &slug, &id).await.unwrap().state;
        let applied = deck.power(&slug, &id, PowerCall::Stop).await.unwrap();
        assert_eq!(applied.progress == Progress::Working, deck.brand == Brand::Virtua);
        if let Some(server) = applied.server {
            assert_eq!((&server.id, server.state), (&id, ServerState::Stopped));
        }
        assert_eq!(state().await, ServerState::Stopped);
        deck.power(&slug, &id, PowerCall::Start).await.unwrap();
        assert_eq!(state().await, ServerState::Running);
        let restarted = deck.power(&slug, &id, PowerCall::Restart).await;
        assert_eq!(restarted.is_ok(), compute.has_restart_call());
        let forced = deck.power(&slug, &id, PowerCall::ForceStop).await;
        assert_eq!(forced.is_ok(), deck.provider.capabilities().power(PowerAction::ForceStop).is_yes());
        let effects: Vec<_> = deck.control().effects().into_iter().map(|effect| effect.action).collect();
        let third = if deck.brand == Brand::Virtua { "restart" } else { "stop" };
        assert_eq!(effects, ["stop", "start", third]);
    }
}

#[tokio::test]
async fn a_call_that_a_platform_lacks_sends_nothing() {
    for deck in decks().await {
        let (slug, id) = deck.server_that_is("running").await;
        let before = deck.control().log().len();
        let refused = match deck.brand {
            Brand::Virtua => deck.power(&slug, &id, PowerCall::ForceStop).await,
            _ => deck.power(&slug, &id, PowerCall::Restart).await,
        };
        assert!(refused.unwrap_err().outcome_known_not_done());
        assert_eq!(deck.control().log().len(), before);
    }
}

#[tokio::test]
async fn plans_show_the_request_that_is_sent() {
    for deck in decks().await {
        let (slug, id) = deck.server_that_is("running").await;
        let stop = Change::Server(ServerChange::Power { id: id.clone(), call: PowerCall::Stop });
        let plan = deck.provider.changes().describe(&deck.credential.endpoint, &slug, &stop).unwrap();
        deck.power(&slug, &id, PowerCall::Stop).await.unwrap();
        let sent = deck.control().log().into_iter().find(|entry| entry.is_write()).unwrap();
        let origin = deck.sim.base_url().trim_end_matches("/v1").to_owned();
        let seen = format!("{} {origin}{}  {}", sent.method, sent.path, sent.body);
        assert_eq!(plan, seen.trim_end());
        assert!(!plan.contains(deck.sim.kind().demo_key()));
    }
}

#[tokio::test]
async fn catalogues_are_read() {
    for deck in decks().await {
        let slugs = deck.slugs().await;
        let plans = deck.provider.plans().unwrap().list(&deck.credential, &slugs[0]).await.unwrap();
        assert!(!plans.is_empty() && plans.iter().all(|plan| plan.vcpus.is_some()), "{plans:?}");
        let images = deck.provider.images().unwrap().list(&deck.credential, ImageKind::All).await.unwrap();
        assert!(images.len() > 3);
        let published =
            images.iter().flat_map(|image| &image.versions).all(|version| version.id != "20.04-lts");
        assert!(published);
        let locations = deck.provider.locations().unwrap().list(&deck.credential).await.unwrap();
        assert!(!locations.is_empty() && locations.iter().all(|location| location.country.is_some()));
    }
}

#[tokio::test]
async fn a_probe_settles_key_scheme_and_base_path() {
    for deck in decks().await {
        let (settled, account) = deck.provider.account().unwrap().probe(&deck.credential).await.unwrap();
        assert_eq!(settled.endpoint, deck.credential.endpoint);
        assert!(account.summary.starts_with("The key works"), "{account:?}");
        assert_eq!(deck.control().writes(), 0);
        let mut wrong = deck.credential.clone();
        wrong.key = "wrong".into();
        let error = deck.provider.account().unwrap().probe(&wrong).await.unwrap_err();
        assert!(error.is_bad_key(), "{error:?}");
    }
}

#[tokio::test]
async fn virtua_is_probed_scheme_by_scheme_and_path_by_path() {
    for (schemes, paths, slug, path, reads) in [
        (vec![VirtuaScheme::XApiKey], VirtuaPaths::Both, "x-api-key", "/v1", 2),
        (vec![VirtuaScheme::Basic], VirtuaPaths::V1Only, "raw-basic", "/v1", 3),
        (vec![VirtuaScheme::Basic], VirtuaPaths::BareOnly, "raw-basic", "/", 4),
    ] {
        let options = SimOptions { schemes, paths, ..fast() };
        let deck = Deck::start(KINDS[0], options, patient()).await;
        let (settled, _) = deck.provider.account().unwrap().probe(&deck.credential).await.unwrap();
        assert_eq!(settled.endpoint.scheme.slug(), slug);
        assert_eq!(settled.endpoint.base_url.path(), path);
        assert_eq!(deck.control().log().len(), reads);
        assert!(deck.compute().list(&settled, domain::location::GLOBAL).await.is_ok());
    }
}

#[tokio::test]
async fn a_probe_stops_at_a_rate_limit() {
    let deck = Deck::start(KINDS[0], fast(), patient()).await;
    deck.inject(Fault::new("/account", FaultKind::RateLimited { retry_after: Some(7) }).always());
    let error = deck.provider.account().unwrap().probe(&deck.credential).await.unwrap_err();
    assert_eq!((error.status(), error.retry_after().map(|wait| wait.as_secs())), (Some(429), Some(7)));
    assert_eq!(deck.control().log().len(), 1);
}

#[tokio::test]
async fn a_location_that_is_down_or_hangs_does_not_stop_a_probe() {
    // The default location, whose list proves the key, and another one.
    for (down, read) in [("/v1/jkt02", 5), ("/v1/user-resource/vm/list", 10)] {
        for fault in [FaultKind::ServerError, FaultKind::TruncatedJson, FaultKind::Forbidden, FaultKind::Hang]
        {
            // Silence lasts as long as it is waited for; the rest of the account is read all the same.
            let seconds = if fault == FaultKind::Hang { 5 } else { 10 };
            let options = Options { probe_timeout: Duration::from_secs(seconds), ..patient() };
            let deck = Deck::start(KINDS[1], fast(), options).await;
            let refused = fault == FaultKind::Forbidden;
            deck.inject(Fault::new(down, fault.clone()).always());
            let outcome = within(deck.provider.account().unwrap().probe(&deck.credential)).await;
            if refused && down.ends_with("list") {
                assert!(outcome.unwrap_err().is_bad_key());
                continue;
            }
            let (_, account) = outcome.unwrap();
            assert!(account.holder.is_some(), "{account:?}");
            let said = &account.summary;
            assert_eq!(
                said.contains("Not read, because no good answer came: NorthJKT-a."),
                read == 5,
                "{fault:?}: {said}"
            );
        }
    }
}

#[tokio::test]
async fn a_probe_of_a_silent_provider_ends_in_its_time() {
    let options = Options { probe_timeout: Duration::from_millis(200), ..patient() };
    let deck = Deck::start(KINDS[2], fast(), options).await;
    deck.inject(Fault::new("", FaultKind::Hang).always());
    let outcome = within(deck.provider.account().unwrap().probe(&deck.credential));
    // Far below the limit of one read.
    let outcome = tokio::time::timeout(Duration::from_secs(20), outcome).await.unwrap();
    assert_eq!(outcome.unwrap_err(), ProviderError::NoAnswer { reason: NoAnswer::Timeout });
}

#[tokio::test]
async fn a_warren_address_without_its_version_is_completed() {
    let deck = Deck::start(KINDS[2], fast(), patient()).await;
    let mut bare = deck.credential.clone();
    bare.endpoint.base_url.set_path("/");
    let (settled, _) = deck.provider.account().unwrap().probe(&bare).await.unwrap();
    assert_eq!(settled.endpoint.base_url.path(), "/v1");
}

#[tokio::test]
async fn a_missing_server_is_gone_and_a_missing_route_is_not() {
    for deck in decks().await {
        let slug = deck.slugs().await.remove(0);
        let id = ProviderResourceId("aaaaaaaa-0000-4bbb-8111-cccccccccccc".into());
        let gone = deck.compute().get(&deck.credential, &slug, &id).await.unwrap_err();
        assert!(gone.is_gone(), "{gone:?}");
        deck.inject(Fault::new("", FaultKind::UnknownLocation).always());
        let lost = deck.compute().get(&deck.credential, &slug, &id).await.unwrap_err();
        assert_eq!(lost.refusal(), Some(Refusal::UnknownRoute), "{lost:?}");
    }
}

#[tokio::test]
async fn the_default_location_is_read_without_its_slug_when_it_must_be() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let whole = deck.compute().list(&deck.credential, "jkt01").await.unwrap();
    for slug in ["/v1/jkt01/", "/v1/jkt02/"] {
        deck.inject(Fault::new(slug, FaultKind::UnknownLocation).always());
    }
    assert_eq!(deck.compute().list(&deck.credential, "jkt01").await.unwrap(), whole);
    // Another location without its slug would be the default one under a false name.
    let lost = deck.compute().list(&deck.credential, "jkt02").await.unwrap_err();
    assert_eq!(lost.refusal(), Some(Refusal::UnknownRoute));
    // Once learned, the detour is over, for writes too.
    let before = deck.control().log().len();
    let id = &whole[0].id;
    let stop = Change::Server(ServerChange::Power { id: id.clone(), call: PowerCall::Stop });
    let plan = deck.provider.changes().describe(&deck.credential.endpoint, "jkt01", &stop).unwrap();
    assert!(plan.contains("/v1/user-resource/vm/stop"), "{plan}");
    deck.compute().get(&deck.credential, "jkt01", id).await.unwrap();
    deck.power("jkt01", id, PowerCall::Stop).await.unwrap();
    let after: Vec<_> = deck.control().log().into_iter().skip(before).map(|entry| entry.path).collect();
    assert!(after.iter().all(|path| !path.contains("jkt01")), "{after:?}");
    assert_eq!(deck.control().writes(), 1);
}

#[tokio::test]
async fn extras_that_fail_do_not_cost_the_list() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    deck.inject(Fault::new("/network/ip_addresses", FaultKind::ServerError).always());
    deck.inject(Fault::new("/pricing/policy", FaultKind::Html { status: 200 }).always());
    deck.inject(Fault::new("/config/locations", FaultKind::Forbidden).always());
    let servers = deck.compute().list(&deck.credential, "jkt01").await.unwrap();
    assert_eq!(servers.len(), 5);
    assert!(servers.iter().all(|server| server.price.is_none() && server.location.name == "jkt01"));
    deck.control().clear_faults();
    let servers = deck.compute().list(&deck.credential, "jkt01").await.unwrap();
    assert!(servers.iter().any(|server| server.price.is_some() && server.addresses.len() > 1));
}

#[tokio::test]
async fn another_brand_is_spoken_to_by_its_address_alone() {
    let start = async || Deck::start((SimKind::IdCloudHost, Brand::Warren), fast(), patient()).await;
    let deck = start().await;
    assert_eq!(deck.servers().await.len(), deck.control().servers().len());
    crate::tokens::walk(&deck).await;
    crate::networks::walk(&start().await).await;
    crate::addresses::walk(&start().await).await;
    crate::balancers::walk(&start().await).await;
    crate::disks::walk(&start().await).await;
    crate::replicas::walk(&start().await).await;
}
