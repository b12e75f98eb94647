//! What destroys something is preceded by one more reading (`security.md` I7): nothing is sent when that fails or shows
//! that the plan no longer fits.

use domain::operation::OperationState::{Failed, Succeeded};
use domain::provider::Brand;
use simulators::{Fault, FaultKind};

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
    let world = World::start(fast()).await.owned().await;
    let control = world.providers.elastis.control();
    for gone in [false, true] {
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
