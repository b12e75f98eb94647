//! What one server's page is given.

use domain::policy::Role;
use domain::provider::Brand;
use domain::view::{ActPlace, CellKind, Part, ServerDetail};

use crate::world::{World, fast};

fn part<'d>(detail: &'d ServerDetail, id: &str) -> &'d Part {
    detail.parts.iter().find(|part| part.id == id).unwrap()
}

fn fact(detail: &ServerDetail, label: &str) -> String {
    let fact = detail.facts.iter().find(|fact| fact.label == label);
    fact.unwrap_or_else(|| panic!("no {label}")).values.iter().map(|cell| cell.text.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rich_server_shows_everything_that_stands_around_it() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let key = world.server_named("postgres-main").await;
    let snapshots = person.part(&key, "snapshots", 1).await;
    let acts: Vec<_> =
        snapshots.rows[0].acts.iter().map(|offer| (offer.act.as_str(), offer.refusal.is_some())).collect();
    assert_eq!(acts, [("server.rebuild", false), ("server.create", false), ("snapshot.delete", false)]);
    let href = &snapshots.rows[0].acts[1].href;
    assert!(href.starts_with(&format!("/servers/new?from={key}&replica=")), "{href}");

    let detail = person.detail(&key).await;
    assert_eq!(part(&detail, "backups").rows.len(), 6, "three days of two disks");
    let disks = part(&detail, "disks");
    assert_eq!(disks.rows.len(), 2);
    let boot = &disks.rows[0];
    assert_eq!(boot.cells[0].dim, "boot");
    let refusal = |row: &domain::view::PartRow, act: &str| {
        row.acts.iter().find(|offer| offer.act == act).unwrap().refusal.clone()
    };
    assert!(refusal(boot, "disk.detach").unwrap().contains("boot disk"));
    assert!(refusal(boot, "disk.delete").unwrap().contains("boot disk"));
    assert_eq!((refusal(boot, "disk.grow"), refusal(&disks.rows[1], "disk.delete")), (None, None));
    assert!(part(&detail, "network").rows.iter().any(|row| row.cells[0].kind == CellKind::Link));
    assert!(!part(&detail, "costs").rows.is_empty());
    assert!(
        detail.parts.iter().all(|part| part.refusal.is_none() && part.problem.is_empty() && !part.fetching)
    );

    assert_eq!(fact(&detail, "Size"), "4 vCPU, 16 GiB, 330 GiB disk");
    assert!(fact(&detail, "Cost").starts_with("Rp ") && fact(&detail, "Used this month").starts_with("Rp "));
    assert!(fact(&detail, "Projected this month").starts_with("Rp "));
    assert_eq!(fact(&detail, "Automatic backups"), "on");
    assert_eq!(fact(&detail, "Provider's id"), key.id.0);
    assert!(detail.reveals.iter().all(|reveal| reveal.refusal.is_some()), "Warren gives out no passwords");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_virtua_lacks_is_shown_with_its_reason() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let key = world.server(Brand::Virtua, "running").await.key;
    let detail = person.detail(&key).await;
    let lacking = part(&detail, "not-here");
    let ids: Vec<&str> = lacking.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["disks", "snapshots", "backups", "addresses", "network", "costs"]);
    for row in &lacking.rows {
        assert!(row.cells[1].text.starts_with("Virtua.cloud's API"), "{row:?}");
    }
    let offer = |act: &str| detail.acts.iter().find(|offer| offer.act == act).unwrap();
    assert_eq!((offer("server.stop").place, offer("server.stop").refusal.as_ref()), (ActPlace::Head, None));
    assert_eq!(offer("server.delete").place, ActPlace::Danger);
    assert!(offer("server.force_stop").refusal.is_some() && offer("server.clone").refusal.is_some());
    assert!(offer("server.resize").refusal.is_none() && offer("server.reinstall").refusal.is_none());
    assert!(detail.reveals.iter().all(|reveal| reveal.refusal.is_none()), "{:?}", detail.reveals);
    assert!(fact(&detail, "Cost").starts_with('€'));
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_for_those_who_may_see_bills() {
    let world = World::start(fast()).await;
    let key = world.server_named("postgres-main").await;
    for (role, sees) in
        [(Role::Owner, true), (Role::Billing, true), (Role::Operator, false), (Role::Viewer, false)]
    {
        let detail = world.person(role).await.detail(&key).await;
        let costs = part(&detail, "costs");
        assert_eq!((costs.refusal.is_none(), !costs.rows.is_empty()), (sees, sees), "{}", role.slug());
        assert_eq!(detail.facts.iter().any(|fact| fact.label == "Used this month"), sees, "{}", role.slug());
        assert!(fact(&detail, "Cost").starts_with("Rp "), "the list shows it to everyone");
        let payer = fact(&detail, "Billing account");
        assert_eq!(payer.parse::<u64>().is_err(), sees, "{}: {payer}", role.slug());
        let person = world.person(role).await;
        let form = person.form("server.billing", &key, &[], false).await;
        assert_eq!((!form.sections.is_empty(), form.refusal.is_none()), (sees, role == Role::Owner));
    }
}
