//! Two keys of one account list the same servers: what binds a server through one of them binds it through the other.

use backend::{Actor, Confirmed, NewCredential};
use domain::ErrorKind;
use domain::act::Ask;
use domain::ids::{CredentialId, ServerKey};
use domain::operation::OperationState::{Intended, Sent, Succeeded};
use domain::policy::Role;
use domain::provider::Brand;
use domain::query::ServerQuery;
use domain::view::ServerRow;
use simulators::{Fault, FaultKind, SimOptions};

use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, until};

const SECOND_KEY: &str = "a-second-key-of-the-account";
const REASON: &str = "Audit until Friday";

/// The owner, with two keys of the one account at Elastis.
struct Twins {
    world: World,
    second: CredentialId,
}

impl Twins {
    async fn new() -> Self {
        let options = SimOptions { restricted_key: SECOND_KEY.to_owned(), ..fast() };
        let world = World::over(Providers::start(options).await, eager()).await.owned().await;
        world.settled().await;
        let second = add(&world, &world.actor, "Second").await;
        until("the second key's servers are listed", || async {
            (world.list("provider:elastis").await.matched == 10).then_some(())
        })
        .await;
        Self { world, second }
    }

    /// One server by the first key and by the second.
    async fn rows(&self, state: &str) -> [ServerRow; 2] {
        let rows = self.world.list(&format!("provider:elastis status:{state}")).await.rows;
        let second = rows.iter().find(|row| row.key.credential == self.second).unwrap().clone();
        let first = rows.into_iter().find(|row| row.key.id == second.key.id && row.key != second.key);
        [first.unwrap(), second]
    }

    fn writes(&self) -> usize {
        self.world.providers.elastis.control().writes()
    }
}

async fn add(world: &World, actor: &Actor, label: &str) -> CredentialId {
    let new = NewCredential {
        brand: Brand::Elastis,
        label: label.to_owned(),
        base_url: None,
        key: SECOND_KEY.into(),
    };
    let access = world.backend.access(actor);
    access.manage_credentials().unwrap().add(new).await.unwrap().credential
}

/// Why `act` cannot be done: what the plan says, and what the confirmation does.
async fn refused(world: &World, actor: &Actor, act: &str, server: &ServerKey) -> String {
    let access = world.backend.access(actor);
    let acts = access.acts().unwrap();
    let ask = Ask { act: act.to_owned(), on: vec![server.clone()], review: true, ..Ask::default() };
    let plan = until("its plan can be made", || async { acts.ask(&ask).await.unwrap().plan }).await;
    let failed: Vec<_> = plan.checks.into_iter().filter(|check| !check.ok).map(|check| check.text).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    let asked = Confirmed { typed: plan.confirm.typed, ..confirmed(act, &[server], &[]) };
    let error = acts.run(asked).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    assert!(
        error.public().message.contains(failed[0].trim_end_matches(" Nothing was changed.")),
        "{error:?}"
    );
    error.public().message.clone()
}

