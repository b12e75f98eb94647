//! What is on a disk, and from which system a server started, cannot be read (`operations/goal`): when the answer is lost, a
//! person is asked, and nothing is sent twice.

use domain::operation::OperationState::Failed;
use domain::provider::Brand;

use crate::stage::Stage;

const DISK: &str = "what is on the disk cannot be read. The server is running now";

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_rebuild_from_a_snapshot_is_asked_about() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    stage.done("snapshot.create", &[]).await;
    let snapshot = stage.part("snapshots", 1).await.remove(0);
    let fields = [("replica", snapshot.as_str())];
    stage.both_asked("server.rebuild", &fields, ("POST", "/user-resource/vm/rebuild"), DISK).await;
    let rebuilt = stage.control().effects().into_iter().filter(|effect| effect.action == "rebuild");
    assert_eq!(rebuilt.count(), 1, "by the request of the two that was let through");
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_reinstallation_is_asked_about() {
    for brand in [Brand::Elastis, Brand::IdCloudHost, Brand::Virtua] {
        let stage = Stage::new(brand, "running").await;
        let (path, work) = match brand {
            Brand::Virtua => (format!("/cloud-server/{}/rebuild", stage.server.key.id.0), "rebuild"),
            _ => ("/user-resource/vm/reinstall".to_owned(), "reinstall"),
        };
        let image = stage.offered("server.reinstall", "image", |label| !label.ends_with("as now")).await;
        stage.both_asked("server.reinstall", &[("image", &image)], ("POST", &path), DISK).await;
        let done = stage.control().effects().into_iter().filter(|effect| effect.action == work);
        assert_eq!(done.count(), 1, "{brand:?}");
    }
}

/// A stopped server that is still stopped has not started any system; one that runs may have started either.
#[tokio::test(flavor = "multi_thread")]
async fn i3_a_start_of_the_rescue_system_is_asked_about_once_the_server_runs() {
    for brand in [Brand::Elastis, Brand::IdCloudHost] {
        let stage = Stage::new(brand, "stopped").await;
        let (act, rescue) = ("server.rescue", ("POST", "/user-resource/vm/rescue_start"));
        let end = stage.not_done(act, &[], rescue).await;
        assert_eq!(end.state, Failed);
        assert!(end.message.contains("the server is still stopped"), "{end:?}");
        let asked = stage.asked(act, &[], rescue, true).await;
        let alike = "a server in its rescue system looks like one in its own. It is running now";
        assert!(asked.message.contains(alike), "{asked:?}");
    }
}
