//! Virtua: plans of a place, a project, a limit, and no access in the order.

use domain::change::Ipv6Block;

use super::common::{again, field, open, planned, shown, value, virtua};
use super::given;

#[test]
fn plans_are_those_of_the_place_and_of_the_system() {
    let given = given::virtua();
    let form = shown(&given, &[]);
    assert_eq!(open(&form, "plan"), ["vcs-2.par", "vcs-4.par"]);
    let gone = &field(&form, "plan").choices[0];
    assert_eq!(gone.refusal.as_deref(), Some("It is sold out at present."));
    assert_eq!(value(&form, "plan"), "vcs-2.par");
    let chosen = again(&given, &form, &[("plan", "vcs-4.par")]);
    let windows = again(&given, &chosen, &[("image", "win2k22")]);
    assert_eq!(open(&windows, "plan"), ["vcs-win.par"]);
    let plan = field(&windows, "plan");
    assert_eq!(plan.value, ["vcs-win.par"]);
    assert!(plan.hint.contains("“VCS-4” no longer fits. It includes no Windows licence."), "{}", plan.hint);
}

#[test]
fn a_plan_is_kept_from_place_to_place() {
    let mut given = given::virtua();
    let place = given.place.as_mut().unwrap();
    let locations = place.facts.locations.value.clone().unwrap();
    place.location = locations.iter().find(|location| location.slug == "fra").cloned();
    let form = shown(&given, &[("location", "fra"), ("plan", "vcs-4.par")]);
    assert_eq!((value(&form, "plan"), field(&form, "plan").hint.as_str()), ("vcs-4.fra", ""));
    let form = shown(&given, &[("location", "fra"), ("plan", "vcs-2.par"), ("image", "win2k22")]);
    assert_eq!(value(&form, "plan"), "vcs-4.fra");
    let windows = field(&form, "image").choices.iter().find(|image| image.value == "win2k22").unwrap();
    assert_eq!(windows.refusal.as_deref(), Some("No plan in Frankfurt includes Windows."));
    assert!(field(&form, "image").hint.contains("no longer fits"), "{}", field(&form, "image").hint);
}

#[test]
fn access_and_cloud_init_are_off_with_the_reason_and_keep_what_was_filled_in() {
    let given = given::virtua();
    let form =
        shown(&given, &[("ssh_key", "k1"), ("username", "ops"), ("with_password", "1"), ("network", "n")]);
    for name in ["ssh_key", "cloud_init", "backups", "network"] {
        assert!(field(&form, name).refusal.is_some(), "{name}");
    }
    let hidden: Vec<_> =
        form.sections.last().unwrap().fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(hidden, ["hostname", "count", "network", "ssh_key", "username", "with_password"]);
    let private = shown(&given, &[("public_key", "-----BEGIN OPENSSH PRIVATE KEY-----")]);
    assert!(!format!("{private:?}").contains("PRIVATE KEY"));
    let private =
        shown(&given, &[("public_key", "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA")]);
    assert!(!format!("{private:?}").contains("Private-Lines"));
}

#[test]
fn an_order_has_everything_that_was_chosen() {
    let given = given::virtua();
    let plan = planned(
        &given,
        &[
            ("plan", "vcs-4.par"),
            ("ipv6", "block"),
            ("hostname", "Web.example.com"),
            ("tags", "web, prod"),
            ("count", "2"),
        ],
    );
    let plan = plan.unwrap();
    assert_eq!(
        plan.iter().map(|new| new.name.as_str()).collect::<Vec<_>>(),
        ["web-01.example.com", "web-02.example.com"]
    );
    let order = virtua(&plan[1]);
    assert_eq!((order.project.0.as_str(), order.plan.0.as_str()), ("p-1", "vcs-4.par"));
    assert_eq!((order.system.0.as_str(), order.ipv6), ("debian-12-64", Some(Ipv6Block::Block)));
    assert_eq!(order.hostname.as_deref(), Some("web-02.example.com"));
    assert_eq!(plan[1].draft.then.tags.as_deref(), Some(&["web".to_owned(), "prod".to_owned()][..]));
    assert!(plan[1].draft.secrets.is_empty());
    let price = plan[1].draft.price.as_ref().unwrap().line();
    assert_eq!((price.month.as_str(), price.hour.as_str()), ("€24.00", "€0.0164"));
    assert!(price.note.contains("Without VAT"), "{}", price.note);
}

#[test]
fn the_accounts_limit_is_held_before_anything_is_sent() {
    let mut given = given::virtua();
    let form = shown(&given, &[("count", "7")]);
    assert_eq!((value(&form, "count"), field(&form, "count").most), ("3", Some(3)));
    assert!(field(&form, "count").hint.contains("7 does not fit: 1 to 3"), "{}", field(&form, "count").hint);
    assert_eq!(form.price.as_ref().unwrap().month, "€36.00");
    assert!(form.price.unwrap().note.starts_with("For 3 servers at €12.00 a month each."));

    let place = given.place.as_mut().unwrap();
    let mut full = place.facts.allowance.value.as_deref().cloned().unwrap();
    full.used.servers = Some(8);
    place.facts.allowance = given::held(full);
    let form = shown(&given, &[]);
    let error = field(&form, "count").error.as_deref().unwrap();
    assert_eq!(error, "The account has 8 of at most 8 servers. Ask the provider for a higher limit.");
    assert_eq!(planned(&given, &[]).unwrap_err().message, error);
}

#[test]
fn a_host_name_is_checked_and_may_be_left_out() {
    let given = given::virtua();
    let form = shown(&given, &[("hostname", "not a name")]);
    assert!(field(&form, "hostname").error.as_deref().unwrap().contains("letters, digits and hyphens"));
    let plan = planned(&given, &[]).unwrap();
    assert_eq!((virtua(&plan[0]).hostname, plan[0].name.as_str()), (None, "new server in Paris"));
}

#[test]
fn nothing_is_chosen_for_a_person_without_their_seeing_it() {
    let given = given::virtua();
    let fields = [("hostname", "web")].into_iter().collect();
    let error = super::super::order::drafts(&given, &fields).unwrap_err().into_first();
    assert_eq!(error.field.as_deref(), Some("credential"));
    assert!(error.message.contains("was chosen for you"), "{error:?}");
}
