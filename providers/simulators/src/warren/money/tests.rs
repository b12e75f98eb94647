use std::time::Duration;

use rust_decimal::Decimal;

use super::*;
use crate::warren::state::Totals;
use crate::warren::testing::{MAIN, account};

fn exact(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn advance(state: &mut State, hours: u64) {
    let now = state.now + Duration::from_secs(hours * 3_600);
    state.settle(now);
}

/// The sums that the documents print, but for their VAT of 20 %.
#[test]
fn totals_follow_the_documented_arithmetic() {
    let totals = month::totals(exact("1.22231"), 10, exact("0.10"));
    let Totals { subtotal, discount, credit, .. } = &totals;
    assert_eq!((*subtotal, *discount, *credit), (exact("1.23"), exact("0.12"), exact("-0.10")));
    assert_eq!((totals.vat, totals.total), (exact("0.11"), exact("1.12")));
    assert_eq!(month::totals(exact("21.75006"), 0, Decimal::ZERO).subtotal, exact("21.76"));
    assert_eq!(month::totals(exact("2.352"), 0, Decimal::ZERO).subtotal, exact("2.36"));
    let covered = month::totals(exact("5"), 0, exact("7"));
    assert_eq!((covered.credit, covered.vat, covered.total), (exact("-5"), Decimal::ZERO, Decimal::ZERO));
}

#[test]
fn a_stopped_machine_costs_its_disks() {
    let mut state = account();
    let price = |state: &State, name: &str| {
        let named = format!("{name}, ");
        state.charges().into_iter().find(|charge| charge.name.starts_with(&named)).map(|charge| charge.price)
    };
    // 2 CPUs at 41.0959, 8 halves of a GB at 20.5479, 40 GB at 0.9589.
    assert_eq!(price(&state, "web-01"), Some(exact("284.9310")));
    let vm = state.locations[0].vms.iter_mut().find(|vm| vm.name == "web-01").unwrap();
    vm.status = "stopped".to_owned();
    assert_eq!(price(&state, "web-01"), Some(exact("38.3560")));
    let names: Vec<String> = state.charges().into_iter().map(|charge| charge.name).collect();
    for part in
        ["2 CPUs, 4 GB RAM, 40 GB disk, stopped", "Windows license", "backups", "floating IP, unassigned"]
    {
        assert!(names.iter().any(|name| name.ends_with(part)), "{part} in {names:?}");
    }
    let idle = state.charges().into_iter().find(|charge| charge.name.ends_with("unassigned")).unwrap();
    assert!(idle.price > state.brand.rates().address);
}

#[test]
fn hours_are_counted_whole_and_months_end_in_invoices() {
    let mut state = account();
    let bills = state.books.invoices.len();
    // Three months that are paid, and an order for credit that is not.
    assert_eq!(bills, 4);
    assert_eq!(state.books.unpaid_of(MAIN), exact("555000"));
    let credit = state.books.credit_of(MAIN);
    assert!(credit > state.books.invoices[2].totals.subtotal && credit.fract().is_zero(), "{credit}");
    state.settle(state.now + Duration::from_secs(3_599));
    assert!(state.books.meters.is_empty());
    advance(&mut state, 3);
    // Backups were added meanwhile, so they cost twice in two rows.
    let steady = |(key, _): &(&MeterKey, &Meter)| !key.name.ends_with("backups");
    assert!(state.books.meters.iter().filter(steady).all(|(_, meter)| meter.hours == 3));
    let backups = state.books.meters.iter().filter(|row| !steady(row));
    let hours: i64 = backups.map(|(_, meter)| meter.hours).sum();
    assert!(hours > 0 && hours % 3 == 0, "{hours}");
    // A machine that is stopped goes on in a row of its own.
    let uuid = {
        let vm = state.locations[0].vms.iter_mut().find(|vm| vm.name == "web-01").unwrap();
        vm.status = "stopped".to_owned();
        vm.uuid.clone()
    };
    advance(&mut state, 2);
    let rows = |state: &State| -> Vec<i64> {
        let rows = state.books.meters.iter().filter(|(key, _)| key.owner == uuid);
        rows.map(|(_, meter)| meter.hours).collect()
    };
    assert_eq!(rows(&state), [3, 2]);
    advance(&mut state, 30 * 24);
    assert_eq!(state.books.invoices.len(), bills + 1);
    let invoice = state.books.invoices.last().unwrap();
    let hours: Vec<i64> = invoice
        .lines
        .iter()
        .filter(|line| line.name.starts_with("web-01,"))
        .map(|line| line.quantity)
        .collect();
    assert_eq!(hours, [3, 717]);
    // Credit that suffices pays it, and what is left of it stays.
    assert!(invoice.paid() && invoice.totals.total.is_zero());
    assert_eq!(state.books.credit_of(MAIN), credit + invoice.totals.credit);
    advance(&mut state, 31 * 24);
    let next = state.books.invoices.last().unwrap();
    assert!(!next.paid() && state.books.credit_of(MAIN).is_zero());
}

#[test]
fn a_century_passes_in_months() {
    let mut state = account();
    advance(&mut state, 100 * 365 * 24);
    let bills: Vec<i64> = state.books.invoices.iter().map(|invoice| invoice.created).collect();
    assert!(bills.len() > 1_200, "{}", bills.len());
    let account = state.billing_accounts.first().unwrap();
    assert!(running(&state, account).ongoing() <= Decimal::ZERO);
}

#[test]
fn credit_that_was_ordered_comes_with_its_payment_and_campaigns_add_to_it() {
    let mut state = account();
    let other = state.billing_accounts[1].id;
    let now = state.now.unix_timestamp();
    let invoice = bill_credit(&mut state, other, exact("400000"), now).unwrap();
    assert_eq!(state.books.unpaid_of(other), exact("444000"));
    assert_eq!(pay(&mut state, invoice, 1, exact("44000"), now), exact("44000"));
    assert_eq!(state.books.credit_of(other), Decimal::ZERO);
    assert_eq!(pay(&mut state, invoice, 1, exact("999999"), now), exact("400000"));
    // 150,000 were paid in before; 500,000 bring 50,000.
    assert_eq!(state.books.credit_of(other), exact("450000"));
    assert!(state.billing_accounts[1].promotions.is_empty());
    assert_eq!(pay(&mut state, invoice, 1, exact("1"), now), Decimal::ZERO);
}

#[test]
fn every_noun_costs() {
    let state = account();
    let types: std::collections::BTreeSet<&str> =
        state.charges().iter().flat_map(|charge| charge.types.iter().copied()).collect();
    let all = [
        "BACKUP_STORAGE",
        "BLOCK_STORAGE",
        "FLOATING_IP",
        "LICENSE",
        "LOAD_BALANCER",
        "MAIN_STORAGE",
        "OBJECT_STORAGE",
        "SERVICE",
        "SNAPSHOT_STORAGE",
        "UNASSIGNED_FLOATING_IP",
        "VM_COMPUTE",
        "VM_RUNNING",
    ];
    assert_eq!(types.into_iter().collect::<Vec<_>>(), all);
    assert!(state.charges().iter().all(|charge| charge.price > Decimal::ZERO && charge.account > 0));
}
