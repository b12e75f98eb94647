//! A new machine as a request: every parameter that the document lists.

use domain::change::{ImageChoice, NewServer, ServerSource};

use super::changes::VM;
use crate::family::Secrets;
use crate::http::{Call, Pace};

pub(super) fn call(new: &NewServer, secrets: &Secrets) -> Call {
    let call = Call::post("compute.create", VM).located().pace(Pace::Slow).field("name", &new.name);
    let call = source(call, &new.source)
        .field("vcpu", new.vcpus)
        .field("ram", new.memory_mib)
        .maybe("description", new.description.as_ref())
        .maybe("designated_pool_uuid", new.pool.as_ref().map(|pool| &pool.0))
        .maybe("network_uuid", new.network.as_ref().map(|network| &network.0))
        // Said either way: the default reserves an address, which costs money.
        .field("reserve_public_ip", new.public_ip)
        .maybe("billing_account_id", new.billing_account)
        .maybe("backup", new.backups.then_some(true))
        .maybe("username", new.username.as_ref())
        .maybe("password", new.with_password.then_some(&secrets.password))
        .maybe("cloud_init", new.with_cloud_init.then_some(&secrets.cloud_init));
    keys(call, &new.public_keys)
}

fn source(call: Call, source: &ServerSource) -> Call {
    match source {
        ServerSource::Image { image: from, disk_gib } => image(call, Some(from)).field("disks", *disk_gib),
        ServerSource::Replica { server, replica, image: from, disk_gib } => image(call, Some(from))
            .field("source_uuid", &server.0)
            .field("source_replica", &replica.0)
            .field("disks", *disk_gib),
        // "In this case disks parameter has no effect and should be left empty."
        ServerSource::Disk { disk, image: on_it } => image(call, on_it.as_ref()).field("disk_uuid", &disk.0),
    }
}

fn image(call: Call, image: Option<&ImageChoice>) -> Call {
    call.maybe("os_name", image.map(|image| &image.name))
        .maybe("os_version", image.and_then(|image| image.version.as_ref()))
}

/// The documents know one key under one name; live services take several by repeating another (`facts.md`,
/// "Encodings").
fn keys(call: Call, keys: &[String]) -> Call {
    match keys {
        [one] => call.field("public_key", one),
        several => several.iter().fold(call, |call, key| call.field("public_keys", key)),
    }
}