/// The owner of the demo team in their own one, with a key of the same account.
async fn stranger(world: &World) -> (Actor, ServerKey) {
    let mut actor = world.actor.clone();
    let demo = actor.session.team.id;
    let own = actor.session.teams.iter().find(|team| team.id != demo && team.role == Role::Owner);
    actor.session.team = own.unwrap().clone();
    add(world, &actor, "Theirs").await;
    let server = until("their key's servers are listed", || async {
        let query = ServerQuery::from_parts(Some("status:running"), None, None, None);
        let list = world.backend.access(&actor).servers().unwrap().list(&query).await.unwrap();
        list.rows.into_iter().next().map(|row| row.key)
    })
    .await;
    (actor, server)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_placed_through_one_key_binds_through_the_other() {
    let twins = Twins::new().await;
    let (world, [first, second]) = (&twins.world, twins.rows("running").await);
    world.mark("server.tag", std::slice::from_ref(&second.key), &[("tags", "own")]).await;
    world.mark("server.lock", std::slice::from_ref(&first.key), &[("reason", REASON)]).await;
    let [first, second] = twins.rows("running").await;
    assert!(first.locked && second.locked, "{first:?} {second:?}");
    assert_eq!((first.tags.len(), second.tags.as_slice()), (0, ["own".to_owned()].as_slice()));
    assert_eq!(world.list("is:locked").await.matched, 2);

    let before = twins.writes();
    for act in ["server.delete", "server.stop"] {
        let words = refused(world, &world.actor, act, &second.key).await;
        assert!(words.contains(REASON) && words.contains(&world.actor.session.name), "{words}");
    }
    assert_eq!(twins.writes(), before);

    // Whichever row it is taken off.
    world.mark("server.unlock", std::slice::from_ref(&second.key), &[]).await;
    assert_eq!(world.list("is:locked").await.matched, 0);
    let stopped = world.confirm(confirmed("server.stop", &[&first.key], &[])).await;
    assert_eq!(world.ended(stopped).await.state, Succeeded);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_keys_one_changes_a_server_at_a_time() {
    let twins = Twins::new().await;
    let (world, [first, second]) = (&twins.world, twins.rows("running").await);
    world.providers.elastis.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::Hang).always());
    let access = world.backend.access(&world.actor);
    let acts = access.acts().unwrap();
    let before = twins.writes();
    let both = [&first.key, &second.key].map(|key| confirmed("server.stop", &[key], &[]));
    let ids = both.each_ref().map(|asked| asked.operation);
    let [one, other] = both.map(|asked| acts.run(asked));
    let (one, other) = tokio::join!(one, other);
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let (id, late) = if one.is_ok() { (ids[0], &second) } else { (ids[1], &first) };
    let error = one.and(other).unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    assert!([Intended, Sent].contains(&world.operation_in(id, &[Intended, Sent]).await.state));
    let words = refused(world, &world.actor, "server.stop", &late.key).await;
    assert!(words.contains("is still on its way") && words.contains(&world.actor.session.name), "{words}");
    until("the one request is there", || async { (twins.writes() > before).then_some(()) }).await;
    assert_eq!(twins.writes(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_teams_lock_and_change_bind_and_name_nobody() {
    let twins = Twins::new().await;
    let world = &twins.world;
    let (stranger, theirs) = stranger(world).await;
    let rows = world.list("provider:elastis").await.rows;
    let ours = rows.into_iter().find(|row| row.key.id == theirs.id).unwrap().key;
    world.mark("server.lock", std::slice::from_ref(&ours), &[("reason", REASON)]).await;

    let before = twins.writes();
    let words = refused(world, &stranger, "server.delete", &theirs).await;
    assert!(words.starts_with("Another team that has a key for this server locked it"), "{words}");
    assert!(!words.contains(REASON) && !words.contains(&world.actor.session.name), "{words}");
    world.mark("server.unlock", std::slice::from_ref(&ours), &[]).await;

    world.providers.elastis.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::Hang).always());
    world.confirm(confirmed("server.stop", &[&ours], &[])).await;
    let words = refused(world, &stranger, "server.stop", &theirs).await;
    assert!(words.starts_with("Another team has a key for this server too"), "{words}");
    assert!(!words.contains(&world.actor.session.name), "{words}");
    until("the one request is there", || async { (twins.writes() > before).then_some(()) }).await;
    assert_eq!(twins.writes(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_goes_with_the_key_that_it_was_placed_through_and_the_page_says_so() {
    let twins = Twins::new().await;
    let (world, [first, second]) = (&twins.world, twins.rows("running").await);
    world.mark("server.lock", std::slice::from_ref(&second.key), &[("reason", REASON)]).await;
    world.mark("server.tag", &[first.key.clone(), second.key.clone()], &[("tags", "web")]).await;
    let access = world.backend.access(&world.actor);
    let page = access.credentials().unwrap().page().await.unwrap();
    let kept = |id: CredentialId| page.rows.iter().find(|row| row.id == id).unwrap().kept.clone();
    assert!(kept(twins.second).contains(": 1 lock and 1 server’s tags."), "{}", kept(twins.second));
    assert!(kept(first.key.credential).contains(": 1 server’s tags."), "{}", kept(first.key.credential));
    access.manage_credentials().unwrap().remove(twins.second).await.unwrap();
    let rows = world.list("tag:web").await.rows;
    assert_eq!(rows.iter().map(|row| (&row.key, row.locked)).collect::<Vec<_>>(), [(&first.key, false)]);
}
