//! What the form chose by itself is nobody's choice: it gives way without a word. What a person chose does not.

use domain::act::{Fields, Form};

use super::super::form::form;
use super::super::given::Given;
use super::super::order::drafts;
use super::super::place::{copied, copies, location};
use super::common::{again, field, sent, shown, value};
use super::given;
use crate::inventory::Held;

const AT_WARREN: (&str, &str) = ("credential", "00000000-0000-0000-0000-000000000002");
const AT_VIRTUA: (&str, &str) = ("credential", "00000000-0000-0000-0000-000000000001");

/// Virtua with another place chosen.
fn frankfurt(mut given: Given) -> Given {
    let place = given.place.as_mut().unwrap();
    let locations = place.facts.locations.value.clone().unwrap();
    place.location = locations.iter().find(|location| location.slug == "fra").cloned();
    given
}

/// What is said to have changed, by field.
fn said(form: &Form) -> Vec<(String, String)> {
    let all = form.sections.iter().flat_map(|section| &section.fields);
    let told = all.filter(|field| {
        ["fits", "does not fit", "not on offer"].iter().any(|said| field.hint.contains(said))
    });
    told.map(|field| (field.name.clone(), field.hint.clone())).collect()
}

/// The fields that stand in the way, with why.
fn in_the_way(given: &Given, fields: &Fields) -> Vec<(String, String)> {
    let troubles = drafts(given, fields).err();
    let all = troubles.iter().flat_map(|troubles| troubles.all());
    all.map(|error| (error.field.clone().unwrap_or_default(), error.message.clone())).collect()
}

#[test]
fn what_nobody_chose_gives_way_to_another_provider_without_a_word() {
    let (virtua, warren) = (given::virtua(), given::warren());
    let first = shown(&virtua, &[]);
    let there = again(&warren, &first, &[AT_WARREN]);
    assert_eq!(said(&there), []);
    assert_eq!((value(&there, "location"), value(&there, "image")), ("jkt01", "debian"));
    let back = again(&virtua, &there, &[AT_VIRTUA]);
    assert_eq!(said(&back), []);
    assert_eq!((value(&back, "image"), value(&back, "plan")), ("debian-12-64", "vcs-2.par"));
    // Nor after any number of looks at the same form.
    let twice = again(&virtua, &again(&virtua, &back, &[]), &[]);
    assert_eq!(said(&again(&warren, &twice, &[AT_WARREN])), []);
}

#[test]
fn what_a_person_chose_is_told_until_they_choose_again() {
    let (virtua, warren) = (given::virtua(), given::warren());
    let chosen = again(&warren, &shown(&warren, &[]), &[("image", "ubuntu")]);
    let chosen = again(&warren, &chosen, &[]);
    let there = again(&virtua, &chosen, &[AT_VIRTUA]);
    let says = "The image chosen before, “ubuntu”, is not on offer here. Now: DEBIAN-12-64.";
    assert_eq!(said(&there), [("image".to_owned(), says.to_owned())], "the place was nobody's choice");
    // The page asks again by itself while lists are read: what was said must outlive that.
    let later = again(&virtua, &again(&virtua, &there, &[]), &[]);
    assert_eq!(field(&later, "image").hint, says);
    assert_eq!(in_the_way(&virtua, &sent(&later, &[])), [], "said once, it does not hold the plan up");
    let other = again(&virtua, &later, &[("image", "win2k22")]);
    assert_eq!(said(&other), [], "and the plan that nobody chose went with the system");
    assert_eq!((value(&other, "image"), value(&other, "plan")), ("win2k22", "vcs-win.par"));
}

#[test]
fn an_answer_that_never_came_changes_nothing_of_what_is_told() {
    let (virtua, warren) = (given::virtua(), given::warren());
    let chosen = again(&warren, &shown(&warren, &[]), &[("image", "ubuntu")]);
    // As it is kept as a draft: what the form holds, before anything is answered.
    let draft = sent(&chosen, &[AT_VIRTUA]);
    for _ in 0..2 {
        let form = form(&virtua, &draft);
        assert_eq!(said(&form).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["image"]);
    }
    let troubles = in_the_way(&virtua, &draft);
    assert!(troubles.iter().any(|(name, why)| name == "image" && why.contains("not on offer")));
}

