//! Search, order, pages, facets and totals over three providers.

use domain::provider::Brand;
use domain::query::{PAGE_SIZE, ServerQuery};
use domain::view::ServerList;
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
    }
    assert_eq!(all.brands.iter().map(|facet| facet.count).sum::<u32>(), 23);
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

#[tokio::test(flavor = "multi_thread")]
async fn orders_hold_over_pages_and_unknown_values_come_last() {
    let world = World::start(SimOptions { servers: Some(60), ..fast() }).await;
    let everything = world.list("").await;
    assert_eq!(everything.total, 180);
    assert_eq!(everything.pages as usize, 180_usize.div_ceil(PAGE_SIZE));
    for sort in ["name", "state", "provider", "size", "cost", "age"] {
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
            "size" => assert!(down.is_sorted_by(|a, b| match (a.memory_mib, b.memory_mib) {
                (a, Some(b)) => a.is_some_and(|a| a >= b),
                (_, None) => true,
            })),
            "age" => assert!(up.is_sorted_by(|a, b| a.taken_at >= b.taken_at)),
            _ => {}
        }
    }
    let beyond = world.sorted("", "name", "999").await;
    assert_eq!(beyond.page, beyond.pages, "a page beyond the last is the last");
}
