use rust_decimal::Decimal;
use serde_json::json;

use super::*;
use crate::clock::before_epoch;
use crate::http::Course;
use crate::options::SimOptions;
use crate::warren::brand::Brand;
use crate::warren::money::settle;
use crate::warren::seed;
use crate::warren::testing::{MAIN, account, body_of, form};

/// Carries a change out at once.
fn done(state: &mut State, work: Result<Work, Reply>) -> Value {
    let now = state.now;
    match work.expect("accepted").course {
        Course::AtOnce(change) => body_of(&change(state, now)),
        Course::Blocking(begin, finish) => {
            begin(state);
            body_of(&finish(state))
        }
    }
}

fn main_form(rest: &str) -> Call {
    form(&format!("billing_account_id={MAIN}{rest}"))
}

#[test]
fn a_replacement_erases_what_it_leaves_out_but_the_e_mail() {
    let mut state = account();
    let before = body_of(&show(&main_form(""), &state).unwrap());
    assert_eq!((&before["company_name"], &before["city"]), (&json!("Example Trading"), &json!("Jakarta")));
    let work = replace(&main_form("&title=Mine&city=Bandung"), &state);
    let after = done(&mut state, work);
    assert_eq!((&after["title"], &after["city"]), (&json!("Mine"), &json!("Bandung")));
    assert_eq!((&after["company_name"], &after["send_invoice_email"]), (&json!(""), &json!(false)));
    assert_eq!(after["email"], before["email"]);
}

#[test]
fn recurring_payment_charges_at_once_when_the_account_is_low() {
    let mut state = account();
    let set = |state: &State, rest: &str| {
        let call = Call { captures: vec![MAIN.to_string()], ..form(rest) };
        recurring::set(&call, state)
    };
    let credit = state.books.credit_of(MAIN);
    let low =
        "is_recurring_payment_enabled=True&recurring_payment_amount=1000000&recurring_payment_threshold=";
    let work = set(&state, &format!("{low}10"));
    assert_eq!(done(&mut state, work)["payment_report"], json!({"triggered": false, "errors": []}));
    let threshold = credit + Decimal::from(1_550_000);
    let work = set(&state, &format!("{low}{threshold}"));
    let answer = done(&mut state, work);
    assert_eq!(answer["payment_report"]["triggered"], json!(true));
    assert_eq!(state.books.credit_of(MAIN), credit + Decimal::from(2_000_000));
    assert!(answer["account"]["recurring_payment_threshold"].is_i64());
    // From then on it keeps the account above its threshold.
    state.now += std::time::Duration::from_secs(20 * 86_400);
    settle(&mut state);
    let account = state.billing_accounts.first().unwrap();
    assert!(crate::warren::money::running(&state, account).ongoing() >= threshold);
    let other = state.billing_accounts[1].id;
    let call = Call { captures: vec![other.to_string()], ..form("is_recurring_payment_enabled=true") };
    assert_eq!(recurring::set(&call, &state).err().unwrap().status, 400);
}

#[test]
fn an_account_that_is_needed_is_not_deleted() {
    let mut state = account();
    let words = |work: Result<Work, Reply>| body_of(&work.err().unwrap())["errors"]["Error"].clone();
    assert_eq!(words(delete(&main_form(""), &state)), "Default billing account can not be deleted.");
    assert_eq!(
        words(delete(&form("billing_account_id=0"), &state)),
        "Provided billing account is incorrect."
    );
    let used = state.charges().iter().any(|charge| charge.account == state.billing_accounts[1].id);
    let experiments = form(&format!("billing_account_id={}", state.billing_accounts[1].id));
    assert_eq!(delete(&experiments, &state).is_err(), used);
    let other = state.billing_accounts[3].id;
    let named = form(&format!("billing_account_id={other}"));
    let work = delete(&named, &state);
    assert_eq!(done(&mut state, work), json!({"success": true}));
    assert_eq!(show(&named, &state).unwrap_err().status, 400);
    let listed = |query: &str| {
        let call = Call { query: crate::http::Params::from_form(query), ..form("") };
        body_of(&list(&call, &state).unwrap()).as_array().unwrap().len()
    };
    assert_eq!((listed(""), listed("show_shadow=1")), (3, 4));
}

#[test]
fn two_accounts_can_pay_and_two_cannot() {
    for brand in [Brand::IdCloudHost, Brand::Elastis] {
        let options = SimOptions { key: "owner".to_owned(), ..SimOptions::default() };
        let state = seed::state(brand, &options, before_epoch(0, 0));
        let listed = body_of(&list(&form(""), &state).unwrap());
        let rows = listed.as_array().unwrap();
        let can: Vec<_> = rows.iter().map(|row| row["can_pay"].as_bool().unwrap()).collect();
        assert_eq!(can, [true, false, true, false], "{brand:?}");
        let second = &rows[2];
        assert_eq!((&second["id"], &second["is_default"]), (&json!(brand.second_payer()), &json!(false)));
        assert_eq!((&second["credit_amount"], &second["unpaid_amount"]), (&json!(750_000.0), &json!(0)));
        assert_eq!(
            (&second["primary_card"]["last4"], &second["restriction_level"]),
            (&json!("5100"), &json!("CLEAR"))
        );
    }
}

#[test]
fn an_invoice_that_nobody_pays_freezes_the_account() {
    let mut state = account();
    let level = |state: &State| body_of(&show(&main_form(""), state).unwrap())["restriction_level"].clone();
    assert_eq!(level(&state), "CLEAR");
    state.now += std::time::Duration::from_secs(12 * 86_400);
    settle(&mut state);
    assert_eq!(level(&state), "FROZEN");
}
