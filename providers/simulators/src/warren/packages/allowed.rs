//! Who may connect to a package: `…/whitelist_addresses`. A form as documented, or JSON, which clients send
//! too.

use std::net::IpAddr;

use serde_json::Value;

use super::{free, live, unknown_package};
use crate::http::{Call, Outcome, Reply};
use crate::warren::errors::error;
use crate::warren::fields::required;
use crate::warren::state::{Package, State, Work};

pub(super) fn list(call: &Call, state: &State) -> Outcome {
    Ok(rows(live(call, state)?))
}

/// One that is there already changes nothing: a guess.
pub(super) fn add(call: &Call, state: &State) -> Result<Work, Reply> {
    let entry = entry(call)?;
    change("allow", call, state, move |package| {
        if !package.allowed.contains(&entry) {
            package.allowed.push(entry);
        }
    })
}

/// The entry as it was written. Without any, everyone may connect again.
pub(super) fn remove(call: &Call, state: &State) -> Result<Work, Reply> {
    let entry = entry(call)?;
    if !live(call, state)?.allowed.contains(&entry) {
        return Err(error(400, "ip_address", "Address is not in the whitelist"));
    }
    change("disallow", call, state, move |package| package.allowed.retain(|known| *known != entry))
}

fn change(
    action: &'static str,
    call: &Call,
    state: &State,
    change: impl FnOnce(&mut Package) + Send + 'static,
) -> Result<Work, Reply> {
    let package = free(call, state)?;
    let uuid = package.uuid.clone();
    Ok(Work::now(action, &package.uuid, &package.name, move |state| {
        let Some(package) = state.package_mut(&uuid) else { return unknown_package() };
        change(package);
        rows(package)
    }))
}

/// An address or a block; the words of the refusal are a guess.
fn entry(call: &Call) -> Result<String, Reply> {
    let text = required(call, "ip_address")?;
    let (address, prefix) =
        text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let longest = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return Err(invalid()),
    };
    let fits = |prefix: &str| prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest);
    if prefix.is_none_or(fits) { Ok(text.to_owned()) } else { Err(invalid()) }
}

fn invalid() -> Reply {
    error(400, "ip_address", "Invalid IP address or subnet prefix provided")
}

fn rows(package: &Package) -> Reply {
    Reply::ok(&package.allowed.iter().map(String::as_str).collect::<Value>())
}
