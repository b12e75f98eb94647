//! Tags, notes and locks that Skydeck keeps beside servers: what finds them, who keeps them, and for how long.

use domain::ErrorKind;
use domain::ids::ServerKey;
use domain::policy::Role;
use domain::query::{GroupBy, ServerQuery};
use domain::view::ServerList;

use crate::asked::confirmed;
use crate::world::{World, eager, fast, open, sign_in};

impl World {
    /// Has the team keep something beside these servers.
    pub async fn mark(&self, act: &str, on: &[ServerKey], fields: &[(&str, &str)]) {
        let on: Vec<&ServerKey> = on.iter().collect();
        let confirmed = confirmed(act, &on, fields);
        let begun = self.backend.access(&self.actor).acts().unwrap().run(confirmed).await.unwrap();
        assert!(begun.done, "nothing is sent for it: {begun:?}");
    }

    async fn grouped(&self, group: GroupBy, search: &str) -> ServerList {
        let query = ServerQuery { search: search.to_owned(), group, page: 1, ..ServerQuery::default() };
        self.backend.access(&self.actor).servers().unwrap().list(&query).await.unwrap()
    }
}

fn keys(list: &ServerList) -> Vec<ServerKey> {
    list.rows.iter().map(|row| row.key.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_people_who_tag_one_server_at_once_nobody_undoes_the_other() {
    let world = World::start(fast()).await;
    let all = keys(&world.list("").await);
    world.mark("server.tag", &all[..1], &[("tags", "old1 old2 kept")]).await;
    let edits: Vec<(&str, String)> = (0..8)
        .map(|n| ("tags", format!("new{n}")))
        .chain([("take_off", "old1".to_owned()), ("take_off", "old2".to_owned())])
        .collect();
    let each = edits.iter().map(async |(field, value)| {
        world.mark("server.tag", &all[..1], &[(field, value)]).await;
    });
    futures::future::join_all(each).await;
    let mut tags = world.list("").await.rows.remove(0).tags;
    tags.sort();
    let mut expected: Vec<String> = (0..8).map(|n| format!("new{n}")).collect();
    expected.insert(0, "kept".to_owned());
    assert_eq!(tags, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_notes_and_locks_are_in_the_list_and_found_at_once() {
    let world = World::start(fast()).await;
    let all = keys(&world.list("").await);
    world.mark("server.tag", &all[..3], &[("tags", "Web, env:prod")]).await;
    world.mark("server.tag", &all[2..4], &[("tags", "db")]).await;
    world.mark("server.note", &all[..1], &[("note", "First line\nsecond line")]).await;
    world.mark("server.lock", &all[1..2], &[("reason", "Audit")]).await;

    let list = world.list("").await;
    assert_eq!(list.rows[0].tags, ["web", "env:prod"]);
    assert_eq!(list.rows[2].tags, ["web", "env:prod", "db"]);
    assert_eq!(list.rows[0].note, "First line");
    let locked: Vec<_> = list.rows.iter().filter(|row| row.locked).map(|row| &row.key).collect();
    assert_eq!(locked, [&all[1]]);
    let facets: Vec<_> = list.tags.iter().map(|facet| (facet.label.as_str(), facet.count)).collect();
    assert_eq!(facets, [("db", 2), ("env:prod", 3), ("web", 3)]);
    for facet in &list.tags {
        assert_eq!(world.list(&facet.term).await.matched, facet.count, "{facet:?}");
    }
    for (search, matched) in [
        ("tag:web", 3),
        ("tag:web,db", 4),
        ("-tag:web", 20),
        ("tag:env*", 3),
        ("tag:en", 0),
        ("tag:*", 4),
        ("-tag:*", 19),
        ("tag:web tag:db", 1),
        ("tag:web -is:locked", 2),
        ("is:locked", 1),
        ("-is:locked", 22),
        ("\"env:prod\"", 3),
    ] {
        assert_eq!(world.list(search).await.matched, matched, "{search}");
    }
    let by_tags = ServerQuery::from_parts(None, Some("tags"), None, None);
    let by_tags = world.backend.access(&world.actor).servers().unwrap().list(&by_tags).await.unwrap();
    let order: Vec<_> = by_tags.rows.iter().map(|row| row.tags.join(",")).collect();
    assert_eq!(order[..4], ["db", "web,env:prod", "web,env:prod", "web,env:prod,db"]);
    assert!(order[4..].iter().all(String::is_empty), "what has none comes last");

    world.mark("server.unlock", &all[1..2], &[]).await;
    world.mark("server.tag", &all[..3], &[("take_off", "web")]).await;
    assert_eq!(world.list("is:locked").await.matched, 0);
    assert_eq!(world.list("tag:web").await.matched, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_stands_under_each_of_its_tags() {
    let world = World::start(fast()).await;
    let all = keys(&world.list("").await);
    world.mark("server.tag", &all[..2], &[("tags", "web")]).await;
    world.mark("server.tag", &all[1..3], &[("tags", "db")]).await;
    let list = world.grouped(GroupBy::Tag, "").await;
    let groups: Vec<_> = list
        .groups
        .iter()
        .map(|group| (group.label.as_str(), group.term.as_str(), group.first, group.count))
        .collect();
    assert_eq!(groups, [("db", "tag:db", 0, 2), ("web", "tag:web", 2, 2), ("", "-tag:*", 4, 20)]);
    assert_eq!((list.matched, list.total), (23, 23), "a server counts once");
    assert_eq!(keys(&list)[..4], [all[1].clone(), all[2].clone(), all[0].clone(), all[1].clone()]);
    assert_eq!(list.rows.len(), 24);
    for group in &list.groups {
        let narrowed = world.list(&group.term).await;
        assert_eq!(narrowed.matched, group.count, "{group:?}");
        let totals: Vec<_> = narrowed.totals.into_iter().map(|total| total.month).collect();
        assert_eq!(totals, group.totals, "{group:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_outlive_a_restart_and_go_with_their_key() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    let (kept, gone) = (&all.rows[0], all.rows.iter().find(|row| row.brand != all.rows[0].brand).unwrap());
    world.mark("server.tag", &[kept.key.clone(), gone.key.clone()], &[("tags", "web")]).await;
    world.mark("server.lock", std::slice::from_ref(&gone.key), &[("reason", "")]).await;
    let World { providers, backend, folder, .. } = world;
    backend.close().await;
    drop(backend);
    let (backend, accounts) = open(&folder, &providers, eager()).await;
    let owner = sign_in(&backend, &accounts, Role::Owner).await;
    let tagged = async || {
        let query = ServerQuery::from_parts(Some("tag:web"), None, None, None);
        backend.access(&owner).servers().unwrap().list(&query).await.unwrap()
    };
    let list = tagged().await;
    assert_eq!(list.matched, 2, "from memory, before any provider was read");
    assert_eq!(list.rows.iter().filter(|row| row.locked).count(), 1);

    backend.access(&owner).manage_credentials().unwrap().remove(gone.key.credential).await.unwrap();
    assert_eq!(keys(&tagged().await), std::slice::from_ref(&kept.key));
    let mut connection = backend.db().read().acquire().await.unwrap();
    let left = sqlx::query("SELECT server_id FROM marks").fetch_all(&mut *connection).await.unwrap();
    assert_eq!(left.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_look_keeps_nothing_beside_servers() {
    let world = World::start(fast()).await;
    let server = world.list("").await.rows[0].key.clone();
    for role in [Role::Viewer, Role::Billing] {
        let actor = sign_in(&world.backend, &world.accounts, role).await;
        for (act, field) in [("server.tag", "tags"), ("server.note", "note"), ("server.lock", "reason")] {
            let confirmed = confirmed(act, &[&server], &[(field, "x")]);
            let error = world.backend.access(&actor).acts().unwrap().run(confirmed).await.unwrap_err();
            assert_eq!(error.public().kind, ErrorKind::Forbidden, "{act}");
        }
    }
    let row = world.list("").await.rows.remove(0);
    assert!(row.tags.is_empty() && row.note.is_empty() && !row.locked);
}
