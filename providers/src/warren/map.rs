//! From Warren's bodies to the neutral model. Pure.

use std::collections::HashMap;

use domain::ids::ProviderResourceId;
use domain::location::Location;
use domain::plan::{Image, ImageVersion, Plan};
use domain::pricing::{PriceList, ServerSize};
use domain::server::{Address, AddressScope, Server, ServerState};
use domain::server_details::{ImageChoice, ServerDetails};

use super::disks::attached;
use super::wire;
use crate::wire::{Lenient, Scalar, address, sort_public_first};

/// What other calls say about the machines of one location. `None` where the call failed.
#[derive(Default)]
pub(super) struct Around {
    /// Public addresses by the machine that they lead to.
    pub(super) public: Option<HashMap<String, Vec<Address>>>,
    pub(super) prices: Option<PriceList>,
}

/// One server; `None` without an id, because nothing could be done with it.
pub(super) fn server(vm: &wire::Vm, location: &Location, around: &Around) -> Option<Server> {
    let id = vm.uuid.owned()?;
    let state = state(&vm.status);
    let (vcpus, memory_mib, disk_gib) = (vm.vcpu.whole(), vm.memory.whole(), disk_gib(vm));
    let mut addresses: Vec<Address> = [&vm.public_ipv4, &vm.public_ipv6, &vm.private_ipv4]
        .into_iter()
        .filter_map(|field| address(field.text()?))
        .collect();
    addresses
        .extend(around.public.as_ref().and_then(|public| public.get(&id)).into_iter().flatten().cloned());
    sort_public_first(&mut addresses);
    // A stopped machine bills on, but for a share that the price list does not give.
    let price = around.prices.as_ref().filter(|_| state == ServerState::Running).and_then(|prices| {
        let windows = vm.license_type.text().is_some_and(|license| license.eq_ignore_ascii_case("windows"))
            || vm.os_name.text().is_some_and(|os| os.eq_ignore_ascii_case("windows"));
        prices.server(&ServerSize { vcpus: vcpus?, memory_mib: memory_mib?, disk_gib: disk_gib?, windows })
    });
    Some(Server {
        name: vm.name.owned().or_else(|| vm.hostname.owned()).unwrap_or_else(|| id.clone()),
        id: ProviderResourceId(id),
        state,
        location: location.clone(),
        plan: vm.designated_pool_name.owned(),
        vcpus,
        memory_mib,
        disk_gib,
        image: image_name(vm),
        addresses,
        price,
        created_at: vm.created_at.timestamp(),
        hostname: vm.hostname.owned(),
        backups: vm.backup.flag(),
        note: None,
        details: Box::new(details(vm)),
    })
}

fn details(vm: &wire::Vm) -> ServerDetails {
    let image = |name| ImageChoice { name, version: vm.os_version.owned() };
    ServerDetails {
        description: vm.description.owned(),
        username: vm.username.owned(),
        image: vm.os_name.owned().map(image),
        plan: vm.designated_pool_uuid.owned().map(ProviderResourceId),
        billing_account: vm.billing_account.number().filter(|id| *id != 0),
        mac: vm.mac.owned(),
        disks: vm.storage.as_ref().map(|disks| disks.items.iter().filter_map(attached).collect()),
    }
}

/// Words without a rule are shown as they came.
pub(super) fn state(status: &Scalar) -> ServerState {
    let Some(status) = status.text() else { return ServerState::Other("unknown".to_owned()) };
    match status.to_ascii_lowercase().as_str() {
        "running" | "started" => ServerState::Running,
        "stopped" => ServerState::Stopped,
        "provisioning" | "installing" | "pending" => ServerState::Provisioning,
        "reinstalling" => ServerState::Busy,
        "suspended" => ServerState::Suspended,
        "error" | "failed" => ServerState::Error,
        "deleted" => ServerState::Deleted,
        _ => ServerState::Other(status.to_owned()),
    }
}

