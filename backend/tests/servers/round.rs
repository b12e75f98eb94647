//! One round of reads is all sources at once: it lasts as long as its slowest, and one that hangs holds up nothing.

use domain::provider::Brand;
use simulators::{Fault, FaultKind};

use crate::world::{Providers, World, eager, fast, until};

#[tokio::test(flavor = "multi_thread")]
async fn all_sources_are_asked_before_any_has_answered() {
    let providers = Providers::start(fast()).await;
    for (_, simulator) in providers.all() {
        // Lists of servers never come, so none can have been waited for.
        for path in ["/user-resource/vm/list", "/cloud-servers", "/cloud-server"] {
            simulator.control().inject(Fault::new(path, FaultKind::Hang).always());
        }
    }
    let world = World::over(providers, eager()).await;
    let unanswered = |brand: Brand, simulator: &simulators::Simulator| {
        let log = simulator.control().log();
        let lists = log.iter().filter(|entry| entry.status.is_none());
        let mut paths: Vec<_> = lists.map(|entry| entry.path.clone()).collect();
        paths.sort();
        paths.dedup();
        (brand, paths.len())
    };
    // Three locations, one location, and one list for everything.
    let wanted = [(Brand::Virtua, 1), (Brand::IdCloudHost, 3), (Brand::Elastis, 1)];
    until("all lists are on their way together", || async {
        let now = world.providers.all().map(|(brand, simulator)| unanswered(brand, simulator));
        (now == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_hanging_sources_hold_up_nothing_but_themselves() {
    let providers = Providers::start(fast()).await;
    providers.virtua.control().inject(Fault::new("", FaultKind::Delay { ms: 800 }).always());
    providers.elastis.control().inject(Fault::new("", FaultKind::Delay { ms: 50 }).always());
    let hang = Fault::new("/v1/jkt02", FaultKind::Hang).always();
    providers.idcloudhost.control().inject(hang);
    let servers = providers.idcloudhost.control().servers();
    let hanging = servers.iter().filter(|server| server.location == "jkt02").count();
    assert!(hanging > 0 && hanging < servers.len());
    let world = World::over(providers, eager()).await;
    let list = until("every other source is read", || async {
        let list = world.list("").await;
        (list.total as usize == 8 + 5 + servers.len() - hanging).then_some(list)
    })
    .await;
    assert!(list.rows.iter().all(|row| row.location != "jkt02" && !row.stale));
}
