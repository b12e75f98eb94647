//! `POST user-resource/service/package`: the caller waits for minutes, until the service answers.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde_json::Value;

use crate::http::{Call, Reply};
use crate::warren::billing::payer;
use crate::warren::errors::error;
use crate::warren::fields::{required, required_number, truth};
use crate::warren::state::{Node, Package, Service, State, Work};

/// From `created_at` to `updated_at` in the samples: one server, and two that have to find each other.
const SINGLE: Duration = Duration::from_secs(162);
const MULTI: Duration = Duration::from_secs(309);

pub(super) fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let service = service(call)?;
    let name = required(call, "display_name")?.to_owned();
    let multi = truth(call, "is_multi_node")?;
    if multi && !service.multi_node() {
        let words = format!("Service {} is not available as multi node", service.name());
        return Err(error(400, "is_multi_node", &words));
    }
    let location = location(call, state)?;
    // Its servers are as large as others of the location's default pool; the smallest one is in the samples.
    let pools = state.locations.iter().filter(|known| known.slug == location).flat_map(|known| &known.pools);
    let pool = pools.into_iter().find(|pool| pool.default);
    let (most_cpu, most_ram) = pool.map_or((16, 65_536), |pool| (pool.max_cpu, pool.max_ram_mb));
    let vcpu = size(call, "vm_cpu", 1..=most_cpu)?;
    let memory_mb = size(call, "vm_ram", 1_024..=most_ram)?;
    let disk_gb = size(call, "vm_disk_gb", 20..=1_000)?;
    let created_at = call.now;
    let (subject, called, takes) = (name.clone(), name.clone(), if multi { MULTI } else { SINGLE });
    let finish = move |state: &mut State| {
        let count = if multi { 2 } else { 1 };
        let mut uuid = || state.rng.uuid().to_string();
        let node = |uuid: &mut dyn FnMut() -> String| Node {
            uuid: uuid(),
            disk_uuid: uuid(),
            vcpu,
            memory_mb,
            disk_gb,
        };
        let package = Package {
            uuid: uuid(),
            name,
            service,
            user_id: state.user.id,
            billing_account,
            location,
            service_ip: service_ip(
                &state.packages,
                location,
                state.brand.locations().iter().map(|site| site.slug),
            ),
            password: uuid().replace('-', ""),
            allowed: Vec::new(),
            nodes: (0..count).map(|_| node(&mut uuid)).collect(),
            virtual_ip: multi.then(&mut uuid),
            created_at,
            updated_at: state.now,
            deleted_at: None,
        };
        let reply = Reply::ok(&package.wire());
        state.packages.push(package);
        reply
    };
    Ok(Work::blocking("create", subject, called, takes, |_| {}, finish))
}

/// Names what there is, as the refusal of an image version does; the words are a guess.
fn service(call: &Call) -> Result<Service, Reply> {
    let name = required(call, "service")?;
    let Some(service) = Service::ALL.into_iter().find(|service| service.name() == name) else {
        let names = Service::ALL.map(Service::name).join(", ");
        return Err(error(400, "service", &format!("Unsupported service {name}. Supported values: {names}")));
    };
    let version = required(call, "version")?;
    if version != service.version() {
        let words =
            format!("Unsupported version {version} of {name}. Supported values: {}", service.version());
        return Err(error(400, "version", &words));
    }
    Ok(service)
}

/// A JSON object, as a string in the document's example. It says where the package stands; the path does not.
fn location(call: &Call, state: &State) -> Result<&'static str, Reply> {
    let parameters = match call.param("package_parameters") {
        Some(text) => serde_json::from_str(text).ok().filter(Value::is_object),
        None => Some(Value::Null),
    };
    let parameters =
        parameters.ok_or_else(|| error(400, "package_parameters", "Provided JSON is invalid"))?;
    let slug = parameters.get("location").and_then(Value::as_str).unwrap_or(&call.location);
    let known = state.locations.iter().find(|location| location.slug == slug);
    let unknown = || error(400, "package_parameters", &format!("Unknown location {slug}"));
    known.map(|location| location.slug).ok_or_else(unknown)
}

fn size(call: &Call, name: &str, range: RangeInclusive<u32>) -> Result<u32, Reply> {
    let number = u32::try_from(required_number(call, name)?).ok().filter(|number| range.contains(number));
    let words = || format!("Value must be between {} and {}", range.start(), range.end());
    number.ok_or_else(|| error(400, name, &words()))
}

/// Services stand in a part of their own of a location's addresses, which servers reach last.
pub(in crate::warren) fn service_ip(
    others: &[Package],
    location: &str,
    slugs: impl Iterator<Item = &'static str>,
) -> String {
    let site = slugs.take_while(|slug| *slug != location).count();
    format!("10.{}.112.{}", 20 + site, 44 + others.len() % 200)
}
