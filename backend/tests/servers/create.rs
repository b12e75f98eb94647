//! New servers, from the form to the provider and back into the list.

use std::path::Path;

use backend::Confirmed;
use domain::ErrorKind;
use domain::act::{Ask, Plan, Sheet};
use domain::ids::ServerKey;
use domain::operation::OperationState::{Failed, Succeeded};
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::OperationRow;
use simulators::{Fault, FaultKind, Simulator};

use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, sign_in, until};

const CREATE: &str = "server.create";
const PASSWORD: &str = "Canary-7f1e90aa";
const IN_SCRIPT: &str = "canary-of-the-script";
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@laptop";

async fn owned() -> World {
    World::start(fast()).await.owned().await
}

impl World {
    /// A key of the demo team, as the form's field has it.
    async fn key_of(&self, brand: Brand) -> String {
        let list = self.list(&format!("provider:{}", brand.slug())).await;
        list.rows.first().unwrap().key.credential.to_string()
    }

    async fn asked_to_create(&self, fields: domain::act::Fields) -> Sheet {
        let ask = Ask { act: CREATE.to_owned(), on: Vec::new(), fields, review: true };
        self.backend.access(&self.actor).acts().unwrap().ask(&ask).await.unwrap()
    }

    /// The plan of a form that a person has filled in and looked at.
    async fn planned(&self, brand: Brand, changes: &[(&str, &str)]) -> Plan {
        let key = self.key_of(brand).await;
        let mut changes: Vec<(&str, &str)> = changes.to_vec();
        changes.push(("credential", &key));
        let mut fields = self.filled_in(CREATE, &changes).await;
        // What the choices brought along has been seen now.
        fields.0.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        changes.iter().for_each(|(name, value)| fields.push(name, *value));
        let sheet = self.asked_to_create(fields).await;
        sheet.plan.unwrap_or_else(|| panic!("{:#?}", sheet.form))
    }

