use domain::change::{BucketChange, StorageKeyChange};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::super::refusal;
use super::*;
use crate::golden;

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

#[test]
fn the_documented_answers() {
    for file in ["warren/buckets/get-endpoint.json", "warren/buckets/get-endpoint.elastis.json"] {
        golden::check(file, &map::endpoint(&golden::reply(file).object("object storage").unwrap()));
    }
    golden::list("warren/buckets/list.json", map::bucket);
    for file in ["warren/buckets/get.json", "warren/buckets/create.json", "warren/buckets/modify.json"] {
        golden::check(file, &bucket(&golden::reply(file)).unwrap());
    }
    golden::check(
        "warren/buckets/get-user.json",
        &user(&golden::reply("warren/buckets/get-user.json")).unwrap(),
    );
    for file in ["warren/buckets/list-keys.json", "warren/buckets/create-key.json"] {
        golden::list(file, map::key);
    }
}

#[test]
fn storage_that_is_not_enabled_has_an_address_without_a_host() {
    let endpoint = |body: &str| map::endpoint(&Reply::test(200, body).object("object storage").unwrap());
    for body in [r#"{"url":"/"}"#, r#"{"url":""}"#, r#"{"url":null}"#, r#"{"url":"//"}"#, "{}"] {
        assert_eq!(endpoint(body), ObjectStorage::NotEnabled, "{body}");
    }
    let url = "https://s3.example.com:8080/".to_owned();
    assert_eq!(endpoint(r#"{"url":"https://s3.example.com:8080/"}"#), ObjectStorage::Enabled(url));
}

#[test]
fn the_new_key_is_the_one_that_was_not_there() {
    let reply = golden::reply("warren/buckets/create-key.json");
    let create = |existing: &[&str]| {
        let existing = existing.iter().map(|key| of(key)).collect();
        key_applied(&StorageKeyChange::Create { existing }, &reply)
    };
    let applied = create(&["H2MZ...0A", "V5G9...6P", "ES1R...1N"]);
    assert_eq!(applied.id, Some(of("44PW...BC")));
    assert_eq!(applied.revealed.len(), 1);
    assert_eq!(applied.revealed[0].value.expose_secret(), "etxH...O1");
    assert!(!format!("{applied:?}").contains("etxH"));
    // Two are new: whose secret would it be?
    let applied = create(&["H2MZ...0A", "V5G9...6P"]);
    assert_eq!((applied.id, applied.revealed.len()), (None, 0));
}

#[test]
fn opening_shows_the_first_key_and_no_later_ones() {
    let open = |body: &str| key_applied(&StorageKeyChange::Open, &Reply::test(200, body));
    let first = open(r#"{"userId":"u","s3Credentials":[{"accessKey":"A","secretKey":" s ","userId":"u"}]}"#);
    assert_eq!((first.id, first.revealed[0].value.expose_secret()), (Some(of("A")), " s "));
    let later = key_applied(&StorageKeyChange::Open, &golden::reply("warren/buckets/get-user.json"));
    assert_eq!((later.id, later.revealed.len()), (None, 0));
    for odd in ["", "[]", "true", "null"] {
        assert_eq!(open(odd).revealed.len(), 0, "{odd}");
    }
}

#[test]
fn a_bucket_that_is_not_there_is_gone_and_a_name_that_is_taken_is_not() {
    use crate::error::Refusal;
    let class = |status, body: &str, change: &BucketChange| {
        refusal::check(Reply::test(status, body), &call(change)).err().unwrap().refusal()
    };
    let delete = BucketChange::Delete { id: of("pang1") };
    let create = BucketChange::Create { name: "pang1".to_owned(), billing_account: None };
    assert_eq!(class(404, r#"{"message":"Bucket not found"}"#, &delete), Some(Refusal::Gone));
    assert_eq!(class(409, r#"{"message":"Bucket already exists"}"#, &create), Some(Refusal::Conflict));
    assert_eq!(class(409, "", &delete), Some(Refusal::Conflict));
}

#[test]
fn what_is_no_bucket_is_an_error_with_its_bytes() {
    for odd in ["", "[]", "true", "{}", r#"{"name":""}"#, r#"{"message":"x"}"#] {
        assert!(bucket(&Reply::test(200, odd)).is_err(), "{odd}");
        assert!(user(&Reply::test(200, odd)).is_err(), "{odd}");
    }
}

#[test]
fn keys_hide_their_secrets() {
    let list: List<wire::Key> = golden::reply("warren/buckets/list-keys.json").json("list of keys").unwrap();
    let user: wire::User = golden::reply("warren/buckets/get-user.json").object("S3 user").unwrap();
    for secret in ["bwtl...LU", "X8Pb...1j"] {
        assert!(golden::sample("warren/buckets/list-keys.json").contains(secret));
        assert!(!format!("{list:?} {user:?}").contains(secret));
    }
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..8) {
        let names = ["name", "size_bytes", "created_at", "url", "userId", "s3Credentials", "accessKey"];
        let name = names.get(field).copied().unwrap_or("suspended");
        let inside = format!(r#"{{"name":"a","userId":"u","{name}":{text}}}"#);
        for text in [text.clone(), inside, format!("[{text}]")] {
            let reply = Reply::test(200, &text);
            let _bucket = bucket(&reply);
            let _user = user(&reply);
            let _endpoint = reply.object("object storage").map(|row| map::endpoint(&row));
            for change in [StorageKeyChange::Open, StorageKeyChange::Create { existing: vec![of("a")] }] {
                let _applied = key_applied(&change, &reply);
            }
        }
    }
}
