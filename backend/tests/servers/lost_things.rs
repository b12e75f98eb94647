//! What stands around servers, changed while the answer is lost: settled by reading, never sent twice.

use domain::operation::OperationState::{Failed, Succeeded};
use domain::provider::Brand;

use crate::stage::{CONFIRMED, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn i3_names_backups_and_snapshots() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    stage
        .both(
            "server.rename",
            &[("name", "renamed-1")],
            ("PATCH", "/user-resource/vm"),
            "the server is called renamed-1",
        )
        .await;
    let backup = ("POST", "/user-resource/vm/backup");
    stage.both("server.backups", &[("to", "on")], backup, "automatic backups are on").await;
    stage.both("snapshot.create", &[], ("POST", "/user-resource/vm/replica"), "the snapshot is there").await;
    let snapshot = stage.part("snapshots", 1).await.remove(0);
    let delete = ("DELETE", "/user-resource/vm/replica");
    stage.both("snapshot.delete", &[("replica", &snapshot)], delete, "the snapshot is gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_disks() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    let had = stage.world.backend.access(&stage.world.actor);
    let had = had.servers().unwrap().get(&stage.server.key).await.unwrap();
    let had = had.parts.iter().find(|part| part.id == "disks").map_or(0, |part| part.rows.len());
    let storage = "/user-resource/vm/storage";
    stage.both("disk.add", &[("size_gib", "25")], ("POST", storage), "the server has the new disk").await;
    let disk = stage.part("disks", had + 1).await.remove(had);
    let grow = [("disk", disk.as_str()), ("size_gib", "30")];
    stage.both("disk.grow", &grow, ("PATCH", storage), "the disk has 30 GiB").await;
    let this = [("disk", disk.as_str())];
    let detach = ("POST", "/user-resource/vm/storage/detach");
    stage.both("disk.detach", &this, detach, "the server does not have the disk any more").await;
    let attach = ("POST", "/user-resource/vm/storage/attach");
    stage.both("disk.attach", &this, attach, "the server has the disk").await;
    stage.part("disks", had + 1).await;
    stage.both("disk.delete", &this, ("DELETE", storage), "the disk is gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_an_address_whose_reservation_is_lost_is_found_and_not_forgotten() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    let had = stage.part_len("addresses").await;
    let (act, fields, reserve) = ("address.reserve", [("name", "front")], ("POST", "/network/ip_addresses"));
    let end = stage.lost(act, &fields, reserve, false).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("The reservation of the address did not happen"), "{end:?}");
    let end = stage.lost(act, &fields, reserve, true).await;
    // The address is there, and what was to follow was not sent.
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.starts_with(CONFIRMED) && end.message.contains(" is reserved."), "{end:?}");
    assert!(end.message.contains("The assignment of the address was not sent."), "{end:?}");
    assert!(end.message.ends_with("is reserved and costs money. Assign it or release it."), "{end:?}");
    let address = end.message[CONFIRMED.len()..].split(' ').next().unwrap().to_owned();

    let this = [("address", address.as_str())];
    let assign = format!("/network/ip_addresses/{address}/assign");
    stage.both("address.assign", &this, ("POST", &assign), &format!("{address} leads there")).await;
    stage.part("addresses", had + 1).await;
    let unassign = format!("/network/ip_addresses/{address}/unassign");
    stage.both("address.unassign", &this, ("POST", &unassign), &format!("{address} leads nowhere")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_who_pays_is_read_when_the_answer_is_lost() {
    for brand in [Brand::IdCloudHost, Brand::Elastis] {
        let stage = Stage::new(brand, "running").await;
        let (act, set) = ("server.billing", ("POST", "/user-resource/resource_billing"));
        let account = stage.offered(act, "billing_account", |label| label == "Client projects").await;
        let fields = [("billing_account", account.as_str())];
        let end = stage.not_done(act, &fields, set).await;
        assert!(end.message.contains(" still pays for the server"), "{end:?}");
        let end = stage.lost(act, &fields, set, true).await;
        stage.ended_as(act, &end, Succeeded, &format!("account {account} pays for the server"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_release_that_loses_the_answer_to_its_second_request_is_settled_by_the_list() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    let had = stage.part_len("addresses").await;
    assert!(had > 0, "{} has a public address", stage.server.name);
    let address = stage.part("addresses", had).await.remove(0);
    let (act, fields) = ("address.release", [("address", address.as_str())]);
    let delete = format!("/network/ip_addresses/{address}");
    let deletions = || {
        let log = stage.control().log();
        log.iter().filter(|entry| entry.method == "DELETE" && entry.path.ends_with(&delete)).count()
    };

    let end = stage.lost_after(2, act, &fields, ("DELETE", &delete), false).await;
    assert_eq!((end.state, deletions()), (Failed, 1), "{end:?}");
    assert!(end.message.contains("did not happen: the address is still reserved"), "{end:?}");
    // The first request did its work, and what follows from that is said.
    assert!(end.message.contains(&format!("{address} leads nowhere.")), "{end:?}");
    assert!(
        end.message.ends_with(&format!("{address} stays reserved and costs money until it is released."))
    );

    stage.part("addresses", had - 1).await;
    stage.done("address.assign", &fields).await;
    stage.part("addresses", had).await;
    let end = stage.lost_after(2, act, &fields, ("DELETE", &delete), true).await;
    assert_eq!(deletions(), 2, "{end:?}");
    stage.ended_as(act, &end, Succeeded, "the address is released");
    stage.part("addresses", had - 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_release_that_loses_the_answer_to_its_first_request_gives_nothing_back() {
    let stage = Stage::new(Brand::Elastis, "running").await;
    let had = stage.part_len("addresses").await;
    let address = stage.part("addresses", had).await.remove(0);
    let (act, fields) = ("address.release", [("address", address.as_str())]);
    let unassign = format!("/network/ip_addresses/{address}/unassign");
    let end = stage.not_done(act, &fields, ("POST", &unassign)).await;
    assert!(end.message.contains(&format!("{address} still leads where it led")), "{end:?}");
    let end = stage.lost(act, &fields, ("POST", &unassign), true).await;
    stage.ended_as(
        act,
        &end,
        Failed,
        &format!("{address} leads nowhere. The release of the address was not sent."),
    );
    assert!(end.message.ends_with("stays reserved and costs money until it is released."), "{end:?}");
}