    async fn made(&self, brand: Brand, changes: &[(&str, &str)]) -> OperationRow {
        let plan = self.planned(brand, changes).await;
        assert!(plan.ready(), "{plan:#?}");
        self.confirm(confirming(&plan)).await;
        self.ended(plan.operation).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_sold_out_says_so_and_cannot_be_chosen() {
    let providers = Providers::start(fast()).await;
    let body = r#"{"success":true,"zones":[{"code":"par01fr","state":"sold_out"}],
        "plans":[{"key":"a","zones":[{"code":"par01fr","offer_id":"vcs-1-ryzen.par01fr"}]}]}"#;
    let answer = FaultKind::Answer { status: 200, body: body.to_owned() };
    providers.virtua.control().inject(Fault::new("/offers", answer).always());
    let world = World::over(providers, eager()).await.owned().await;
    world.settled().await;
    let key = world.key_of(Brand::Virtua).await;
    let fields = || [("credential", key.as_str()), ("location", "par01fr")].into_iter().collect();
    let refusals = until("the plans are read with what is sold out", || async {
        let form = world.asked_to_create(fields()).await.form?;
        let mut fields = form.sections.into_iter().flat_map(|section| section.fields);
        let plans = fields.find(|field| field.name == "plan")?.choices.into_iter();
        let refused: Vec<_> = plans.filter_map(|plan| Some((plan.value, plan.refusal?))).collect();
        refused.iter().any(|(id, _)| id == "vcs-1-ryzen.par01fr").then_some(refused)
    })
    .await;
    let words = refusals.iter().find(|(id, _)| id == "vcs-1-ryzen.par01fr").map(|(_, why)| why.as_str());
    assert_eq!(words, Some("It is sold out at present."));
    assert_eq!(refusals.iter().filter(|(_, why)| why.contains("sold out")).count(), 1);
}

fn confirming(plan: &Plan) -> Confirmed {
    Confirmed {
        operation: plan.operation,
        fields: plan.fields.clone(),
        password: (!plan.secrets.is_empty()).then(|| PASSWORD.into()),
        ..confirmed(CREATE, &[], &[])
    }
}

/// The fields of the last write to a path, in the order of their names.
fn sent(simulator: &Simulator, path: &str) -> Vec<(String, String)> {
    let log = simulator.control().log();
    let last = log.iter().rev().find(|entry| entry.is_write() && entry.path.ends_with(path)).unwrap();
    let mut pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(last.body.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_begins_with_the_first_key_by_label() {
    let world = owned().await;
    let fields = world.filled_in(CREATE, &[]).await;
    let credential = fields.get("credential").unwrap().to_owned();
    let rows = world.list("").await.rows;
    let label = |row: &domain::view::ServerRow| row.credential_label.to_lowercase();
    let first = rows.iter().min_by_key(|row| label(row)).unwrap();
    assert_eq!((first.key.credential.to_string(), first.brand), (credential, Brand::Elastis));
}

#[tokio::test(flavor = "multi_thread")]
async fn virtua_gets_exactly_what_was_chosen() {
    let world = owned().await;
    let plan = world
        .planned(
            Brand::Virtua,
            &[
                ("location", "fra01de"),
                ("image", "ubuntu-24.04-64"),
                ("plan", "vcs-4-ryzen.fra01de"),
                ("ipv6", "block"),
                ("hostname", "shop.example.com"),
                ("tags", "shop prod"),
            ],
        )
        .await;
    let words = format!("{plan:?}");
    assert!(!words.contains("demo-virtua-key"));
    assert_eq!(plan.price.as_ref().unwrap().month, "€24.00");
    assert_eq!(plan.items[0].name, "shop.example.com");
    world.confirm(confirming(&plan)).await;
    let end = world.ended(plan.operation).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    let log = world.providers.virtua.control().log();
    let order = log.iter().find(|entry| entry.is_write()).unwrap();
    let order: serde_json::Value = serde_json::from_str(&order.body).unwrap();
    let project = plan.fields.get("project").unwrap();
    let wanted = serde_json::json!({
        "PROJECT_UUID": project,
        "offer": "vcs-4-ryzen.fra01de",
        "system": "ubuntu-24.04-64",
        "ipv6_enable": 1,
        "ipv6_block_size": 64,
        "hostname": "shop.example.com",
    });
    assert_eq!(order, wanted);
    assert_eq!(world.providers.virtua.control().writes(), 1);
    let tagged = until("it is in the list with its tags", || async {
        let rows = world.list("tag:shop tag:prod provider:virtua").await.rows;
        rows.into_iter().next()
    })
    .await;
    assert_eq!(tagged.location, "fra01de");
}

#[tokio::test(flavor = "multi_thread")]
async fn warren_gets_exactly_what_was_chosen_and_no_file_gets_the_secrets() {
    let world = owned().await;
    let access = world.backend.access(&world.actor);
    let ring = access.manage_key_ring().unwrap();
    let key = ring.add("Laptop", KEY).await.unwrap();
    let script = format!("#!/bin/sh\necho {IN_SCRIPT}\n");
    let script = ring.save_script(None, "Greet", &script.into()).await.unwrap();
    for (brand, simulator) in
        [(Brand::IdCloudHost, &world.providers.idcloudhost), (Brand::Elastis, &world.providers.elastis)]
    {
        let plan = world
            .planned(
                brand,
                &[
                    ("location", "jkt01"),
                    ("image", "debian"),
                    ("version", "12"),
                    ("preset", "own"),
                    ("vcpus", "4"),
                    ("memory_mib", "6144"),
                    ("disk_gib", "55"),
                    ("public_ip", "1"),
                    ("ssh_key", &key.id),
                    ("username", "ops"),
                    ("script", &script.id),
                    ("backups", "1"),
                    ("tags", "all-options"),
                    ("description", "Shop front + spare"),
                    ("name", "all-options"),
                ],
            )
            .await;
        let words = format!("{plan:?}");
        assert!(!words.contains(IN_SCRIPT) && !words.contains(PASSWORD), "{words}");
        assert_eq!(plan.secrets.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["password"]);
        assert!(plan.price.is_some(), "{plan:?}");
        world.confirm(confirming(&plan)).await;
        let end = world.ended(plan.operation).await;
        assert_eq!(end.state, Succeeded, "{end:?}");
        assert!(!format!("{end:?}").contains(PASSWORD));
        let form = sent(simulator, "/user-resource/vm");
        for (name, wanted) in [
            ("name", "all-options"),
            ("description", "Shop front + spare"),
            ("os_name", "debian"),
            ("os_version", "12"),
            ("vcpu", "4"),
            ("ram", "6144"),
            ("disks", "55"),
            ("reserve_public_ip", "true"),
            ("backup", "true"),
            ("username", "ops"),
            ("password", PASSWORD),
            ("public_key", KEY),
            ("network_uuid", plan.fields.get("network").unwrap()),
            ("designated_pool_uuid", plan.fields.get("pool").unwrap()),
            ("billing_account_id", plan.fields.get("billing_account").unwrap()),
        ] {
            assert_eq!(value(&form, name), wanted, "{name}");
        }
        assert!(value(&form, "cloud_init").contains(IN_SCRIPT), "{form:?}");
        assert_eq!(form.len(), 16, "nothing besides: {form:?}");
        let made = world.named("all-options").await;
        assert_eq!((made.vcpus, made.memory_mib), (Some(4), Some(6144)));
        assert_eq!(simulator.control().writes_to("user-resource/vm"), 1);
    }
    until("both are tagged", || async {
        (world.list("tag:all-options").await.rows.len() == 2).then_some(())
    })
    .await;
    world.backend.close().await;
    for secret in [PASSWORD, IN_SCRIPT] {
        let (found, files) = search(world.folder.path(), secret);
        assert!(files > 0 && found.is_empty(), "{secret}: {found:?}");
    }
}

/// Files below `folder` that hold the text, and how many files there are.
fn search(folder: &Path, text: &str) -> (Vec<String>, usize) {
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let (more, count) = search(&path, text);
            found.extend(more);
            files += count;
        } else if let Ok(bytes) = std::fs::read(&path) {
            files += 1;
            if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    (found, files)
}

#[tokio::test(flavor = "multi_thread")]
async fn three_are_three_however_often_it_is_confirmed() {
    let world = owned().await;
    let control = world.providers.elastis.control();
    let plan = world.planned(Brand::Elastis, &[("name", "farm"), ("username", "ops"), ("count", "3")]).await;
    assert_eq!(
        plan.items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(),
        ["farm-01", "farm-02", "farm-03"]
    );
    assert_eq!(plan.requests.len(), 3);
    let labels: Vec<&str> = plan.lines.iter().map(|line| line.label.as_str()).collect();
    assert!(labels.contains(&"Size") && !labels.contains(&"Name"), "what all three have: {labels:?}");
    assert!(plan.checks.iter().all(|check| check.ok) && plan.checks.len() > 1, "{plan:?}");
    let access = world.backend.access(&world.actor);
    let acts = access.acts().unwrap();
    let (one, two) = tokio::join!(acts.run(confirming(&plan)), acts.run(confirming(&plan)));
    assert!(one.unwrap().batch && two.unwrap().batch);
    let done = until("all three are there", || async {
        let batch = acts.batch(plan.operation).await.unwrap();
        (batch.running + batch.unknown == 0).then_some(batch)
    })
    .await;
    assert_eq!((done.succeeded, done.failed), (3, 0), "{done:?}");
    assert!(acts.run(confirming(&plan)).await.unwrap().batch);
    assert_eq!(control.writes_to("user-resource/vm"), 3);
    let names: Vec<String> = control.servers().into_iter().map(|server| server.name).collect();
    for name in ["farm-01", "farm-02", "farm-03"] {
        assert_eq!(names.iter().filter(|known| *known == name).count(), 1, "{names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_lost_answer_is_one_server_that_reading_finds() {
    let world = owned().await;
    let control = world.providers.idcloudhost.control();
    let before = control.servers().len();
    control.inject(Fault::new("/user-resource/vm", FaultKind::Cut).on("POST").after_work());
    let end = world
        .made(Brand::IdCloudHost, &[("name", "lost-and-found"), ("username", "ops"), ("tags", "found")])
        .await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.contains("Confirmed by reading"), "{end:?}");
    assert_eq!((control.writes(), control.servers().len()), (1, before + 1));
    let made = world.named("lost-and-found").await;
    assert_eq!(Some(made.key), end.made);
    assert_eq!(world.list("tag:found").await.rows.len(), 1, "its tags came with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_one_says_the_providers_words_and_that_nothing_was_made() {
    let world = owned().await;
    let body = r#"{"errors":{"name":"This name is reserved for the moon"}}"#.to_owned();
    let control = world.providers.elastis.control();
    let before = control.servers().len();
    control.inject(Fault::new("/user-resource/vm", FaultKind::Answer { status: 400, body }).on("POST"));
    let end = world.made(Brand::Elastis, &[("name", "moon"), ("username", "ops")]).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("This name is reserved for the moon"), "{end:?}");
    assert_eq!((control.writes(), control.servers().len()), (1, before));
    assert!(world.list("moon").await.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_snapshot_names_its_server_and_keeps_its_users() {
    let world = owned().await;
    let source = world.server(Brand::Elastis, "running").await;
    let snapshot = world.confirm(confirmed("snapshot.create", &[&source.key], &[])).await;
    assert_eq!(world.ended(snapshot).await.state, Succeeded);
    let replica = until("the snapshot is listed", || async {
        let (held, _) = world.backend.inventory().replicas(&source.key);
        held.value.and_then(|list| list.first().map(|replica| replica.id.0.clone()))
    })
    .await;
    let from = source.key.to_string();
    let end =
        world.made(Brand::Elastis, &[("from", &from), ("replica", &replica), ("name", "copy-one")]).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    let form = sent(&world.providers.elastis, "/user-resource/vm");
    assert_eq!(
        (value(&form, "source_uuid"), value(&form, "source_replica")),
        (source.key.id.0.as_str(), replica.as_str())
    );
    assert_eq!((value(&form, "username"), value(&form, "password")), ("", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_fields_roles_and_passwords_send_nothing() {
    let world = owned().await;
    let key = world.key_of(Brand::Elastis).await;
    let fields =
        world.filled_in(CREATE, &[("credential", &key), ("name", "web-1"), ("username", "root")]).await;
    let form = world.asked_to_create(fields).await.form.unwrap();
    let username = form.sections.iter().flat_map(|part| &part.fields).find(|field| field.name == "username");
    assert!(username.unwrap().error.as_deref().unwrap().contains("refuses this name"));

    let plan = world.planned(Brand::Elastis, &[("name", "web-1"), ("username", "ops")]).await;
    let access = world.backend.access(&world.actor);
    for password in [None, Some("short"), Some("no upper case 1")] {
        let wrong = Confirmed { password: password.map(Into::into), ..confirming(&plan) };
        let error = access.acts().unwrap().run(wrong).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), Some("password"), "{error:?}");
    }
    let operator = sign_in(&world.backend, &world.accounts, Role::Operator).await;
    let acts = world.backend.access(&operator).acts().unwrap();
    assert_eq!(acts.run(confirming(&plan)).await.unwrap_err().public().kind, ErrorKind::Forbidden);
    let ask = Ask { act: CREATE.to_owned(), ..Ask::default() };
    for review in [false, true] {
        let ask = Ask { review, fields: plan.fields.clone(), ..ask.clone() };
        let sheet = acts.ask(&ask).await.unwrap();
        let form = sheet.form.unwrap();
        assert!(form.refusal.unwrap().contains("Your role"));
        assert!(form.sections.is_empty() && form.price.is_none() && sheet.plan.is_none(), "nothing of bills");
    }
    let elsewhere: ServerKey = format!("{}~jkt01~x", uuid::Uuid::new_v4().simple()).parse().unwrap();
    let from = elsewhere.to_string();
    let ask = Ask { fields: [("from", from.as_str())].into_iter().collect(), ..ask };
    assert!(acts.ask(&ask).await.is_ok(), "a server that is not the team's is not there");
    assert!(world.providers.all().iter().all(|(_, simulator)| simulator.control().writes() == 0));
}
