//! What only Skydeck keeps: done at once, sent nowhere; and a lock that binds everyone.

use backend::Confirmed;
use domain::ErrorKind;
use domain::operation::OperationState::Succeeded;
use domain::policy::Role;

use super::{confirmed, fields};
use crate::world::{World, fast, new_id, until};

#[tokio::test(flavor = "multi_thread")]
async fn tags_and_notes_are_kept_at_once() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Operator).await;
    let on = [world.server_named("web-01").await, world.server_named("shop-web").await];
    let plan = person.plan("server.tag", &on, &[("tags", "Prod, web")]).await;
    assert!(plan.requests.is_empty(), "{plan:?}");
    let begun = person.confirm("server.tag", &on, &plan).await.unwrap();
    assert!(begun.done && begun.batch, "{begun:?}");
    assert_eq!(person.detail(&on[0]).await.row.tags, ["prod", "web"]);
    let end = person.done("server.tag", &on[0], &[("tags", "blue"), ("take_off", "web")]).await;
    assert_eq!((end.state, end.steps.len()), (Succeeded, 0));
    assert_eq!(person.detail(&on[0]).await.row.tags, ["prod", "blue"]);
    assert_eq!(person.detail(&on[1]).await.row.tags, ["prod", "web"]);

    person.done("server.note", &on[0], &[("note", "Reboot on Sundays only.")]).await;
    let detail = person.detail(&on[0]).await;
    assert_eq!(detail.note, "Reboot on Sundays only.");
    assert!(!format!("{:?}", detail.operations).contains("Sundays"), "{:?}", detail.operations);
    assert_eq!(world.providers.all().map(|(_, simulator)| simulator.control().writes()), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_binds_everyone_and_every_act_until_it_is_taken_off() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Operator).await;
    let owner = world.person(Role::Owner).await;
    let key = world.server_named("web-01").await;
    let on = [key.clone()];
    person.done("server.lock", &key, &[("reason", "Audit")]).await;
    let detail = owner.detail(&key).await;
    assert!(
        detail.row.locked && detail.lock.as_ref().is_some_and(|lock| lock.reason == "Audit"),
        "{detail:?}"
    );
    for act in [
        "server.stop",
        "server.restart",
        "server.force_stop",
        "server.rename",
        "server.resize",
        "server.password",
        "server.clone",
        "server.backups",
        "server.billing",
        "snapshot.create",
        "snapshot.delete",
        "disk.add",
        "disk.grow",
        "disk.attach",
        "disk.detach",
        "disk.delete",
        "address.reserve",
        "address.assign",
        "address.unassign",
        "address.release",
        "server.reinstall",
        "server.rebuild",
        "server.delete",
    ] {
        // Some plans need what is read only when somebody looks.
        let sheet = until(act, || async {
            let sheet = owner.ask(act, &on, &[], true).await;
            sheet.form.as_ref().is_none_or(|form| !form.fetching).then_some(sheet)
        })
        .await;
        let said = match (sheet.form, sheet.plan) {
            (Some(form), _) => form.refusal.unwrap_or_default(),
            (None, Some(plan)) => {
                let failed = plan.checks.iter().filter(|check| !check.ok);
                failed.map(|check| check.text.clone()).collect::<Vec<_>>().join(" ")
            }
            (None, None) => panic!("{act} shows nothing"),
        };
        assert!(said.contains("locked this server (“Audit”)"), "{act}: {said}");
        let error = owner
            .run(Confirmed {
                operation: new_id(),
                act: act.to_owned(),
                on: on.to_vec(),
                fields: fields(&[]),
                typed: "web-01".to_owned(),
                password: None,
            })
            .await
            .unwrap_err();
        assert_eq!(error.public().kind, ErrorKind::Conflict, "{act}");
        assert!(error.public().message.contains("Unlock it first."), "{act}: {error:?}");
    }
    assert_eq!(world.providers.idcloudhost.control().writes(), 0);

    // A plan that was read before the lock came does not get through either.
    let other = [world.server_named("web-02").await];
    let plan = owner.plan("server.stop", &other, &[]).await;
    person.done("server.lock", &other[0], &[("reason", "")]).await;
    let error = owner.run(confirmed("server.stop", &other, &plan)).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    person.done("server.unlock", &other[0], &[]).await;
    let plan = owner.plan("server.stop", &other, &[]).await;
    let begun = owner.confirm("server.stop", &other, &plan).await.unwrap();
    assert_eq!(world.ended(begun.id).await.state, Succeeded);
    assert_eq!(world.providers.idcloudhost.control().writes(), 1);
}
