//! Changes of managed databases. Packages are JSON, their allow-lists are forms.

use domain::change::{DatabaseChange, NewDatabase};
use serde_json::{Map, Value};

use super::{ALLOWED, PACKAGE, wire};
use crate::family::Applied;
use crate::http::{Call, Pace, Reply};

/// The request that makes the change.
pub(in crate::warren) fn call(change: &DatabaseChange) -> Call {
    match change {
        DatabaseChange::Create(new) => {
            Call::post("databases.create", PACKAGE).json(body(new)).pace(Pace::Slow)
        }
        DatabaseChange::Update { id, name, billing_account } => {
            let mut body = Map::new();
            body.extend(name.as_ref().map(|name| ("display_name".to_owned(), name.as_str().into())));
            body.extend(billing_account.map(|id| ("billing_account_id".to_owned(), id.into())));
            let call = Call::patch("databases.update", PACKAGE).part(&id.0).json(Value::Object(body));
            // The account may be what does not exist.
            if billing_account.is_none() { call.exact() } else { call }
        }
        DatabaseChange::Allow { id, entry } => Call::post("databases.allow", PACKAGE)
            .part(&id.0)
            .part(ALLOWED)
            .field("ip_address", entry)
            .exact(),
        // Not exact: the entry may be what does not exist.
        DatabaseChange::Disallow { id, entry } => {
            Call::delete("databases.disallow", PACKAGE).part(&id.0).part(ALLOWED).field("ip_address", entry)
        }
        // Its servers go with it.
        DatabaseChange::Delete { id } => {
            Call::delete("databases.delete", PACKAGE).part(&id.0).exact().pace(Pace::Slow)
        }
    }
}

/// The parameters are JSON inside a string, as the document's example has them.
fn body(new: &NewDatabase) -> Value {
    let mut body = serde_json::json!({
        "billing_account_id": new.billing_account,
        "service": new.service,
        "version": new.version,
        "display_name": new.name,
        "vm_cpu": new.vcpus,
        "vm_ram": new.memory_mib,
        "vm_disk_gb": new.disk_gib,
    });
    if let Value::Object(fields) = &mut body {
        fields.extend(
            new.parameters.as_ref().map(|json| ("package_parameters".to_owned(), json.as_str().into())),
        );
        fields.extend(new.is_multi_node.map(|multi| ("is_multi_node".to_owned(), multi.into())));
    }
    body
}

/// A create answers with the package.
pub(in crate::warren) fn applied(change: &DatabaseChange, reply: &Reply) -> Applied {
    let DatabaseChange::Create(_) = change else { return Applied::done() };
    let row: wire::Package = reply.object("database").unwrap_or_default();
    Applied::made(row.uuid.owned())
}
