//! What waits says for what, and until when where that is known: in the journal, on its server's page and in its batch.

use std::collections::HashMap;
use std::time::Duration;

use backend::RefreshConfig;
use domain::act::BatchItem;
use domain::event::Event;
use domain::ids::{OperationId, ServerKey};
use domain::operation::OperationState::{Failed, Intended, Sent, Succeeded};
use domain::view::{ActivityQuery, ServerRow};
use simulators::{Fault, FaultKind, SimOptions};
use tokio::time::timeout;

use crate::asked::confirmed;
use crate::world::{DEADLINE, World, eager, fast, until};

const IN_LINE: &str = "2 other changes with this key go first.";

/// Beside what deletions share: until when, or for what.
const LIMITED: &str =
    "Virtua.cloud limits what one key sends in a minute to 20 changes, 5 of them like this one.";

async fn world(at_once: usize, counted_over: Duration) -> World {
    let mut refresh = RefreshConfig { counted_over, ..eager() };
    refresh.operations.writes_per_key = at_once;
    let world = World::begin(SimOptions { servers: Some(24), ..fast() }, refresh).await.owned().await;
    world.settled().await;
    world
}

async fn lines(world: &World, id: OperationId) -> Vec<BatchItem> {
    world.backend.access(&world.actor).acts().unwrap().batch(id).await.unwrap().items
}

fn keys(rows: &[ServerRow]) -> Vec<&ServerKey> {
    rows.iter().map(|row| &row.key).collect()
}

/// What pages say of one operation: its server's, the journal's, and its own row.
async fn said(world: &World, item: &BatchItem) -> [String; 3] {
    let access = world.backend.access(&world.actor);
    let page = access.activity().unwrap().page(&ActivityQuery::default()).await.unwrap();
    let detail = access.servers().unwrap().get(&item.server).await.unwrap();
    let of = |rows: Vec<domain::view::OperationRow>| {
        rows.into_iter().find(|row| row.id == item.operation).unwrap().message
    };
    [of(detail.operations), of(page.rows), world.operation(item.operation).await.message]
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_in_line_say_so_until_they_are_sent_or_taken_back() {
    let world = world(2, Duration::from_secs(60)).await;
    let control = world.providers.elastis.control();
    let rows = world.list("provider:elastis status:running").await.rows;
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held).always());
    let mut events = world.backend.subscribe(world.actor.team());
    let id = world.confirm(confirmed("server.stop", &keys(&rows[..5]), &[])).await;
    let items = until("three say for what they wait", || async {
        let items = lines(&world, id).await;
        let told = items.iter().filter(|item| item.state == Intended && item.message == IN_LINE).count();
        (told == 3 && control.writes() == 2).then_some(items)
    })
    .await;
    let (waiting, sent): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.state == Intended);
    assert!(sent.iter().all(|item| item.state == Sent && item.message.is_empty()), "{sent:?}");
    for item in &waiting {
        assert_eq!(said(&world, item).await, [IN_LINE; 3]);
    }
    // Open pages hear of it: once when it was written down, and once when it stands in line.
    let mut heard: HashMap<OperationId, usize> = HashMap::new();
    let told = |heard: &HashMap<_, _>| waiting.iter().all(|item| heard.get(&item.operation) >= Some(&2));
    while !told(&heard) {
        if let Event::Operation { id } = timeout(DEADLINE, events.recv()).await.unwrap().unwrap() {
            *heard.entry(id).or_default() += 1;
        }
    }

    let access = world.backend.access(&world.actor);
    assert_eq!(access.power().unwrap().take_back(waiting[0].operation).await.unwrap(), 1);
    let taken = world.operation(waiting[0].operation).await;
    assert_eq!(
        (taken.state, taken.message.starts_with("Not sent: taken back by")),
        (Failed, true),
        "{taken:?}"
    );
    control.clear_faults();
    let ended = until("the others have ended", || async {
        let items = lines(&world, id).await;
        items.iter().all(|item| matches!(item.state, Succeeded | Failed)).then_some(items)
    })
    .await;
    assert!(ended.iter().all(|item| !item.message.contains("Waits")), "{ended:?}");
    assert_eq!(control.writes_to("vm/stop"), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_the_provider_has_no_room_for_say_what_its_limit_is_and_until_when() {
    let world = world(10, Duration::from_secs(100)).await;
    let control = world.providers.virtua.control();
    let rows = world.list("provider:virtua status:running").await.rows;
    control.inject(Fault::new("", FaultKind::Held).on("DELETE").always());
    let mut asked = confirmed("server.delete", &keys(&rows[..6]), &[]);
    "delete 6 servers".clone_into(&mut asked.typed);
    let id = world.confirm(asked).await;
    // While those before are on their way, nobody can say when there will be room.
    let open = format!("{LIMITED} Goes out as soon as the provider allows.");
    until("two wait for room", || async {
        let items = lines(&world, id).await;
        let told = items.iter().filter(|item| item.state == Intended && item.message == open).count();
        (told == 2 && control.held() == 4).then_some(())
    })
    .await;
    control.clear_faults();
    let timed = format!("{LIMITED} Goes out not before ");
    let items = until("two know a time", || async {
        let items = lines(&world, id).await;
        let told = items.iter().filter(|item| item.message.starts_with(&timed)).count();
        (told == 2).then_some(items)
    })
    .await;
    for item in items.iter().filter(|item| item.state == Intended) {
        let time = item.message.strip_prefix(&timed).unwrap();
        let digits = time.replace(|digit: char| digit.is_ascii_digit(), "0");
        assert_eq!(digits, "00:00:00 UTC.", "{item:?}");
        assert_eq!(said(&world, item).await, [0; 3].map(|_| item.message.clone()));
    }
    let access = world.backend.access(&world.actor);
    until("nothing of it is on its way", || async {
        let left = lines(&world, id).await.into_iter().filter(|item| item.state == Sent).count();
        (left == 0).then_some(())
    })
    .await;
    assert_eq!(access.power().unwrap().take_back(id).await.unwrap(), 2);
    let ended = lines(&world, id).await;
    assert!(ended.iter().all(|item| !item.message.contains("Goes out")), "{ended:?}");
    assert_eq!(control.log().iter().filter(|entry| entry.is_write()).count(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_the_provider_asked_for_is_told_as_one() {
    let world = world(1, Duration::from_secs(60)).await;
    let control = world.providers.elastis.control();
    let rows = world.list("provider:elastis status:running").await.rows;
    let refused = FaultKind::RateLimited { retry_after: Some(300) };
    control.inject(Fault::new("/user-resource/vm/stop", refused));
    let first = world.confirm(confirmed("server.stop", &[&rows[0].key], &[])).await;
    assert_eq!(world.ended(first).await.state, Failed);
    let second = world.confirm(confirmed("server.stop", &[&rows[1].key], &[])).await;
    until("it says that it waits for the pause to end", || async {
        let row = world.operation(second).await;
        let told = row.message.starts_with("Elastis asked for a pause. Goes out not before ");
        (row.waits && told && row.message.ends_with(" UTC.")).then_some(())
    })
    .await;
    let access = world.backend.access(&world.actor);
    assert_eq!(access.power().unwrap().take_back(second).await.unwrap(), 1);
    assert_eq!(control.writes_to("vm/stop"), 1);
}
