//! What stands around servers, changed while the answer is lost: settled by reading, never sent twice.

use backend::Confirmed;
use domain::act::Ask;
use domain::operation::OperationState::{self, Failed, Succeeded, Unknown};
use domain::provider::Brand;
use domain::view::{OperationRow, ServerRow};
use simulators::{Fault, FaultKind};

use crate::asked::confirmed;
use crate::world::{World, fast, until};

const CONFIRMED: &str = "Confirmed by reading: ";

struct Stage {
    world: World,
    server: ServerRow,
}

impl Stage {
    async fn new() -> Self {
        let world = World::start(fast()).await.owned().await;
        let server = world.server(Brand::Elastis, "running").await;
        Self { world, server }
    }

    /// Has `act` done while the answer to one request is lost, as soon as what is known of the server allows it.
    async fn lost(
        &self,
        act: &str,
        fields: &[(&str, &str)],
        (method, path): (&str, &str),
        work_done: bool,
    ) -> OperationRow {
        let control = self.world.providers.elastis.control();
        let access = self.world.backend.access(&self.world.actor);
        let acts = access.acts().unwrap();
        let (fault, before) = (Fault::new(path, FaultKind::Cut).on(method), control.writes());
        control.inject(if work_done { fault.after_work() } else { fault });
        let id = until(&format!("{act} can be asked for"), || async {
            let asked = confirmed(act, &[&self.server.key], fields);
            let ask = Ask {
                act: asked.act.clone(),
                on: asked.on.clone(),
                fields: asked.fields.clone(),
                review: true,
            };
            let typed = acts.ask(&ask).await.unwrap().plan?.confirm.typed;
            acts.run(Confirmed { typed, ..asked }).await.ok().map(|begun| begun.id)
        })
        .await;
        let seen = self.world.operation_in(id, &[Unknown, Failed, Succeeded]).await;
        assert_eq!(seen.state, Unknown, "{act}: {seen:?}");
        let end = self.world.ended(id).await;
        assert_eq!(control.writes() - before, 1, "{act}: {end:?}");
        end
    }

    /// As above, first without the work done and then with it.
    async fn both(&self, act: &str, fields: &[(&str, &str)], request: (&str, &str), now: &str) {
        let end = self.lost(act, fields, request, false).await;
        assert_eq!(end.state, Failed, "{act}: {end:?}");
        assert!(end.message.contains(" did not happen: "), "{act}: {end:?}");
        let end = self.lost(act, fields, request, true).await;
        self.ended_as(act, &end, Succeeded, now);
    }

    fn ended_as(&self, act: &str, end: &OperationRow, state: OperationState, now: &str) {
        assert_eq!(end.state, state, "{act}: {end:?}");
        assert!(end.message.starts_with(&format!("{CONFIRMED}{now}")), "{act}: {end:?}");
    }

    /// The ids in a part of the server's page, once there are `count`.
    async fn part(&self, part: &str, count: usize) -> Vec<String> {
        let access = self.world.backend.access(&self.world.actor);
        until(&format!("{count} {part}"), || async {
            let detail = access.servers().unwrap().get(&self.server.key).await.unwrap();
            let part = detail.parts.into_iter().find(|known| known.id == part)?;
            (part.rows.len() == count).then(|| part.rows.into_iter().map(|row| row.id).collect())
        })
        .await
    }

    async fn part_len(&self, part: &str) -> usize {
        let access = self.world.backend.access(&self.world.actor);
        until(&format!("{part} are read"), || async {
            let detail = access.servers().unwrap().get(&self.server.key).await.unwrap();
            let part = detail.parts.into_iter().find(|known| known.id == part)?;
            Some(part.rows.len())
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_names_backups_and_snapshots() {
    let stage = Stage::new().await;
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
    let stage = Stage::new().await;
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
    let stage = Stage::new().await;
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
