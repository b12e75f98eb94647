//! The documents' answers, and answers that nobody would give.

use domain::change::ServerChange;
use domain::ids::ProviderResourceId;
use domain::location::Location;
use proptest::prelude::*;

use super::{applied, shown};
use crate::golden;
use crate::http::Reply;
use crate::warren::map::{self, Around};
use crate::warren::wire;

fn here() -> Location {
    Location { slug: "cyc01".into(), name: "Cycletown".into(), country: Some("EST".into()), is_default: true }
}

fn clone() -> ServerChange {
    ServerChange::Clone { id: ProviderResourceId("a".into()), name: "b".into() }
}

#[test]
fn the_documented_machines() {
    golden::list("warren/vms.json", |row: &wire::Vm| map::server(row, &here(), &Around::default()));
    for file in [
        "warren/vm.json",
        "warren/compute/get.elastis.json",
        "warren/compute/create-reply.json",
        "warren/compute/clone.json",
        "warren/compute/modify.json",
        "warren/compute/reinstall.json",
        "warren/stop.json",
    ] {
        let reply = golden::reply(file);
        let (applied, shown) = (applied(&clone(), &reply), shown(&clone(), &reply, &here()));
        let shown = shown.expect("a machine");
        assert_eq!(applied.id.as_ref(), Some(&shown.id), "{file}");
        golden::check(file, &shown);
    }
}

#[test]
fn an_answer_without_a_machine_shows_none() {
    let reply = golden::reply("warren/compute/change-password.json");
    let password = ServerChange::SetPassword { id: ProviderResourceId("a".into()), username: "b".into() };
    golden::check("warren/compute/change-password.json", &applied(&password, &reply));
    for body in ["", "true", "[]", "{}", "null", r#"{"success":true}"#, r#"[{"uuid":"a"}]"#] {
        let reply = Reply::test(200, body);
        assert_eq!(applied(&clone(), &reply).id, None, "{body}");
        assert_eq!(shown(&clone(), &reply, &here()), None, "{body}");
    }
}

proptest! {
    #[test]
    fn no_answer_panics(value in crate::wire::json(), field in 0_usize..6) {
        let names = ["description", "username", "billing_account", "designated_pool_uuid", "mac", "storage"];
        for body in [value.clone(), format!(r#"{{"uuid":"a","{}":{value}}}"#, names[field])] {
            let reply = Reply::test(200, &body);
            let _applied = applied(&clone(), &reply);
            let _shown = shown(&clone(), &reply, &here());
        }
    }
}