#[test]
fn a_draft_that_says_nothing_of_who_chose_is_the_persons_own() {
    let mut fields = sent(&shown(&given::virtua(), &[]), &[AT_WARREN]);
    fields.0.retain(|(name, _)| !name.contains('.') && name != "form_at");
    let told = said(&form(&given::warren(), &fields));
    assert_eq!(told.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["location", "image"]);
}

#[test]
fn a_place_or_a_system_takes_what_nobody_chose_along() {
    let virtua = given::virtua();
    let first = shown(&virtua, &[]);
    let there = again(&frankfurt(virtua.clone()), &first, &[("location", "fra")]);
    assert_eq!((value(&there, "plan"), said(&there)), ("vcs-4.fra", Vec::new()));
    let mine = again(&virtua, &first, &[("plan", "vcs-4.par")]);
    let mine = again(&virtua, &mine, &[]);
    let windows = again(&virtua, &mine, &[("image", "win2k22")]);
    let says = "“VCS-4” no longer fits. It includes no Windows licence. Now: VCS-WIN.";
    assert_eq!(said(&windows), [("plan".to_owned(), says.to_owned())]);
    // What was chosen comes back with what it fits to; it was set aside, not given up.
    let back = again(&virtua, &windows, &[("image", "debian-12-64")]);
    assert_eq!((value(&back, "plan"), said(&back)), ("vcs-4.par", Vec::new()));
    assert_eq!(field(&again(&virtua, &back, &[("image", "win2k22")]), "plan").hint, says);
    // A plan is the same in another place under another name, also when it was set aside.
    let there = again(&frankfurt(virtua), &windows, &[("location", "fra"), ("image", "debian-12-64")]);
    assert_eq!((value(&there, "plan"), said(&there)), ("vcs-4.fra", Vec::new()));
}

#[test]
fn the_place_and_the_server_that_are_read_are_those_that_the_form_shows() {
    let (virtua, warren) = (given::virtua(), given::warren());
    let at = |given: &Given, fields: &Fields| {
        let place = given.place.as_ref().unwrap();
        let mut given = given.clone();
        given.place.as_mut().unwrap().location = location(fields, place.credential, &place.facts);
        given
    };
    let first = shown(&warren, &[]);
    let chosen = sent(&first, &[("location", "sgp01")]);
    let chosen = form(&at(&warren, &chosen), &chosen);
    assert_eq!((value(&chosen, "location"), said(&chosen)), ("sgp01", Vec::new()));
    let there = sent(&chosen, &[AT_VIRTUA]);
    let there = form(&at(&virtua, &there), &there);
    assert_eq!(said(&there).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["location"]);
    let back = sent(&there, &[AT_WARREN]);
    let here = at(&warren, &back);
    let back = form(&here, &back);
    assert_eq!(here.place.as_ref().unwrap().location.as_ref().unwrap().slug, "sgp01", "as it was chosen");
    assert_eq!((value(&back, "location"), said(&back)), ("sgp01", Vec::new()));

    let from = given::at("vm-web").to_string();
    let copy = shown(&warren, &[("source", "replica"), ("from", &from)]);
    let there = again(&virtua, &copy, &[AT_VIRTUA]);
    assert_eq!(value(&there, "source"), "image");
    let back = sent(&there, &[AT_WARREN]);
    let place = warren.place.as_ref().unwrap();
    assert!(copies(&back, place.credential, place.location.as_ref()), "its snapshots are read");
    assert_eq!(value(&form(&warren, &back), "source"), "replica");
    let first = sent(&shown(&warren, &[]), &[]);
    assert!(!copies(&first, place.credential, place.location.as_ref()));

    let mut two = warren.clone();
    let servers = &mut two.place.as_mut().unwrap().servers;
    let other = (given::at("vm-other"), servers[0].1.clone());
    servers.insert(0, other);
    let mut elsewhere = two.clone();
    let place = elsewhere.place.as_mut().unwrap();
    place.servers.retain(|(key, _)| *key != given::at("vm-web"));
    place.location = location(&[("location", "sgp01")].into_iter().collect(), place.credential, &place.facts);
    let web = given::at("vm-web").to_string();
    let first = shown(&two, &[("source", "replica"), ("from", &web)]);
    let there = again(&elsewhere, &first, &[("location", "sgp01")]);
    assert_eq!(value(&there, "from"), given::at("vm-other").to_string());
    let back = sent(&there, &[("location", "jkt01")]);
    assert_eq!(copied(&back, two.place.as_ref().unwrap()), Some(given::at("vm-web")));
    assert_eq!(value(&form(&two, &back), "from"), web);
}