/// All disks together; unknown when one of them is.
pub(super) fn disk_gib(vm: &wire::Vm) -> Option<u32> {
    let disks = vm.storage.as_ref().filter(|disks| disks.skipped == 0)?;
    disks.items.iter().try_fold(0_u32, |sum, disk| sum.checked_add(disk.size.whole()?))
}

/// `Ubuntu 24.04-lts`.
fn image_name(vm: &wire::Vm) -> Option<String> {
    let os = vm.os_name.text()?;
    let mut letters = os.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Some(match vm.os_version.text() {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

/// The public addresses that lead to machines now.
pub(super) fn public_addresses(rows: &[wire::FloatingIp]) -> HashMap<String, Vec<Address>> {
    let mut found: HashMap<String, Vec<Address>> = HashMap::new();
    for row in rows {
        let to_machine = row
            .assigned_to_resource_type
            .text()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("virtual_machine"));
        let live = row.unassigned_at.text().is_none() && row.is_deleted.flag() != Some(true);
        let assigned = row.assigned_to.owned().filter(|_| to_machine && live);
        if let (Some(vm), Some(address)) = (assigned, row.address.text().and_then(address)) {
            // The call lists public addresses, whatever range a private cloud takes them from.
            found.entry(vm).or_default().push(Address { scope: AddressScope::Public, ..address });
        }
    }
    found
}

/// `None` without a slug, and for locations that the brand does not show.
pub(super) fn location(row: &wire::Location) -> Option<Location> {
    if row.is_published.flag() == Some(false) {
        return None;
    }
    let slug = row.slug.owned()?;
    Some(Location {
        name: row.display_name.owned().unwrap_or_else(|| slug.clone()),
        slug,
        country: row.country_code.text().map(str::to_ascii_uppercase),
        is_default: row.is_default.flag() == Some(true),
    })
}

/// `None` without an id, and for pools that the brand does not show.
pub(super) fn pool(row: &wire::Pool, location: &str) -> Option<Plan> {
    if row.is_visible.flag() == Some(false) {
        return None;
    }
    let id = row.uuid.owned()?;
    let limits = row.guest_limits.0.as_ref();
    let range = |part: fn(&wire::Limits) -> &Lenient<wire::Range>| {
        let range = part(limits?).0.as_ref()?;
        Some((range.min.whole()?, range.max.whole()?))
    };
    Some(Plan {
        name: row.name.owned().unwrap_or_else(|| id.clone()),
        id,
        description: row.description.owned(),
        location: Some(location.to_owned()),
        is_default: row.is_default_designated.flag() == Some(true),
        vcpus: range(|limits| &limits.cpu),
        memory_mib: range(|limits| &limits.ram_mb),
        disk_gib: range(|limits| &limits.disk_gb),
        ..Plan::default()
    })
}

/// With the versions that can be ordered.
pub(super) fn image(row: &wire::Image) -> Option<Image> {
    let id = row.os_name.owned()?;
    let versions = row.versions.iter().flat_map(|versions| &versions.items);
    let version = |version: &wire::Version| {
        let id = version.os_version.owned()?;
        Some(ImageVersion { name: version.display_name.owned().unwrap_or_else(|| id.clone()), id })
    };
    Some(Image {
        name: row.display_name.owned().unwrap_or_else(|| id.clone()),
        is_windows: id.to_ascii_lowercase().contains("windows"),
        id,
        versions: versions
            .filter(|version| version.published.flag() != Some(false))
            .filter_map(version)
            .collect(),
        is_app: row.is_app_catalog.flag() == Some(true),
        is_default: row.is_default.flag() == Some(true),
        icon: row.icon.owned().filter(|icon| is_picture(icon)),
    })
}

/// Whether a page may use it as the address of a picture. The documents print dots where icons stand.
fn is_picture(icon: &str) -> bool {
    icon.starts_with("https://") || icon.starts_with("data:image/")
}
