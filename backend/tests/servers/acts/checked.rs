//! What is wrong is said beside its field, what cannot be done says why, and nothing is sent meanwhile.

use backend::Confirmed;
use domain::ErrorKind;
use domain::policy::Role;
use simulators::SimKind;

use super::{confirmed, fields};
use crate::world::{World, fast, new_id};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_is_named_in_the_form_and_in_the_refusal() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    for (act, server, given, field) in [
        ("server.rename", "web-01", &[("name", " ")][..], "name"),
        ("server.rename", "web-01", &[("name", "web-01")], "name"),
        ("server.rename", "web-01", &[("description", "Shop front")], "name"),
        ("server.resize", "ci-runner", &[("vcpus", "8"), ("memory_mib", "16384")], "vcpus"),
        ("server.resize", "ci-runner", &[("vcpus", "500"), ("memory_mib", "16384")], "vcpus"),
        ("server.resize", "ci-runner", &[("vcpus", "8"), ("memory_mib", "lots")], "memory_mib"),
        ("server.resize", "web-01", &[("vcpus", "4"), ("memory_mib", "4096")], "restart"),
        ("server.resize", "shop-web", &[], "plan"),
        ("server.resize", "shop-web", &[("plan", "none-such")], "plan"),
        ("server.reinstall", "web-01", &[("image", "ubuntu:1.0")], "image"),
        ("server.clone", "web-01", &[("name", "web-02")], "name"),
        ("server.password", "web-01", &[("username", "no spaces")], "username"),
        ("server.billing", "web-01", &[], "billing_account"),
        ("disk.add", "web-01", &[("size_gib", "0")], "size_gib"),
        ("disk.add", "web-01", &[("size_gib", "99999")], "size_gib"),
        ("disk.attach", "web-01", &[("disk", "none")], "disk"),
        ("address.assign", "web-01", &[("address", "192.0.2.1")], "address"),
        ("server.tag", "web-01", &[("tags", "a*b")], "tags"),
        ("server.note", "web-01", &[("note", "\u{7}")], "note"),
    ] {
        let key = world.server_named(server).await;
        let form = person.form(act, &key, given, true).await;
        let wrong: Vec<_> = form
            .sections
            .iter()
            .flat_map(|section| &section.fields)
            .filter(|field| field.error.is_some())
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(
            (wrong.as_slice(), form.error.as_ref()),
            (&[field][..], None),
            "{act} {given:?}: {form:?}"
        );
        let error = person
            .run(Confirmed {
                operation: new_id(),
                act: act.to_owned(),
                on: vec![key],
                fields: fields(given),
                typed: server.to_owned(),
                password: Some("Whatever-1".into()),
            })
            .await
            .unwrap_err();
        let public = error.public();
        assert_eq!((public.kind, public.field.as_deref()), (ErrorKind::Invalid, Some(field)), "{act}");
    }
    assert_eq!(world.providers.all().map(|(_, simulator)| simulator.control().writes()), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_begins_with_the_price_of_what_it_begins_with() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let key = world.server_named("web-01").await;
    let first = person.form("disk.add", &key, &[], false).await.price.unwrap();
    let same = person.form("disk.add", &key, &[("size_gib", "20")], false).await.price.unwrap();
    assert_eq!(first, same);
    let more = person.form("disk.add", &key, &[("size_gib", "40")], false).await.price.unwrap();
    assert_ne!(first, more);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_address_keeps_is_asked_for_again() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("web-01").await, world.server_named("web-02").await];
    for (act, field, on) in [
        ("server.note", "note", &on[..1]),
        ("server.lock", "reason", &on[..1]),
        ("server.lock", "reason", &on),
    ] {
        let sheet = person.ask(act, on, &[], true).await;
        let form = sheet.form.filter(|_| sheet.plan.is_none()).unwrap();
        let asked = &form.sections[0].fields[0];
        assert_eq!(asked.name, field);
        assert!(asked.error.as_deref().unwrap().starts_with("What was written here is gone"), "{asked:?}");
        assert!(person.ask(act, on, &[(field, "Said.")], true).await.plan.is_some(), "{act}");
    }
    // Left empty is not lost.
    assert!(person.ask("server.lock", &on, &[("reason", "")], true).await.plan.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let key = world.server_named("web-01").await;
    let given = [("vcpus", "500"), ("memory_mib", "lots")];
    let form = person.form("server.resize", &key, &given, true).await;
    let wrong =
        form.sections.iter().flat_map(|section| &section.fields).filter(|field| field.error.is_some());
    assert_eq!(wrong.map(|field| field.name.as_str()).collect::<Vec<_>>(), ["vcpus", "memory_mib"]);
    assert_eq!(form.error.as_deref(), Some("2 fields need a look; each says why."));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_or_a_state_forbids_says_so_and_is_not_sent() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    for (act, server, given, why) in [
        ("server.start", "web-01", &[][..], "The server is running already."),
        ("server.force_stop", "shop-web", &[], "Virtua.cloud's API documents no forced stop."),
        ("snapshot.create", "shop-web", &[], "Virtua.cloud's API documents no snapshots."),
        ("server.rename", "shop-web", &[], "Virtua.cloud's API documents no such call."),
        ("disk.add", "shop-web", &[], "Virtua.cloud's API documents no disks but those of the plans."),
        ("server.rescue", "web-01", &[], "Stop the server first."),
        ("server.password", "ci-runner", &[("username", "ops")], "Start it first."),
        ("server.stop", "scraper-02", &[], "The provider suspended this server."),
        ("server.backups", "web-01", &[("to", "off")], "Automatic backups are off already."),
    ] {
        let key = world.server_named(server).await;
        let on = [key.clone()];
        let sheet = person.ask(act, &on, given, true).await;
        let said = match (&sheet.form, &sheet.plan) {
            (Some(form), _) => form.refusal.clone().unwrap_or_default(),
            (None, Some(plan)) => {
                assert!(!plan.ready(), "{act}");
                let failed = plan.checks.iter().filter(|check| !check.ok);
                failed.map(|check| check.text.clone()).collect::<Vec<_>>().join(" ")
            }
            (None, None) => panic!("{act} shows nothing"),
        };
        assert!(said.contains(why), "{act} {server}: {said}");
        let error = person
            .run(Confirmed {
                operation: new_id(),
                act: act.to_owned(),
                on: on.to_vec(),
                fields: fields(given),
                typed: server.to_owned(),
                password: Some("Whatever-1".into()),
            })
            .await
            .unwrap_err();
        assert_eq!(error.public().kind, ErrorKind::Conflict, "{act}: {error:?}");
        assert!(error.public().message.contains(why), "{act}: {error:?}");
    }
    assert_eq!(world.providers.all().map(|(_, simulator)| simulator.control().writes()), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn destroying_wants_the_name_and_tells_what_dies_and_what_stays() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let key = world.server_named("web-01").await;
    let on = [key.clone()];
    let address = person.part(&key, "addresses", 1).await.rows[0].id.clone();
    let form = person.form("server.delete", &key, &[], false).await;
    let ticks = &form.sections[0].fields[0];
    assert_eq!((ticks.name.as_str(), ticks.choices[0].value.as_str()), ("release", address.as_str()));
    assert!(ticks.value.is_empty(), "nothing is released unless someone ticks it");

    let kept = person.plan("server.delete", &on, &[]).await;
    assert!(kept.danger && kept.confirm.typed == "web-01", "{kept:?}");
    assert!(kept.dies.iter().any(|line| line.starts_with("Boot disk")), "{kept:?}");
    assert!(kept.stays.iter().any(|line| line.contains(&address) && line.contains("Rp ")), "{kept:?}");
    assert_eq!(kept.requests.len(), 1, "{kept:?}");

    let released = person.plan("server.delete", &on, &[("release", &address)]).await;
    assert!(released.dies.iter().any(|line| line.contains(&address)) && released.stays.is_empty());
    assert_eq!(released.requests.len(), 2, "{released:?}");
    // Whoever names an address that leads elsewhere releases nothing by that.
    let foreign = person.plan("server.delete", &on, &[("release", "192.0.2.77")]).await;
    assert_eq!(foreign.requests.len(), 1, "{foreign:?}");

    for typed in ["", "web-02", "WEB-01"] {
        let wrong = Confirmed { typed: typed.to_owned(), ..confirmed("server.delete", &on, &released) };
        let error = person.run(wrong).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), Some("typed"), "{typed}");
    }
    assert_eq!(world.providers.idcloudhost.control().writes(), 0);

    person.done("server.tag", &key, &[("tags", "prod")]).await;
    let begun = person.confirm("server.delete", &on, &released).await.unwrap();
    let end = world.ended(begun.id).await;
    let effects: Vec<_> =
        world.providers.idcloudhost.control().effects().into_iter().map(|effect| effect.action).collect();
    assert_eq!(effects, ["delete", "delete"], "{end:?}");
    assert_eq!(begun.href, format!("/servers?batch={}", begun.id));
    // Confirmed once more: the same operation, although the server is gone.
    let again = person.confirm("server.delete", &on, &released).await.unwrap();
    assert_eq!(again.id, begun.id);
    assert_eq!(world.providers.idcloudhost.control().writes(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn windows_moves_between_plans_with_its_licence_alone() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    for (server, windows) in [("erp-windows", true), ("shop-web", false)] {
        let key = world.server_named(server).await;
        let form = person.form("server.resize", &key, &[], false).await;
        let plans = &form.sections[0].fields[0].choices;
        assert!(plans.iter().any(|plan| plan.refusal.is_none()), "{server}: {plans:?}");
        for plan in plans.iter().filter(|plan| plan.refusal.is_none()) {
            assert_eq!(plan.label.contains("WIN"), windows, "{server}: {plan:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_tells_the_exact_request_and_the_exact_price() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("ci-runner").await];
    let plan = person.plan("server.resize", &on, &[("vcpus", "16"), ("memory_mib", "32768")]).await;
    let price = plan.price.clone().unwrap();
    assert!(price.month_before.is_some() && price.month.starts_with("Rp "), "{price:?}");
    assert_ne!(price.month_before.as_ref(), Some(&price.month));
    assert_eq!(plan.lines[0].before, "8 vCPU");
    assert_eq!(plan.lines[0].after, "16 vCPU");
    let [request] = plan.requests.as_slice() else { panic!("{plan:?}") };
    assert!(
        request.starts_with("PATCH ") && request.contains("vcpu=16") && request.contains("ram=32768"),
        "{request}"
    );

    let on = [world.server_named("web-01").await];
    let user =
        person.form("server.password", &on[0], &[], false).await.sections[0].fields[0].value[0].clone();
    let plan = person.plan("server.password", &on, &[("username", &user)]).await;
    assert_eq!(plan.secrets.len(), 1);
    for (brand, simulator) in world.providers.all() {
        let key = SimKind::demo_key(simulator.kind());
        assert!(!format!("{plan:?}").contains(key), "{brand:?}");
    }
    let given = [("username", user.as_str()), ("password", "Leaked-Passw0rd")];
    let echoed = person.plan("server.password", &on, &given).await;
    assert!(!format!("{echoed:?}").contains("Leaked"), "a secret among the fields is not given back");
    let short = Confirmed { password: Some("short".into()), ..confirmed("server.password", &on, &plan) };
    let error = person.run(short).await.unwrap_err();
    assert_eq!(error.public().field.as_deref(), Some("password"));
    assert!(!error.public().message.contains("short"));
    let none = Confirmed { password: None, ..confirmed("server.password", &on, &plan) };
    assert_eq!(person.run(none).await.unwrap_err().public().field.as_deref(), Some("password"));
    assert_eq!(world.providers.idcloudhost.control().writes(), 0);
}
