use domain::billing::DetailsEdit;
use domain::change::BillingChange;
use proptest::prelude::*;

use super::super::refusal;
use super::*;
use crate::error::Refusal;
use crate::golden;

const CURRENCY: Currency = Currency::named(Some("IDR"));

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn recurring() -> BillingChange {
    BillingChange::SetRecurring { id: of("6"), enabled: true, amount: 52.into(), threshold: 55.into() }
}

#[test]
fn the_documented_answers() {
    golden::list("warren/billing/list.json", |row: &wire::Account| map::account(row, CURRENCY));
    golden::list("warren/billing/list-resources.json", map::server);
    for file in ["warren/billing/get.json", "warren/billing/update.json"] {
        golden::check(file, &account(&golden::reply(file), CURRENCY).unwrap());
    }
    let owed = unpaid(&golden::reply("warren/billing/get-unpaid.json"), CURRENCY).unwrap();
    golden::check("warren/billing/get-unpaid.json", &owed);
}

#[test]
fn the_documented_answers_to_changes() {
    golden::check(
        "warren/billing/set-recurring.json",
        &applied(&recurring(), &golden::reply("warren/billing/set-recurring.json")),
    );
    let made = call(&BillingChange::MakeDefault { id: of("129072") });
    assert!(refusal::check(golden::reply("warren/billing/make-default.json"), &made).is_ok());
    for (file, change) in [
        ("warren/billing/delete-error.json", BillingChange::Delete { id: of("0") }),
        (
            "warren/billing/set-resource-error.json",
            BillingChange::SetPayer { id: of("0"), resource: of("a") },
        ),
    ] {
        let reply = Reply::test(400, &golden::sample(file));
        golden::check(file, &refusal::check(reply, &call(&change)).err());
    }
}

#[test]
fn an_unknown_payer_is_not_a_gone_thing() {
    let body = golden::sample("warren/billing/delete-error.json");
    let class = |change| refusal::check(Reply::test(400, &body), &call(&change)).err().unwrap().refusal();
    assert_eq!(class(BillingChange::MakeDefault { id: of("0") }), Some(Refusal::Gone));
    let payer = BillingChange::SetPayer { id: of("0"), resource: of("a") };
    assert_eq!(class(payer), Some(Refusal::Invalid));
}

#[test]
fn what_an_answer_says_of_a_payment_is_passed_on() {
    let note = |body: &str| applied(&recurring(), &Reply::test(200, body)).note;
    let failed = r#"{"payment_report":{"triggered":"True","errors":["Card declined"]}}"#;
    assert_eq!(note(failed).unwrap(), "A payment was tried at once and failed: Card declined");
    for silent in
        ["", "true", "{}", r#"{"payment_report":null}"#, r#"{"payment_report":{"triggered":false}}"#]
    {
        assert_eq!(note(silent), None, "{silent}");
    }
}

/// The document: "All existing data fields that billing account already has, must be passed along also."
#[test]
fn an_update_of_one_field_sends_all_that_were_read() {
    let read = account(&golden::reply("warren/billing/get.json"), CURRENCY).unwrap();
    let edit = DetailsEdit { city: Some("Tallinn".to_owned()), ..DetailsEdit::default() };
    let details = Box::new(read.details.merged(edit));
    let plan = call(&BillingChange::Update { id: read.id, details });
    let plan = plan.describe(&"https://api.example/v1".parse().unwrap());
    let (_, form) = plan.split_once("  ").unwrap();
    let sent: Vec<&str> = form.split('&').collect();
    assert_eq!(
        sent,
        [
            "billing_account_id=6",
            "title=konto",
            "email=user%40example.com",
            "send_invoice_email=true",
            "company_name=Firma",
            "company_reg_code=232",
            "company_vat_number=235235",
            "address_line1=Puiestee",
            "city=Tallinn",
            "county=Moldaavia",
            "post_index=314243123",
            "country=EE",
            "additional_data=%7B%22link_methods%22%3A%20%5B%22duitku%3A%3AFT%22%2C%20%22duitku%3A%3AM1%22%5D%7D",
        ]
    );
}

#[test]
fn an_account_that_is_none_is_an_error_with_its_bytes() {
    for odd in ["", "[]", "true", "{}", r#"{"id":0}"#, r#"{"message":"x"}"#] {
        assert!(account(&Reply::test(200, odd), CURRENCY).is_err(), "{odd}");
    }
    for odd in ["", "59.96", "{}", r#"{"message":"nothing"}"#] {
        assert!(unpaid(&Reply::test(200, odd), CURRENCY).is_err(), "{odd}");
    }
}

#[test]
fn levels_of_restriction_are_kept() {
    let level = |word: &str| {
        let body = format!(r#"{{"id":1,"restriction_level":{word}}}"#);
        account(&Reply::test(200, &body), CURRENCY).unwrap().restriction.map(|level| format!("{level:?}"))
    };
    assert_eq!(level("\"frozen\"").as_deref(), Some("Frozen"));
    assert_eq!(level("\"LIMITED\"").as_deref(), Some("Other(\"LIMITED\")"));
    assert_eq!((level("null"), level("\"\""), level("\"CLEAR\"")), (None, None, None));
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..8) {
        let name = ["id", "created", "credit_amount", "eligible_promotions", "primary_card", "running_totals",
            "payment_report", "message"][field];
        for text in [text.clone(), format!(r#"{{"id":1,"{name}":{text}}}"#)] {
            let reply = Reply::test(200, &text);
            let _account = account(&reply, CURRENCY);
            let _unpaid = unpaid(&reply, CURRENCY);
            let _applied = applied(&recurring(), &reply);
            if let Ok(list) = serde_json::from_str::<List<warren::Vm>>(&format!("[{text}]")) {
                for vm in &list.items {
                    let _server = map::server(vm);
                }
            }
        }
    }
}
