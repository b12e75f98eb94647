//! Warren: free sizes within the limits of a pool, three things to start from, access, cloud-init and who pays.

use domain::change::{ImageChoice, ServerSource};
use secrecy::{ExposeSecret, SecretString};

use super::super::form::form;
use super::super::order::secrets;
use super::common::{again, field, open, planned, sent, shown, value, warren};
use super::given::{self, KEY};

const NAMED: [(&str, &str); 2] = [("name", "web"), ("username", "ops")];

#[test]
fn sizes_stay_within_the_pool_and_say_so() {
    let given = given::warren();
    let form = shown(&given, &[]);
    assert_eq!(
        (value(&form, "pool"), value(&form, "vcpus"), value(&form, "memory_mib")),
        ("usual", "2", "4096")
    );
    let vcpus = field(&form, "vcpus");
    assert_eq!((vcpus.least, vcpus.most), (Some(2), Some(16)));
    let big = again(&given, &form, &[("pool", "big"), ("vcpus", "32")]);
    assert_eq!((value(&big, "vcpus"), field(&big, "vcpus").hint.as_str()), ("32", ""));
    let back = again(&given, &big, &[("pool", "usual")]);
    assert_eq!(value(&back, "vcpus"), "16");
    assert_eq!(field(&back, "vcpus").hint, "32 does not fit: 2 to 16 vCPU here.");
    let changes = [NAMED[0], NAMED[1], ("vcpus", "99")];
    let error = planned(&given, &changes).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("vcpus"));
    let words = shown(&given, &[("disk_gib", "much")]);
    assert_eq!(value(&words, "disk_gib"), "40");
    assert!(field(&words, "disk_gib").hint.contains("not a whole number from 20 to 1000"));
}

#[test]
fn a_common_size_fills_the_numbers_and_lets_them_be_changed() {
    let given = given::warren();
    let form = shown(&given, &[]);
    assert_eq!(value(&form, "preset"), "2-4096-40");
    assert!(field(&form, "preset").choices[0].price.contains("a month"));
    let picked = again(&given, &form, &[("preset", "4-8192-80")]);
    let numbers = |form: &domain::act::Form| {
        ["vcpus", "memory_mib", "disk_gib"].map(|name| value(form, name).to_owned())
    };
    assert_eq!(numbers(&picked), ["4", "8192", "80"]);
    let own = again(&given, &picked, &[("memory_mib", "9216")]);
    assert_eq!((numbers(&own), value(&own, "preset")), (["4", "9216", "80"].map(str::to_owned), "own"));
    assert!(open(&form, "preset").iter().all(|size| !size.starts_with("1-")), "the pool begins at 2 vCPU");
}

#[test]
fn the_price_is_exact_and_says_what_it_leaves_out() {
    let given = given::warren();
    let form = shown(&given, &[("count", "2"), ("name", "web")]);
    let price = form.price.as_ref().unwrap();
    // 2 vCPU at 40, 8 steps of memory at 10, 40 GiB at 0.5, an address at 30.25: an hour of one.
    assert_eq!((price.hour.as_str(), price.month.as_str()), ("Rp 420.5", "Rp 306,965"));
    assert!(price.note.contains("For 2 servers at Rp 153,482.5 a month each."), "{}", price.note);
    assert!(price.note.contains("11 % VAT comes on top."), "{}", price.note);
    let bare = again(&given, &form, &[("public_ip", "0"), ("count", "1"), ("backups", "1")]);
    let price = bare.price.as_ref().unwrap();
    assert_eq!(price.hour, "Rp 180");
    assert!(price.note.contains("Without the automatic backups"), "{}", price.note);
    let windows = again(&given, &bare, &[("image", "windows")]);
    assert_eq!(windows.price.unwrap().hour, "Rp 380");
}

#[test]
fn everything_chosen_is_in_the_request() {
    let given = given::warren();
    let plan = planned(
        &given,
        &[
            NAMED[0],
            NAMED[1],
            ("count", "3"),
            ("image", "ubuntu"),
            ("version", "22.04-lts"),
            ("pool", "big"),
            ("preset", "own"),
            ("vcpus", "6"),
            ("memory_mib", "6144"),
            ("disk_gib", "75"),
            ("network", "prod"),
            ("public_ip", "0"),
            ("ssh_key", "k1"),
            ("script", "s1"),
            ("backups", "1"),
            ("tags", "web"),
            ("description", "Shop front"),
            ("billing_account", "1100"),
        ],
    );
    let plan = plan.unwrap();
    assert_eq!(plan.iter().map(|new| new.name.as_str()).collect::<Vec<_>>(), ["web-01", "web-02", "web-03"]);
    let new = warren(&plan[2]);
    let image = ImageChoice { name: "ubuntu".to_owned(), version: Some("22.04-lts".to_owned()) };
    assert_eq!(new.source, ServerSource::Image { image, disk_gib: 75 });
    assert_eq!((new.name.as_str(), new.vcpus, new.memory_mib), ("web-03", 6, 6144));
    assert_eq!((new.pool.unwrap().0.as_str(), new.network.unwrap().0.as_str()), ("big", "prod"));
    assert_eq!((new.public_ip, new.backups, new.billing_account), (false, true, Some(1100)));
    assert_eq!((new.username.as_deref(), new.with_password, new.with_cloud_init), (Some("ops"), true, true));
    assert_eq!((new.public_keys, new.description.as_deref()), (vec![KEY.to_owned()], Some("Shop front")));
    let draft = &plan[2].draft;
    assert_eq!(draft.secrets[0].name, "password");
    assert!(draft.effects.iter().any(|effect| effect.contains("cannot reach the internet")), "{draft:?}");
    assert_eq!(
        (plan[2].place.location.as_str(), plan[2].brand),
        ("jkt01", domain::provider::Brand::IdCloudHost)
    );
    assert!(draft.checks.iter().all(|check| check.ok), "{:?}", draft.checks);
}

