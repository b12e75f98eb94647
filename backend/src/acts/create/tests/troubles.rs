//! A review names everything that is missing or wrong at once, and nothing that only follows from something else.

use super::super::given::Given;
use super::common::{again, field, in_the_way, planned, sent, shown, value};
use super::given;
use crate::inventory::Held;

/// IDCloudHost, changed.
fn warren(change: impl FnOnce(&mut Given)) -> Given {
    let mut given = given::warren();
    change(&mut given);
    given
}

/// Virtua, changed.
fn virtua(change: impl FnOnce(&mut Given)) -> Given {
    let mut given = given::virtua();
    change(&mut given);
    given
}

#[test]
fn everything_missing_or_wrong_is_named_at_once() {
    let given = given::warren();
    assert_eq!(in_the_way(&given, &[]), ["username", "name"]);
    let changes = [
        ("vcpus", "99"),
        ("disk_gib", "much"),
        ("public_key", "ssh-rsa"),
        ("username", "root"),
        ("cloud_init", "{\"packages\":[]}"),
        ("tags", "a b!c"),
        ("description", "a\u{7}b"),
        ("name", "a\u{7}b"),
        ("count", "400"),
    ];
    let names = changes.map(|(name, _)| name);
    assert_eq!(in_the_way(&given, &changes), names);
    assert_eq!(
        planned(&given, &changes).unwrap_err().field.as_deref(),
        Some("vcpus"),
        "the first, as it was"
    );
    let at_virtua = [("hostname", "not a name"), ("count", "7"), ("tags", "b!c")];
    assert_eq!(in_the_way(&given::virtua(), &at_virtua), ["tags", "hostname", "count"]);
}

#[test]
fn what_only_nobody_confirmed_waits_until_nothing_is_wrong() {
    let given = given::warren();
    let fields = [("name", "web"), ("username", "root")].into_iter().collect();
    let troubles = super::super::order::drafts(&given, &fields).unwrap_err();
    assert_eq!(troubles.all().map(|error| error.field.as_deref()).collect::<Vec<_>>(), [Some("username")]);
    let fields = [("name", "web"), ("username", "ops")].into_iter().collect();
    let troubles = super::super::order::drafts(&given, &fields).unwrap_err();
    assert!(
        troubles.all().count() > 5 && troubles.all().all(|error| error.message.contains("chosen for you"))
    );
}

#[test]
fn a_key_that_cannot_be_read_is_not_called_missing_too() {
    let given = warren(|given| {
        let live = given.place.as_ref().and_then(|place| place.facts.parameters.value.clone()).unwrap();
        let mut live = live.as_ref().clone();
        live.password.as_mut().unwrap().optional_for.push("ubuntu".to_owned());
        given.place.as_mut().unwrap().facts.parameters = given::held(live);
    });
    let changes = [("image", "ubuntu"), ("username", "ops"), ("name", "web")];
    assert_eq!(in_the_way(&given, &changes), ["ssh_key"]);
    let wrong = [changes[0], changes[1], changes[2], ("public_key", "ssh-rsa")];
    assert_eq!(in_the_way(&given, &wrong), ["public_key"]);
    // Where there is no key to tick, the field that takes one says so.
    let bare = Given { ring: Vec::new(), ..given };
    assert_eq!(in_the_way(&bare, &changes), ["public_key"]);
}

#[test]
fn a_copy_that_is_not_chosen_yet_needs_no_user() {
    let given = warren(|given| given.place.as_mut().unwrap().replicas = given::held(Vec::new()));
    let from = given::at("vm-web").to_string();
    let changes = [("source", "replica"), ("from", from.as_str()), ("name", "copy")];
    assert_eq!(in_the_way(&given, &changes), ["replica"]);
    assert!(!field(&shown(&given, &changes), "username").required);
}

#[test]
fn while_a_list_is_read_only_that_is_said() {
    let unread = warren(|given| given.place.as_mut().unwrap().facts.images = Held::default());
    let changes = [("image", "windows"), ("name", "web")];
    assert_eq!(in_the_way(&unread, &changes), ["image"], "who can log in depends on the image");
    let error = planned(&unread, &changes).unwrap_err();
    assert_eq!(error.message, "The list of images is being read.");

    let unread = virtua(|given| given.place.as_mut().unwrap().facts.images = Held::default());
    let changes = [("image", "win2k22"), ("plan", "vcs-win.par")];
    assert_eq!(in_the_way(&unread, &changes), ["image"], "which plans fit depends on the image");
    let form = again(&unread, &shown(&unread, &changes), &[]);
    assert_eq!((value(&form, "image"), value(&form, "plan")), ("win2k22", "vcs-win.par"), "the wish is kept");
    let read = given::virtua();
    let plan = super::super::order::drafts(&read, &sent(&again(&read, &form, &[]), &[])).unwrap();
    assert_eq!(plan.len(), 1);

    let nowhere = virtua(|given| {
        let place = given.place.as_mut().unwrap();
        (place.location, place.facts.locations) = (None, Held::default());
    });
    assert_eq!(in_the_way(&nowhere, &[("hostname", "web")]), ["location"], "everything else depends on it");
    let unread = virtua(|given| given.place.as_mut().unwrap().facts.projects = Held::default());
    assert_eq!(planned(&unread, &[]).unwrap_err().message, "The list of projects is being read.");
}

#[test]
fn what_is_too_long_is_refused_and_never_cut() {
    let given = given::warren();
    let (script, long) = (format!("#!/bin/sh\n{}", "x".repeat(40_000)), "d".repeat(1001));
    let changes = [
        ("cloud_init", script.as_str()),
        ("description", long.as_str()),
        ("name", "web"),
        ("username", "ops"),
    ];
    assert_eq!(in_the_way(&given, &changes), ["cloud_init", "description"]);
    let form = shown(&given, &changes);
    // A browser cuts what is pasted into a field with a limit, and says nothing: half a script would run.
    for name in ["cloud_init", "description", "username"] {
        assert_eq!(field(&form, name).most, None, "{name}");
    }
    assert_eq!(value(&form, "cloud_init"), script);
}

#[test]
fn a_system_too_large_for_its_pool_says_so_of_each_measure() {
    let given = warren(|given| {
        let place = given.place.as_mut().unwrap();
        let mut pools = place.facts.plans["jkt01"].value.as_ref().unwrap().as_ref().clone();
        pools.retain(|pool| pool.id == "usual");
        (pools[0].vcpus, pools[0].memory_mib) = (Some((1, 1)), Some((512, 512)));
        place.facts.plans.insert("jkt01".to_owned(), given::held(pools));
    });
    let changes = [("image", "windows"), ("username", "ops"), ("name", "web")];
    assert_eq!(in_the_way(&given, &changes), ["vcpus", "memory_mib"]);
}
