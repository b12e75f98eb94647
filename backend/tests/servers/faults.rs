//! Every way in which an answer can go wrong: one write reaches the provider, and the outcome is what is really known.

use std::time::Duration;

use backend::Confirmed as Confirmation;
use domain::operation::OperationState::{Failed, Succeeded, Unknown};
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::view::ServerRow;
use simulators::{Fault, FaultKind, SimOptions};
use tempfile::TempDir;

use crate::acts::switch;
use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, new_id, writes_about, writes_within};

/// What is known at the end.
#[derive(Clone, Copy)]
enum Verdict {
    /// Reading shows that it did not happen.
    DidNot,
    /// Reading shows that it happened.
    Confirmed,
    /// The provider said no.
    Refused,
}

use Verdict::{Confirmed, DidNot, Refused};

/// A name, the fault, whether the work is done all the same, and what is known at the end.
type Trial = (&'static str, FaultKind, bool, Verdict);

/// Every way in which an answer goes wrong. The last silences the key for a second.
fn trials() -> Vec<Trial> {
    let conflict = FaultKind::Answer { status: 409, body: "{}".to_owned() };
    vec![
        ("cut before the work", FaultKind::Cut, false, DidNot),
        ("cut before the body", FaultKind::CutUnread, false, DidNot),
        ("500", FaultKind::ServerError, false, DidNot),
        ("a gateway's page", FaultKind::Html { status: 502 }, false, DidNot),
        ("refused", conflict, false, Refused),
        ("wrong key", FaultKind::Forbidden, false, Refused),
        ("cut after the work", FaultKind::Cut, true, Confirmed),
        ("500 after the work", FaultKind::ServerError, true, Confirmed),
        ("page after the work", FaultKind::Html { status: 502 }, true, Confirmed),
        ("cut in the body", FaultKind::CutMidBody, true, Confirmed),
        ("429", FaultKind::RateLimited { retry_after: Some(1) }, false, Refused),
    ]
}

/// The one way that lasts as long as Skydeck waits.
fn silence() -> Vec<Trial> {
    vec![("hang", FaultKind::Hang, false, DidNot)]
}

/// A change that meets every fault.
struct Deed {
    method: &'static str,
    path: &'static str,
    /// What is said when it did not happen, and when it did.
    says: (&'static str, &'static str),
}

impl Deed {
    /// Has it done on a server in `state`, a server for each fault. `asked` makes the confirmation.
    async fn meets(
        &self,
        (world, trials): (&World, Vec<Trial>),
        state: &str,
        asked: impl Fn(&ServerRow) -> Confirmation,
    ) {
        let control = world.providers.elastis.control();
        let rows = world.list("provider:elastis").await.rows;
        assert!(rows.len() >= trials.len());
        for ((name, kind, after_work, verdict), row) in trials.into_iter().zip(rows) {
            assert!(control.set_status(&row.key.id.0, state), "{name}");
            let row = world.refresh_until(&row.key, state).await;
            let before = control.writes();
            let fault = Fault::new(self.path, kind).on(self.method);
            control.inject(if after_work { fault.after_work() } else { fault });
            let asked = asked(&row);
            let id = world.confirm(asked.clone()).await;
            let end = world.ended(id).await;
            let (first, last, says) = match verdict {
                DidNot => (Unknown, Failed, self.says.0),
                Confirmed => (Unknown, Succeeded, self.says.1),
                Refused => (Failed, Failed, "Nothing changed."),
            };
            let outcomes = world.outcomes(id).await;
            let (known, words) = &outcomes[0];
            assert_eq!(*known, first, "{name}: {outcomes:?}");
            if first == Unknown {
                assert!(words.starts_with("We do not know whether this happened"), "{name}: {outcomes:?}");
            }
            assert_eq!(end.state, last, "{name}: {end:?}");
            assert!(end.message.contains(says), "{name}: {end:?}");
            // Confirmed once more: the outcome stands, and nothing is sent.
            world.confirm(asked).await;
            assert_eq!(world.operation(id).await.state, last, "{name}");
            assert_eq!(control.writes() - before, 1, "{name}: {end:?}");
        }
    }
}

async fn many() -> World {
    World::start(SimOptions { servers: Some(40), ..fast() }).await.owned().await
}

/// Does not wait for long for the answer to a write.
async fn hurried() -> World {
    let providers = Providers::start(SimOptions { servers: Some(40), ..fast() }).await;
    let world = World::adapted(TempDir::new().unwrap(), providers, eager(), |config| {
        config.provider_options.write_timeout = writes_within(Duration::from_secs(4));
    });
    let world = world.await.owned().await;
    world.settled().await;
    world.families_read().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_fault_of_a_stop_sends_one_write_and_ends_where_reading_says() {
    let says = (
        "The stop did not happen: the server is still running",
        "Confirmed by reading: the server is stopped.",
    );
    let stop = Deed { method: "POST", path: "/user-resource/vm/stop", says };
    for (world, trials) in [(many().await, trials()), (hurried().await, silence())] {
        let asked = |row: &ServerRow| confirmed("server.stop", &[&row.key], &[]);
        stop.meets((&world, trials), "running", asked).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_fault_of_a_resize_sends_one_write_and_ends_where_reading_says() {
    let resize = Deed {
        method: "PATCH",
        path: "/user-resource/vm",
        says: (" did not happen: the server still has ", "Confirmed by reading: the server has "),
    };
    let more = |row: &ServerRow| {
        let vcpus = (row.vcpus.unwrap() + 1).to_string();
        let memory = row.memory_mib.unwrap().to_string();
        confirmed("server.resize", &[&row.key], &[("vcpus", &vcpus), ("memory_mib", &memory)])
    };
    for (world, trials) in [(many().await, trials()), (hurried().await, silence())] {
        resize.meets((&world, trials), "stopped", more).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_fault_of_a_deletion_sends_one_write_and_ends_where_reading_says() {
    let deletion = Deed {
        method: "DELETE",
        path: "/user-resource/vm",
        says: (
            "The deletion did not happen: the server is still running",
            "Confirmed by reading: the server is",
        ),
    };
    let named = |row: &ServerRow| Confirmation {
        typed: row.name.clone(),
        ..confirmed("server.delete", &[&row.key], &[])
    };
    for (world, trials) in [(many().await, trials()), (hurried().await, silence())] {
        deletion.meets((&world, trials), "running", named).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_fault_of_a_new_server_sends_one_write_and_ends_where_reading_says() {
    new_servers(&many().await, trials()).await;
    new_servers(&hurried().await, silence()).await;
}

async fn new_servers(world: &World, trials: Vec<Trial>) {
    let creation = Deed {
        method: "POST",
        path: "/user-resource/vm",
        says: (" did not happen: ", "Confirmed by reading: "),
    };
    let place = world.server(Brand::Elastis, "running").await.key;
    let credential = place.credential.to_string();
    let given = [
        ("credential", credential.as_str()),
        ("location", &place.location),
        ("image", "ubuntu"),
        ("name", "fresh"),
        ("username", "ops"),
    ];
    let fields = world.filled_in("server.create", &given).await;
    let fresh = |row: &ServerRow| {
        let mut fields = fields.clone();
        fields.0.retain(|(name, _)| name != "name");
        fields.push("name", format!("new-{}", row.name));
        let password = Some("Canary-7f3b9d2e".into());
        Confirmation { fields, password, ..confirmed("server.create", &[], &[]) }
    };
    let before = world.providers.elastis.control().servers().len();
    let done = trials.iter().filter(|(_, _, after_work, _)| *after_work).count();
    creation.meets((world, trials), "running", fresh).await;
    assert_eq!(world.providers.elastis.control().servers().len() - before, done);
}

/// Truncated JSON under a 2xx: whether that is an answer is the client's to say; what happened is read either way.
#[tokio::test(flavor = "multi_thread")]
async fn i3_a_truncated_answer_is_settled_by_reading() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    world.providers.elastis.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::TruncatedJson));
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_be_reached_changes_nothing_and_says_so() {
    let mut world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let other = crate::world::Providers::start(fast()).await.elastis;
    std::mem::replace(&mut world.providers.elastis, other).shutdown().await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    let asked = switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    assert!(!asked.done, "the page did not wait: {asked:?}");
    let end = world.ended(id).await;
    assert_eq!((end.state, end.status), (Failed, None), "{end:?}");
    assert_eq!(end.message, "The provider could not be reached. Nothing changed.");
}