#[test]
fn passwords_and_scripts_go_beside_the_request_alone() {
    let given = given::warren();
    let changes = [NAMED[0], NAMED[1], ("script", "s1")];
    let fields = sent(&shown(&given, &changes), &changes);
    let password = SecretString::from("Correct-horse-7");
    let secrets_of = |password: Option<&str>| secrets(&given, &fields, password.map(SecretString::from));
    let secret = secrets_of(Some(password.expose_secret())).unwrap();
    assert_eq!(secret.password.unwrap().expose_secret(), "Correct-horse-7");
    let config = secret.cloud_init.unwrap();
    assert!(config.expose_secret().contains("echo hi") && config.expose_secret().starts_with('{'));
    let plan = super::super::order::drafts(&given, &fields).unwrap();
    assert!(!format!("{plan:?}").contains("echo hi"));
    for wrong in [None, Some(""), Some("short"), Some("no-digits-or-Upper")] {
        let error = secrets_of(wrong).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("password"), "{wrong:?}");
        assert!(wrong.is_none_or(|text| text.is_empty() || !error.message.contains(text)));
    }
}

#[test]
fn a_script_that_was_saved_anew_is_not_sent_for_the_one_that_was_reviewed() {
    let mut given = given::warren();
    let changes = [NAMED[0], NAMED[1], ("script", "s1")];
    let fields = sent(&again(&given, &shown(&given, &changes), &[]), &[]);
    let password = || Some(SecretString::from("Correct-horse-7"));
    assert!(super::super::order::drafts(&given, &fields).is_ok());
    given.scripts[0].version = 2;
    let troubles = super::super::order::drafts(&given, &fields).unwrap_err();
    let troubles: Vec<_> =
        troubles.all().map(|error| (error.field.as_deref(), error.message.as_str())).collect();
    let says = "“script s1” was saved anew since it was chosen. Review it again to send it as it is now.";
    assert_eq!(troubles, [(Some("script"), says)]);
    assert_eq!(secrets(&given, &fields, password()).unwrap_err().field.as_deref(), Some("script"));
    // Seen once, it goes; and another one that is chosen instead was not saved anew.
    let seen = sent(&form(&given, &fields), &[]);
    assert!(super::super::order::drafts(&given, &seen).is_ok());
    given.scripts[1].text = Some("#!/bin/sh\nls\n".to_owned().into());
    let other = sent(&form(&given, &fields), &[("script", "s2")]);
    assert!(super::super::order::drafts(&given, &other).is_ok());
}

#[test]
fn errors_stand_beside_their_fields() {
    let given = given::warren();
    for (name, typed, says) in [
        ("username", "root", "refuses this name"),
        ("public_key", "ssh-rsa", "The part after the type is missing"),
        ("public_key", "-----BEGIN OPENSSH PRIVATE KEY-----", "This is a private key"),
        ("cloud_init", "#cloud-config\nusers: []", "JSON object"),
        ("cloud_init", "{\"runcmd\": [\n1]}", "Command 1 of runcmd"),
        ("cloud_init", "{\"runcmd\": [\n}", "on line 2"),
        ("cloud_init", "{\"packages\":[]}", "Take out packages"),
        ("script", "s2", "does not fit here"),
        ("tags", "a b!c", "“!”"),
        ("name", "a\u{7}b", "one line"),
        ("description", "a\u{7}b", "one line"),
    ] {
        let form = shown(&given, &[(name, typed)]);
        let error = field(&form, name).error.as_deref().unwrap_or_else(|| panic!("{name} {typed:?}"));
        assert!(error.contains(says), "{name}: {error}");
        let mut changes = vec![("name", "web"), ("username", "ops")];
        changes.retain(|(known, _)| *known != name);
        changes.push((name, typed));
        let fields = sent(&shown(&given, &changes), &changes);
        let refused = super::super::order::drafts(&given, &fields).unwrap_err().into_first();
        assert_eq!(refused.field.as_deref(), Some(name), "{refused:?}");
    }
    let both = shown(&given, &[("script", "s1"), ("cloud_init", "{}")]);
    assert!(field(&both, "cloud_init").error.as_deref().unwrap().contains("not both"));
    let empty = shown(&given, &[]);
    let named = |name: &str| field(&empty, name).error.clone();
    assert_eq!((named("name"), named("username")), (None, None), "an empty form is not all red");
    assert_eq!(planned(&given, &[]).unwrap_err().field.as_deref(), Some("username"));
}