#[test]
fn what_goes_while_nobody_touches_the_form_is_told_whoever_chose_it() {
    let given = given::virtua();
    let form = shown(&given, &[]);
    let mut later = given.clone();
    let plans = later.place.as_mut().unwrap().facts.plans.get_mut(domain::location::GLOBAL).unwrap();
    let mut left = plans.value.as_ref().unwrap().as_ref().clone();
    left.retain(|plan| plan.name != "VCS-2");
    plans.value = Some(std::sync::Arc::new(left));
    let says = "The plan chosen before, “vcs-2.par”, is not on offer here. Now: VCS-4.";
    assert_eq!(said(&again(&later, &form, &[])), [("plan".to_owned(), says.to_owned())]);
    assert_eq!(in_the_way(&later, &sent(&form, &[])), [("plan".to_owned(), says.to_owned())]);
}

#[test]
fn a_plan_waits_for_what_was_replaced_without_a_word() {
    let given = given::virtua();
    let fields = sent(&shown(&given, &[]), &[("image", "win2k22")]);
    let says = "VCS-WIN was chosen for you. Go on if that is right.";
    assert_eq!(in_the_way(&given, &fields), [("plan".to_owned(), says.to_owned())]);
    let seen = sent(&form(&given, &fields), &[]);
    assert_eq!(in_the_way(&given, &seen), []);
}

#[test]
fn lists_that_are_still_read_make_no_choice_a_persons_own() {
    let (virtua, warren) = (given::virtua(), given::warren());
    let mut unread = virtua.clone();
    let facts = &mut unread.place.as_mut().unwrap().facts;
    (facts.images, facts.projects) = (Held::default(), Held::default());
    facts.plans.clear();
    let mut nowhere = unread.clone();
    let place = nowhere.place.as_mut().unwrap();
    (place.location, place.facts.locations) = (None, Held::default());
    let first = shown(&warren, &[]);
    let waiting = again(&nowhere, &again(&nowhere, &first, &[AT_VIRTUA]), &[]);
    let waiting = again(&unread, &again(&unread, &waiting, &[]), &[]);
    let read = again(&virtua, &waiting, &[]);
    assert_eq!(said(&read), []);
    let chosen = again(&warren, &first, &[("image", "ubuntu")]);
    let waiting = again(&nowhere, &again(&nowhere, &chosen, &[AT_VIRTUA]), &[]);
    let read = again(&virtua, &again(&unread, &waiting, &[]), &[]);
    assert_eq!(said(&read).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["image"]);
}

#[test]
fn numbers_are_told_when_they_were_typed_or_picked() {
    let mut given = given::warren();
    let pools = given.place.as_mut().unwrap().facts.plans.get_mut("jkt01").unwrap();
    let mut both = pools.value.as_ref().unwrap().as_ref().clone();
    both[0].vcpus = Some((4, 32));
    pools.value = Some(std::sync::Arc::new(both));
    let first = shown(&given, &[]);
    assert_eq!((value(&first, "pool"), value(&first, "vcpus")), ("usual", "2"));
    let big = again(&given, &first, &[("pool", "big")]);
    assert_eq!((value(&big, "vcpus"), said(&big)), ("4", Vec::new()));
    // The same number, from a size that a person picked.
    let picked = again(&given, &first, &[("preset", "2-2048-20")]);
    let big = again(&given, &again(&given, &picked, &[]), &[("pool", "big")]);
    let says = ("vcpus".to_owned(), "2 does not fit: 4 to 32 vCPU here.".to_owned());
    assert_eq!(said(&big), std::slice::from_ref(&says));
    assert_eq!(said(&again(&given, &big, &[])), [says]);
    // What is typed is judged as it is typed, and its beginning is not held against it.
    let typing = again(&given, &first, &[("vcpus", "1")]);
    assert_eq!((value(&typing, "vcpus"), field(&typing, "vcpus").hint.is_empty()), ("2", false));
    assert_eq!(said(&again(&given, &typing, &[("vcpus", "2")])), []);
}

#[test]
fn a_private_key_is_not_remembered_as_a_choice() {
    let given = given::virtua();
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----";
    let form = again(&given, &shown(&given, &[("plan", key)]), &[]);
    let values = form.sections.iter().flat_map(|section| &section.fields).flat_map(|field| &field.value);
    assert!(values.into_iter().all(|value| !value.contains("PRIVATE")));
}
