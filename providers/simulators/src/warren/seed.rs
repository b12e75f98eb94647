//! The seeded accounts: the demo of each brand, generated ones of any size, and VMs that provoke faults.

mod build;
mod demo;
mod faulty;
mod generated;

use time::OffsetDateTime;

use super::brand::Brand;
use super::state::{BillingAccount, Locks, State, Token, User};
use crate::clock::{EPOCH, before_epoch};
use crate::options::SimOptions;
use crate::rng::Rng;

/// What calls create is numbered after this, above everything seeded.
const FIRST_ID: u64 = 50_000;

/// One VM to be built. Its location is where its list says.
#[derive(Clone, Copy)]
struct Spec {
    name: &'static str,
    os: (&'static str, &'static str),
    vcpu: u32,
    memory_mb: u32,
    disk_gb: u32,
    /// Size of a second disk; 0 means none.
    data_gb: u32,
    running: bool,
    public: bool,
    backup: bool,
    performance: bool,
}

pub(super) fn state(brand: Brand, options: &SimOptions, now: OffsetDateTime) -> State {
    let mut rng = Rng::new(options.seed ^ brand.first_billing_account());
    let account = brand.first_billing_account();
    let user = User {
        id: account % 100_000,
        email: "demo@example.com".to_owned(),
        first_name: "Demo".to_owned(),
        last_name: "User".to_owned(),
        personal_id: String::new(),
        phone: "+620000000000".to_owned(),
        created_at: before_epoch(700, 1_000),
        updated_at: before_epoch(700, 1_000),
    };
    let billing_accounts = vec![
        BillingAccount {
            id: account,
            title: "Main account".to_owned(),
            company: "Example Trading".to_owned(),
            default: true,
            credit: 2_450_000.0,
            ongoing: 812_350.75,
            created: EPOCH - 60_480_000,
        },
        BillingAccount {
            id: account + 77,
            title: "Experiments".to_owned(),
            company: String::new(),
            default: false,
            credit: 150_000.0,
            ongoing: 96_204.5,
            created: EPOCH - 8_640_000,
        },
    ];
    let mut builder = build::Builder::new(&mut rng, brand, user.id, account);
    match options.servers {
        Some(count) => generated::fill(&mut builder, count),
        None => demo::fill(&mut builder, brand),
    }
    if options.with_faults {
        faulty::fill(&mut builder);
    }
    let (locations, addresses_given) = builder.finish();
    let token = Token {
        id: 2,
        key: options.key.clone(),
        description: "Panel".to_owned(),
        billing_account: 0,
        restricted: false,
        kong_id: rng.uuid().to_string(),
        created_at: before_epoch(90, 4_000),
        updated_at: None,
    };
    let consumer_id = rng.uuid().to_string();
    State {
        brand,
        now,
        rng,
        last_id: FIRST_ID,
        addresses_given,
        tokens: vec![token],
        consumer_id,
        locks: Locks::default(),
        user,
        locations,
        billing_accounts,
    }
}
