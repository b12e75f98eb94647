//! What goes with a change and no journal may hold is in the memory of its worker, and nowhere else.

use std::path::Path;
use std::time::Duration;

use backend::Confirmed;
use domain::operation::OperationState::{Failed, Intended, Succeeded};
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::ServerRow;
use simulators::{Fault, FaultKind};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::asked::confirmed;
use crate::crash::kill;
use crate::world::{Providers, World, eager, fast, open, sign_in, until};

const CANARY: &str = "Canary-5c1e77aa";

fn set_password(server: &ServerRow) -> Confirmed {
    let asked = confirmed("server.password", &[&server.key], &[("username", "ops")]);
    Confirmed { password: Some(CANARY.into()), ..asked }
}

/// Files below `folder` that hold `text`, and how many files there are.
pub fn search(folder: &Path, text: &str) -> (Vec<String>, usize) {
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
async fn a_password_reaches_the_provider_and_no_file() {
    let world = World::start(fast()).await.owned().await;
    let server = world.server(Brand::Elastis, "running").await;
    let id = world.confirm(set_password(&server)).await;
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(!format!("{end:?}").contains(CANARY));
    let log = world.providers.elastis.control().log();
    let sent = log.iter().filter(|entry| entry.is_write() && entry.body.contains(CANARY)).count();
    assert_eq!(sent, 1, "it was sent");
    world.backend.close().await;
    let (found, files) = search(world.folder.path(), CANARY);
    assert!(files > 0 && found.is_empty(), "{found:?}");
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

async fn world(folder: TempDir, providers: Providers) -> World {
    let mut refresh = eager();
    refresh.operations.writes_per_key = 1;
    refresh.operations.resume_within = Duration::from_secs(900);
    let (backend, accounts) = open(&folder, &providers, refresh).await;
    let actor = sign_in(&backend, &accounts, Role::Owner).await;
    World { providers, backend, actor, accounts, folder }
}

#[test]
fn killed_while_it_waits_it_is_given_up_because_the_password_is_gone() {
    let outside = runtime();
    let providers = outside.block_on(Providers::start(fast()));
    let first = runtime();
    let (world1, id) = first.block_on(async {
        let world = world(TempDir::new().unwrap(), providers).await;
        world.backend.start_background();
        world.settled().await;
        let rows = world.list("provider:elastis status:running").await.rows;
        let control = world.providers.elastis.control();
        // Holds the only turn, so that the password waits.
        control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Hang));
        world.confirm(confirmed("server.stop", &[&rows[0].key], &[])).await;
        until("the first is on its way", || async { (control.writes() == 1).then_some(()) }).await;
        let id = world.confirm(set_password(&rows[1])).await;
        assert_eq!(world.operation(id).await.state, Intended);
        (world, id)
    });
    let (folder, providers) = kill(first, world1);

    runtime().block_on(async {
        let world = world(folder, providers).await;
        assert_eq!(world.operation(id).await.state, Intended);
        world.backend.start_background();
        let end = world.ended(id).await;
        assert_eq!(end.state, Failed, "{end:?}");
        assert!(end.message.contains("kept nowhere") && end.message.contains("Nothing changed."), "{end:?}");
        assert_eq!(world.providers.elastis.control().writes_to("vm/user"), 0);
        assert_eq!(search(world.folder.path(), CANARY).0, Vec::<String>::new());
    });
}
