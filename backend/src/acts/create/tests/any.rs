//! Whatever is sent, there is a form; and what the form shows can be sent back until it stands still.

use domain::act::Fields;
use proptest::prelude::*;

use super::super::form::form;
use super::super::order::{drafts, secrets};
use super::common::sent;
use super::given;

const NAMES: [&str; 40] = [
    "credential",
    "location",
    "source",
    "from",
    "replica",
    "boot_disk",
    "image",
    "version",
    "plan",
    "pool",
    "preset",
    "preset_was",
    "vcpus",
    "memory_mib",
    "disk_gib",
    "network",
    "public_ip",
    "ipv6",
    "ssh_key",
    "public_key",
    "username",
    "with_password",
    "script",
    "script_was",
    "cloud_init",
    "backups",
    "tags",
    "description",
    "billing_account",
    "project",
    "hostname",
    "name",
    "count",
    "form_at",
    "usual.location",
    "usual.plan",
    "usual.image",
    "usual.vcpus",
    "elsewhere.from",
    "elsewhere.disk_gib",
];

/// What the fields can have, nonsense, and text of any kind.
fn text() -> impl Strategy<Value = String> {
    let known = [
        "1",
        "0",
        "2",
        "99999999999",
        "-1",
        "image",
        "replica",
        "disk",
        "ubuntu",
        "24.04-lts",
        "windows",
        "usual",
        "big",
        "2-4096-40",
        "own",
        "jkt01",
        "sgp01",
        "par",
        "vcs-4.par",
        "k1",
        "s1",
        "none",
        "web",
        "web-08",
        "ops",
        "d-free",
        "vm-web",
        "1200",
        "p-1",
        "prod",
        "one",
        "block",
        "#!/bin/sh\nls",
        "{\"runcmd\":[]}",
        given::KEY,
    ];
    prop_oneof![
        6 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => Just(given::at("vm-web").to_string()),
        1 => "\\PC{0,60}",
        1 => "[ -~\\t\\n]{0,200}",
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = proptest::sample::select(NAMES.to_vec()).prop_map(str::to_owned);
    proptest::collection::vec((name, text()), 0..24)
}

proptest! {
    #[test]
    fn any_fields_give_a_form(pairs in pairs(), at_virtua in any::<bool>()) {
        let given = if at_virtua { given::virtua() } else { given::warren() };
        let fields = Fields(pairs);
        let first = form(&given, &fields);
        prop_assert!(first.sections.len() > 5);
        let _drafts = drafts(&given, &fields);
        let _secrets = secrets(&given, &fields, None);
        // What a page shows and sends back comes out the same, and nothing has to change any more.
        let second = form(&given, &sent(&first, &[]));
        let third = form(&given, &sent(&second, &[]));
        let values = |form: &domain::act::Form| sent(form, &[]);
        prop_assert_eq!(values(&second), values(&third));
    }
}
