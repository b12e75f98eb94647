//! What destroys something is preceded by one more reading (`security.md` I7): nothing is sent when that fails or shows
//! that the plan no longer fits.

use domain::operation::OperationState::{Failed, Succeeded};
use domain::policy::Role;
use domain::provider::Brand;
use simulators::{Fault, FaultKind, SimOptions, VirtuaUnknown};

use crate::asked::confirmed;
use crate::world::{World, fast, writes_about};

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_deletion_is_sent_only_after_a_fresh_reading_that_fits_the_plan() {
    let world = World::start(fast()).await.owned().await;
    for (brand, simulator) in world.providers.all() {
        let server = world.server(brand, "running").await;
        let control = simulator.control();
        let deletion = || {
            let mut asked = confirmed("server.delete", &[&server.key], &[]);
            asked.typed.clone_from(&server.name);
            asked
        };
        let path = match brand {
            Brand::Virtua => format!("/cloud-server/{}", server.key.id.0),
            _ => "/user-resource/vm".to_owned(),
        };
        control.inject(Fault::new(&path, FaultKind::ServerError).on("GET").always());
        let end = world.ended(world.confirm(deletion()).await).await;
        control.clear_faults();
        assert_eq!(end.state, Failed, "{brand:?}: {end:?}");
        assert!(end.message.contains("reads it once more, and that failed"), "{end:?}");
        assert!(end.message.ends_with("Nothing was sent and nothing changed."), "{end:?}");
        assert_eq!(writes_about(simulator, &server.key), 0, "{brand:?}");

        let end = world.ended(world.confirm(deletion()).await).await;
        assert_eq!(end.state, Succeeded, "{brand:?}: {end:?}");
        assert_eq!(writes_about(simulator, &server.key), 1, "{brand:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_server_that_is_gone_or_at_work_is_not_deleted() {
    for gone in [false, true] {
        let world = World::start(fast()).await.owned().await;
        let control = world.providers.elastis.control();
        let server = world.server(Brand::Elastis, "running").await;
        let mut asked = confirmed("server.delete", &[&server.key], &[]);
        asked.typed.clone_from(&server.name);
        let words = if gone {
            assert!(control.remove_server(&server.key.id.0));
            "no such server any more"
        } else {
            assert!(control.set_status(&server.key.id.0, "installing"));
            "working on"
        };
        let end = world.ended(world.confirm(asked).await).await;
        assert_eq!(end.state, Failed, "{end:?}");
        assert!(end.message.contains(words), "{end:?}");
        assert_eq!(writes_about(&world.providers.elastis, &server.key), 0);
    }
}

/// No document says what Virtua answers about a server that it does not have.
#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_at_virtua_is_recognised_whatever_the_404_says() {
    for unknown in [VirtuaUnknown::Code, VirtuaUnknown::Bare] {
        let world = World::start(SimOptions { unknown, ..fast() }).await.owned().await;
        let server = world.server(Brand::Virtua, "running").await;
        let mut asked = confirmed("server.delete", &[&server.key], &[]);
        asked.typed.clone_from(&server.name);
        let end = world.ended(world.confirm(asked).await).await;
        assert_eq!(end.state, Succeeded, "{unknown:?}: {end:?}");
        assert_eq!(writes_about(&world.providers.virtua, &server.key), 1);
    }
}

/// Live services leave the addresses of a deleted server; one that takes them along has done what was asked for.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_went_with_its_server_needs_no_release() {
    let world = World::start(SimOptions { addresses_go_along: true, ..fast() }).await.owned().await;
    let (control, web) = (world.providers.idcloudhost.control(), world.server_named("web-01").await);
    let person = world.person(Role::Owner).await;
    let address = person.part(&web, "addresses", 1).await.rows[0].id.clone();
    let end = person.done("server.delete", &web, &[("release", &address)]).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert_eq!(end.message, format!("Deleted web-01. {address} was gone already."));
    assert_eq!(control.writes(), 1, "nothing is sent about what is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_look_that_the_provider_puts_off_is_taken_later() {
    let world = World::start(fast()).await.owned().await;
    let server = world.server(Brand::Elastis, "running").await;
    let control = world.providers.elastis.control();
    let later = FaultKind::RateLimited { retry_after: Some(1) };
    control.inject(Fault::new("/user-resource/vm", later).on("GET"));
    let mut asked = confirmed("server.delete", &[&server.key], &[]);
    asked.typed.clone_from(&server.name);
    let end = world.ended(world.confirm(asked).await).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
}
