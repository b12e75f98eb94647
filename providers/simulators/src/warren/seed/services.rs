//! What the demo account has beside machines: buckets with the keys to them, and databases.

use crate::clock::before_epoch;
use crate::rng::Rng;
use crate::warren::brand::Brand;
use crate::warren::packages::service_ip;
use crate::warren::state::{Bucket, Node, ObjectStorage, Package, Service};

/// Numbers of its own, so that what is drawn here moves nothing else.
pub(super) fn rng(seed: u64) -> Rng {
    Rng::new(seed ^ 0x7365_7276_6963_6573)
}

/// Object storage is not enabled at the second brand. `payers` are who pays mostly, and for what is only
/// tried.
pub(super) fn object_storage(rng: &mut Rng, brand: Brand, email: &str, payers: [u64; 2]) -> ObjectStorage {
    let mut storage = ObjectStorage::default();
    if brand == Brand::Elastis {
        return storage;
    }
    let user = storage.open(email);
    user.add_key(rng);
    user.add_key(rng);
    let [main, trial] = payers;
    let mut add = |name: &str, billing_account, (objects, size_bytes), days| {
        let created_at = before_epoch(days, 11_230);
        let modified_at = before_epoch(if objects == 0 { days + 1 } else { 1 }, 4_000);
        storage.buckets.push(Bucket {
            name: name.to_owned(),
            billing_account,
            size_bytes,
            objects,
            created_at,
            modified_at,
        });
    };
    add("example-trading-backups", main, (1_842, 214_748_364_800), 320);
    add("example-trading-media", main, (5, 3_189_211_059), 210);
    // Its last change lies before its creation, as in the document's list.
    add("example-trading-scratch", trial, (0, 0), 12);
    storage
}

/// One single server and one pair, the first one open to everyone.
pub(super) fn packages(rng: &mut Rng, brand: Brand, user_id: u64, billing_account: u64) -> Vec<Package> {
    let mut packages = Vec::new();
    if brand == Brand::Elastis {
        return packages;
    }
    let mut add =
        |name: &str, service, location, (vcpu, memory_mb, disk_gb), multi: bool, allowed: &[&str]| {
            let mut uuid = || rng.uuid().to_string();
            let node = |uuid: &mut dyn FnMut() -> String| Node {
                uuid: uuid(),
                disk_uuid: uuid(),
                vcpu,
                memory_mb,
                disk_gb,
            };
            let days = if multi { 140 } else { 33 };
            packages.push(Package {
                uuid: uuid(),
                name: name.to_owned(),
                service,
                user_id,
                billing_account,
                location,
                service_ip: service_ip(&packages, location, brand.locations().iter().map(|site| site.slug)),
                password: uuid().replace('-', ""),
                allowed: allowed.iter().map(|entry| (*entry).to_owned()).collect(),
                nodes: (0..if multi { 2 } else { 1 }).map(|_| node(&mut uuid)).collect(),
                virtual_ip: multi.then(&mut uuid),
                created_at: before_epoch(days, 309),
                updated_at: before_epoch(days, 0),
                deleted_at: None,
            });
        };
    add("orders", Service::Postgresql, "jkt01", (2, 4_096, 40), true, &["10.20.0.0/16", "176.112.157.203"]);
    add("wiki", Service::Mariadb, "jkt02", (1, 1_024, 30), false, &[]);
    packages
}