#[test]
fn a_snapshot_brings_its_server_its_size_and_its_users() {
    let given = given::warren();
    let from = given::at("vm-web").to_string();
    let changes = [("from", from.as_str()), ("replica", "d-web2026-10-14-03-00-05"), ("name", "copy")];
    let form = shown(&given, &changes);
    assert_eq!(value(&form, "source"), "replica");
    assert_eq!((value(&form, "vcpus"), value(&form, "memory_mib")), ("4", "8192"));
    assert_eq!(field(&form, "disk_gib").least, Some(60), "no smaller than the disk that is copied");
    let plan = planned(&given, &changes).unwrap();
    let new = warren(&plan[0]);
    let ServerSource::Replica { server, replica, image, disk_gib } = new.source else { panic!() };
    assert_eq!((server.0.as_str(), replica.0.as_str()), ("vm-web", "d-web2026-10-14-03-00-05"));
    assert_eq!((image.name.as_str(), disk_gib), ("ubuntu", 60));
    assert_eq!((new.username, new.with_password), (None, false));
    assert!(plan[0].draft.secrets.is_empty());

    let mut unread = given.clone();
    unread.place.as_mut().unwrap().replicas = crate::inventory::Held::default();
    let form = shown(&unread, &changes);
    assert_eq!(value(&form, "replica"), "d-web2026-10-14-03-00-05", "the wish outlives the waiting");
    assert!(field(&form, "replica").hint.contains("is being read"));
    assert_eq!(planned(&unread, &changes).unwrap_err().field.as_deref(), Some("replica"));
}

#[test]
fn a_free_disk_can_be_booted_and_is_not_paid_twice() {
    let given = given::warren();
    let changes = [("source", "disk"), ("boot_disk", "d-free"), ("name", "from-disk")];
    let form = shown(&given, &changes);
    assert_eq!(open(&form, "boot_disk"), ["d-free", "d-data"], "an attached one is not on offer");
    assert!(form.price.as_ref().unwrap().note.contains("Without the disk"));
    let new = warren(&planned(&given, &changes).unwrap()[0]);
    let image = Some(ImageChoice { name: "debian".to_owned(), version: Some("12".to_owned()) });
    let ServerSource::Disk { disk, image: on_it } = new.source else { panic!() };
    assert_eq!((disk.0.as_str(), on_it), ("d-free", image));
    assert!(!new.with_password);
}

#[test]
fn a_key_that_sees_no_billing_account_pays_by_itself() {
    let mut given = given::warren();
    let accounts =
        |given: &mut super::super::given::Given, held| given.place.as_mut().unwrap().facts.accounts = held;
    accounts(&mut given, given::failing("Forbidden", 403));
    assert_eq!(warren(&planned(&given, &NAMED).unwrap()[0]).billing_account, None);
    accounts(&mut given, given::failing("Out of order", 500));
    let error = planned(&given, &NAMED).unwrap_err();
    assert!(error.message.contains("could not be read: Out of order"), "{error:?}");
    let mut poor = given::account(1200);
    poor.can_pay = Some(false);
    accounts(&mut given, given::held(vec![poor]));
    assert_eq!(planned(&given, &NAMED).unwrap_err().field.as_deref(), Some("billing_account"));
}

#[test]
fn pictures_come_only_as_data() {
    let form = shown(&given::warren(), &[]);
    let image = field(&form, "image");
    let icon = |id: &str| image.choices.iter().find(|choice| choice.value == id).unwrap().icon.as_str();
    assert_eq!((icon("ubuntu"), icon("docker")), ("data:image/png;base64,AA==", ""));
    let groups: Vec<_> = image.choices.iter().map(|choice| choice.group.as_str()).collect();
    assert_eq!(groups, ["Systems", "Systems", "Systems", "Applications"]);
    assert_eq!((value(&form, "image"), value(&form, "version")), ("debian", "12"));
}

#[test]
fn keys_that_are_refused_are_shown_and_cannot_be_chosen() {
    let given = given::warren();
    let old = given.keys[2].id.to_string();
    let form = shown(&given, &[("credential", old.as_str())]);
    let keys = field(&form, "credential");
    assert_eq!(
        keys.choices.iter().map(|key| key.label.as_str()).collect::<Vec<_>>(),
        ["Virtua.cloud main", "IDCloudHost main", "Old"]
    );
    assert_eq!(
        keys.choices.iter().map(|key| key.icon.as_str()).collect::<Vec<_>>(),
        ["virtua", "idcloudhost", "elastis"]
    );
    assert_eq!(keys.value, [given.keys[1].id.to_string()]);
    assert!(keys.hint.contains("The provider refuses the key “Old”."), "{}", keys.hint);
}
