//! The two calls whose fields the sources spell differently, in one place.
//!
//! | source | call | encoding | fields |
//! |---|---|---|---|
//! | reference, table | `POST /cloud/order` | not stated | `PROJECT_UUID`, `OFFER_UUID`, `SYSTEM_UUID`, `ipv6_enabled`, `ipv6_block_size`, `hostname` |
//! | reference, example | `POST /cloud/order` | form under a JSON type | `offer`, `system`, `project`, `ipv6_enable`, `hostname` |
//! | OpenAPI 1.0.2 | `POST /cloud-server` | JSON | as the table; `ipv6_enabled` a boolean |
//! | client in use | `POST /cloud/order` | JSON | **`PROJECT_UUID`, `offer`, `system`, `ipv6_enable` (0 or 1), `hostname`** |
//! | reference, table | `POST …/resize` | not stated | `NEW_OFFER_UUID`, `resize_disk` |
//! | reference, example | `POST …/resize` | form under a JSON type | `offer`, `resize_disk` (0 or 1) |
//! | OpenAPI 1.0.2, client in use | `POST …/resize` | JSON | **`NEW_OFFER_UUID`, `resize_disk` (boolean)** |
//!
//! What is in bold is sent: it is what a published client sends to the live service, and the only spelling of the
//! order that anybody is known to use. A real JSON body fits the type that every source names. `ipv6_block_size`
//! has one spelling everywhere and goes along only when a size was asked for. `POST /cloud-server` is not called:
//! nobody is known to use it, and the newest README orders at `/cloud/order`.

use domain::change::{Ipv6Block, RebuildFrom, ServerOrder};
use serde_json::{Map, Value, json};

use crate::http::{Call, Pace};

/// A new server.
pub(super) fn order(order: &ServerOrder) -> Call {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("PROJECT_UUID", json!(order.project.0));
    put("offer", json!(order.plan.0));
    put("system", json!(order.system.0));
    put("ipv6_enable", json!(u8::from(order.ipv6.is_some())));
    match order.ipv6 {
        Some(Ipv6Block::One) => put("ipv6_block_size", json!(128)),
        Some(Ipv6Block::Block) => put("ipv6_block_size", json!(64)),
        Some(Ipv6Block::Usual) | None => None,
    };
    if let Some(hostname) = &order.hostname {
        put("hostname", json!(hostname));
    }
    Call::post("compute.order", "cloud/order").json(Value::Object(body)).pace(Pace::Slow)
}

/// Another plan.
pub(super) fn resize(id: &str, plan: &str, grow_disk: bool) -> Call {
    Call::post("compute.resize", "cloud-server")
        .part(id)
        .part("resize")
        .json(json!({ "NEW_OFFER_UUID": plan, "resize_disk": grow_disk }))
        .pace(Pace::Power)
}

/// Another system on the same disk. Known from a later document alone; a 404 or 405 means that there is no such call.
pub(super) fn rebuild(id: &str, from: &RebuildFrom) -> Call {
    let body = match from {
        RebuildFrom::System(system) => json!({ "system": system.0 }),
        RebuildFrom::Iso(image) => json!({ "iso_image": image.0 }),
    };
    Call::post("compute.rebuild", "cloud-server").part(id).part("rebuild").json(body).pace(Pace::Power)
}

#[cfg(test)]
mod tests {
    use domain::ids::ProviderResourceId;
    use url::Url;

    use super::*;

    fn sent(call: &Call) -> String {
        call.describe(&Url::parse("https://api.virtua.cloud/v1").unwrap())
    }

    #[test]
    fn an_order_is_spelled_as_a_client_in_use_spells_it() {
        let id = |id: &str| ProviderResourceId(id.to_owned());
        let bare = ServerOrder {
            project: id("p"),
            plan: id("vcs-2-intel.par01fr"),
            system: id("debian-10-64"),
            ipv6: None,
            hostname: None,
        };
        assert_eq!(
            sent(&order(&bare)),
            "POST https://api.virtua.cloud/v1/cloud/order  \
             {\"PROJECT_UUID\":\"p\",\"ipv6_enable\":0,\"offer\":\"vcs-2-intel.par01fr\",\"system\":\"debian-10-64\"}"
        );
        let full = ServerOrder { ipv6: Some(Ipv6Block::Block), hostname: Some("a.example".into()), ..bare };
        assert!(
            sent(&order(&full)).contains(r#""hostname":"a.example","ipv6_block_size":64,"ipv6_enable":1"#)
        );
        assert!(
            sent(&resize("x", "o", true))
                .ends_with(r#"/x/resize  {"NEW_OFFER_UUID":"o","resize_disk":true}"#)
        );
        assert!(
            sent(&rebuild("x", &RebuildFrom::Iso(id("i")))).ends_with(r#"/x/rebuild  {"iso_image":"i"}"#)
        );
    }
}
