//! Search, order, pages, facets and totals over three providers.

use domain::provider::Brand;
use domain::query::{Column, GroupBy, PAGE_SIZE, ServerQuery};
use domain::view::{ServerList, ServerRow};
use simulators::SimOptions;

use crate::world::{World, fast};

impl World {
    async fn sorted(&self, search: &str, sort: &str, page: &str) -> ServerList {
        let query = ServerQuery::from_parts(Some(search), Some(sort), None, Some(page));
        self.backend.access(&self.actor).servers().unwrap().list(&query).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_narrow_and_say_what_they_do_not_know() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    assert_eq!((all.total, all.matched, all.pages), (23, 23, 1));
    for facet in all.states.iter().chain(&all.brands).chain(&all.locations) {
        let narrowed = world.list(&facet.term).await;
        assert_eq!(narrowed.matched, facet.count, "{facet:?}");
        assert_eq!(narrowed.total, 23);
        assert_eq!(narrowed.states, all.states, "facets are over the whole list");
        assert_eq!(narrowed.matched_states.iter().map(|state| state.count).sum::<u32>(), narrowed.matched);
    }
    assert_eq!(all.brands.iter().map(|facet| facet.count).sum::<u32>(), 23);
    assert_eq!(all.matched_states, all.states);
    let stopped = world.list("status:stopped").await.matched_states;
    assert_eq!(stopped.iter().map(|state| state.label.as_str()).collect::<Vec<_>>(), ["Stopped"]);
    assert!(all.locations.len() >= 4, "{:?}", all.locations);

    let row = all.rows.iter().find(|row| !row.addresses.is_empty()).unwrap();
    let by_ip = world.list(&format!("ip:{}", row.addresses[0].ip)).await;
    assert!(by_ip.rows.iter().any(|found| found.key == row.key));
    let by_name = world.list(&format!("name~{}", row.name.to_uppercase())).await;
    assert!(by_name.rows.iter().any(|found| found.key == row.key));
    for short in ["provider:idch", "provider:id", "provider:IDCloud"] {
        let list = world.list(short).await;
        assert!(list.rows.iter().all(|row| row.brand == Brand::IdCloudHost) && list.matched == 10, "{short}");
    }
    let both = world.list("provider:elastis status:running").await;
    assert!(both.rows.iter().all(|row| row.brand == Brand::Elastis && row.state.word() == "running"));
    assert!(both.matched > 0 && both.matched < 5);

    let nothing = world.list("no-server-is-called-so").await;
    assert_eq!((nothing.matched, nothing.pages, nothing.page), (0, 1, 1));
    assert_eq!((nothing.totals.len(), nothing.unpriced), (0, 0));
    assert_eq!(world.list("colour:red").await.problems.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_are_per_currency_and_say_how_many_are_missing() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    let currencies: Vec<_> = all.totals.iter().map(|total| total.currency.as_str()).collect();
    assert_eq!(currencies, ["EUR", "IDR"]);
    let priced: u32 = all.totals.iter().map(|total| total.servers).sum();
    assert_eq!(priced + all.unpriced, 23);
    assert_eq!(priced as usize, all.rows.iter().filter(|row| row.cost_month.is_some()).count());
    let virtua = world.list("provider:virtua").await;
    assert!(virtua.totals.iter().all(|total| total.currency == "EUR" && total.month.starts_with('€')));
}

/// Known values in their order, then rows without one.
fn assert_known_first<T: Ord>(rows: &[ServerRow], value: impl Fn(&ServerRow) -> Option<T>, descending: bool) {
    let values: Vec<Option<T>> = rows.iter().map(value).collect();
    let known: Vec<&T> = values.iter().map_while(Option::as_ref).collect();
    assert!(values[known.len()..].iter().all(Option::is_none), "rows without a value come last");
    assert!(known.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }));
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_hold_over_pages_and_unknown_values_come_last() {
    let world = World::start(SimOptions { servers: Some(60), ..fast() }).await;
    let everything = world.list("").await;
    assert_eq!(everything.total, 180);
    assert_eq!(everything.pages as usize, 180_usize.div_ceil(PAGE_SIZE));
    let columns = Column::ALL.map(Column::slug);
    for sort in columns.into_iter().chain(["name"]) {
        let (mut up, mut down) = (Vec::new(), Vec::new());
        for page in 1..=everything.pages {
            up.extend(world.sorted("", sort, &page.to_string()).await.rows);
            down.extend(world.sorted("", &format!("-{sort}"), &page.to_string()).await.rows);
        }
        for rows in [&up, &down] {
            let mut keys: Vec<_> = rows.iter().map(|row| &row.key).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), 180, "{sort}: every server once");
        }
        match sort {
            "name" => assert!(up.is_sorted_by_key(|row| row.name.to_lowercase())),
            "provider" => assert!(up.is_sorted_by_key(|row| (row.brand, row.location.clone()))),
            "memory" => assert!(down.is_sorted_by(|a, b| match (a.memory_mib, b.memory_mib) {
                (a, Some(b)) => a.is_some_and(|a| a >= b),
                (_, None) => true,
            })),
            "age" => assert!(up.is_sorted_by(|a, b| a.taken_at >= b.taken_at)),
            "vcpus" => assert_known_first(&up, |row| row.vcpus, false),
            "disk" => assert_known_first(&down, |row| row.disk_gib, true),
            "image" => {
                assert_known_first(&up, |row| row.image.as_ref().map(|image| image.to_lowercase()), false)
            }
            "created" => assert_known_first(&down, |row| row.created_at, true),
            "key" => assert!(up.is_sorted_by_key(|row| row.credential_label.to_lowercase())),
            _ => {}
        }
    }
    let beyond = world.sorted("", "name", "999").await;
    assert_eq!(beyond.page, beyond.pages, "a page beyond the last is the last");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_ages_and_opposites_narrow_exactly() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    let count = |is_it: &dyn Fn(&ServerRow) -> bool| all.rows.iter().filter(|row| is_it(row)).count();
    let virtua = |row: &ServerRow| row.brand == Brand::Virtua;
    let gib = |row: &ServerRow, limit: u32| row.memory_mib.is_some_and(|mib| mib >= limit * 1024);
    for (search, wanted) in [
        ("ram>=4", count(&|row| gib(row, 4))),
        ("-ram>=4", count(&|row| !gib(row, 4))),
        ("vcpus:2", count(&|row| row.vcpus == Some(2))),
        ("disk<50", count(&|row| row.disk_gib.is_some_and(|gib| gib < 50))),
        ("provider:virtua,elastis", count(&|row| row.brand != Brand::IdCloudHost)),
        ("-provider:virtua", count(&|row| !virtua(row))),
        ("status:running,stopped", count(&|row| matches!(row.state.word(), "running" | "stopped"))),
        ("cost>=0", count(&|row| row.cost_month.is_some())),
        ("cost>=0eur", count(&|row| row.cost_month.is_some() && virtua(row))),
        ("cost>=0idr", count(&|row| row.cost_month.is_some() && !virtua(row))),
        ("cost>=0usd", 0),
        ("created<100y", count(&|row| row.created_at.is_some())),
        ("created>100y", 0),
        ("is:pending", 0),
        ("is:stale", 0),
        ("-is:stale", 23),
    ] {
        let list = world.list(search).await;
        assert_eq!((list.problems.len(), list.matched as usize), (0, wanted), "{search}");
    }
    let label = &all.rows[0].credential_label;
    let by_key = world.list(&format!("key:\"{label}\"")).await;
    assert_eq!(by_key.matched as usize, count(&|row| row.credential_label == *label));
    let host = all.rows.iter().find_map(|row| row.hostname.clone()).unwrap();
    assert!(
        world.list(&format!("host:{host}")).await.rows.iter().any(|row| row.hostname.as_ref() == Some(&host))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_hold_over_pages() {
    let world = World::start(SimOptions { servers: Some(60), ..fast() }).await;
    for group in [GroupBy::Provider, GroupBy::Location] {
        let (mut labels, mut counted, mut page, mut pages) = (Vec::new(), 0, 1, 1);
        let mut rows: Vec<(String, ServerRow)> = Vec::new();
        while page <= pages {
            let query = ServerQuery { group, page, ..ServerQuery::default() };
            let list = world.backend.access(&world.actor).servers().unwrap().list(&query).await.unwrap();
            assert_eq!(list.groups[0].first, 0, "a page begins with a heading");
            for (at, row) in list.rows.into_iter().enumerate() {
                let heading = list.groups.iter().rev().find(|group| group.first as usize <= at).unwrap();
                rows.push((heading.label.clone(), row));
            }
            for group in list.groups {
                if !labels.contains(&group.label) {
                    counted += group.count;
                    labels.push(group.label);
                }
            }
            (page, pages) = (page + 1, list.pages);
        }
        assert_eq!((rows.len(), counted), (180, 180), "{group:?}");
        assert!(labels.is_sorted_by_key(|label| label.to_lowercase()), "{labels:?}");
        for (label, row) in &rows {
            let own = if group == GroupBy::Provider { row.brand.name() } else { &row.location_name };
            assert!(label.split(" / ").any(|name| name == own), "{label}: {own}");
        }
        for label in labels {
            let names = rows.iter().filter(|(own, _)| *own == label).map(|(_, row)| row.name.to_lowercase());
            assert!(names.is_sorted(), "{label}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_find_what_they_promise() {
    let world = World::start(fast()).await;
    let all = world.list("").await;
    world.mark("server.tag", &[all.rows[0].key.clone()], &[("tags", "env:prod")]).await;
    let access = world.backend.access(&world.actor);
    let servers = access.servers().unwrap();
    let terms = |search: &str| -> Vec<String> {
        servers.complete(search).into_iter().map(|completion| completion.term).collect()
    };
    assert_eq!(terms("").len(), 12);
    assert!(terms("").contains(&"status:".to_owned()));
    assert_eq!(terms("sta")[0], "status:");
    assert_eq!(terms("web -sta")[0], "-status:");
    assert!(terms("run").contains(&"status:running".to_owned()));
    assert_eq!(terms("tag:e"), ["tag:env:prod"]);
    assert_eq!(terms("env"), ["tag:env:prod"]);
    assert_eq!(terms("is:"), ["is:locked", "is:stale", "is:pending"]);
    assert!(terms("created<").contains(&"created<30d".to_owned()));
    assert_eq!(terms("colour:"), Vec::<String>::new());
    for search in
        ["status:", "provider:", "location:", "image:", "plan:", "key:", "status:running,", "name~w", "deb"]
    {
        let found = servers.complete(search);
        assert!(!found.is_empty() && found.len() <= 12, "{search}");
        for completion in found {
            let list = world.list(&completion.search).await;
            assert_eq!(list.problems, [], "{completion:?}");
            assert!(list.matched > 0, "{completion:?}");
            if !search.ends_with(',') {
                let servers = if list.matched == 1 {
                    "1 server".to_owned()
                } else {
                    format!("{} servers", list.matched)
                };
                assert_eq!(completion.note, servers, "{completion:?}");
            }
        }
    }
}
