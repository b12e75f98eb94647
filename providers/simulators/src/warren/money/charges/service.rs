//! Buckets and managed services.

use rust_decimal::Decimal;

use super::Charge;
use crate::warren::brand::Rates;
use crate::warren::state::{Bucket, Package};

/// A gigabyte in bytes.
const GB: u64 = 1_073_741_824;

/// By begun gigabytes; an empty one costs nothing. It lies in no location.
pub(super) fn bucket(bucket: &Bucket, rates: &Rates) -> Option<Charge> {
    let gb = bucket.size_bytes.div_ceil(GB);
    (gb > 0).then(|| Charge {
        account: bucket.billing_account,
        location: "",
        owner: bucket.name.clone(),
        name: format!("{}, {gb} GB object storage", bucket.name),
        price: rates.object_gb * Decimal::from(gb),
        types: &["OBJECT_STORAGE"],
        configuration: None,
        since: bucket.created_at,
    })
}

/// The machines of a package at so many times their price. One that was deleted costs nothing.
pub(super) fn package(package: &Package, rates: &Rates) -> Option<Charge> {
    let node = |node: &crate::warren::state::Node| {
        rates.cpu * Decimal::from(node.vcpu)
            + rates.ram_512_mb * Decimal::from(node.memory_mb.div_ceil(512))
            + rates.storage_gb * Decimal::from(node.disk_gb)
    };
    let machines: Decimal = package.nodes.iter().map(node).sum();
    package.deleted_at.is_none().then(|| Charge {
        account: package.billing_account,
        location: package.location,
        owner: package.uuid.clone(),
        name: format!("{}, {} {}", package.name, package.service.name(), package.service.version()),
        price: machines * Decimal::from(Package::MULTIPLIER),
        types: &["SERVICE"],
        configuration: None,
        since: package.created_at,
    })
}
