use proptest::prelude::*;

use super::super::refusal;
use super::*;
use crate::golden;

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

#[test]
fn the_documented_answers() {
    golden::list("warren/cards/list.json", card);
    golden::check("warren/cards/get.json", &one(&golden::reply("warren/cards/get.json")).unwrap());
    let applied_for = one(&golden::reply("warren/cards/apply-invoice.json")).unwrap();
    golden::check("warren/cards/apply-invoice.json", &applied_for);
}

#[test]
fn the_documented_answers_to_changes() {
    let apply = CardChange::ApplyForInvoice { billing_account: of("6") };
    let made = applied(&apply, &golden::reply("warren/cards/apply-invoice.json"));
    assert_eq!(made.id, Some(of("1")));
    let secrets = Secrets::default();
    for (file, change) in [
        ("warren/cards/delete.json", CardChange::Remove { id: of("6") }),
        ("warren/cards/make-primary.json", CardChange::MakePrimary { id: of("6") }),
    ] {
        assert!(refusal::check(golden::reply(file), &call(&change, &secrets)).is_ok(), "{file}");
    }
    let add = call(&CardChange::Add { billing_account: of("0") }, &secrets);
    let reply = Reply::test(403, &golden::sample("warren/cards/add-error.json"));
    golden::check("warren/cards/add-error.json", &refusal::check(reply, &add).err());
}

#[test]
fn a_card_shows_nothing_of_its_owner() {
    let reply = golden::reply("warren/cards/get.json");
    let row: wire::Card = reply.object("card").unwrap();
    let shown = format!("{row:?}{:?}", card(&row));
    for private in ["Inimene", "client_57b5", "pay_e566", "user@example.com"] {
        assert!(!shown.contains(private), "{shown}");
    }
    assert!(shown.contains("\"1111\""));
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..5) {
        let name = ["id", "additional_data", "is_primary", "valid_thru", "created"][field];
        let inner = serde_json::Value::from(text.clone());
        for text in [text.clone(), format!(r#"{{"id":1,"{name}":{text}}}"#), format!(r#"{{"id":1,"{name}":{inner}}}"#)] {
            let reply = Reply::test(200, &text);
            let _card = one(&reply);
            let _applied = applied(&CardChange::ApplyForInvoice { billing_account: of("6") }, &reply);
        }
    }
}
