//! The seeded accounts: the demo of each brand, generated ones of any size, and VMs that provoke faults.

mod balanced;
mod billing;
mod build;
mod demo;
mod disks;
mod faulty;
mod generated;
mod services;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::brand::Brand;
use super::money;
use super::state::{Books, Locks, ObjectStorage, Owner, State, Token, User};
use crate::clock::before_epoch;
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
    let billing_accounts = billing::accounts(brand, &user.email);
    let mut builder = build::Builder::new(&mut rng, brand, user.id, account);
    match options.servers {
        Some(count) => generated::fill(&mut builder, count),
        None => demo::fill(&mut builder, brand),
    }
    if options.with_faults {
        faulty::fill(&mut builder);
    }
    if options.servers.is_none() {
        balanced::fill(&mut builder, brand);
    }
    let (mut locations, addresses_given) = builder.finish();
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
    let mut tokens = vec![token];
    if !options.restricted_key.is_empty() {
        tokens.push(restricted(options, account, rng.uuid().to_string()));
    }
    if options.servers.is_none() {
        disks::fill(&mut rng, &mut locations, Owner { user_id: user.id, billing_account: account });
    }
    let (mut storage, mut packages) = (ObjectStorage::default(), Vec::new());
    if options.servers.is_none() {
        let mut rng = services::rng(options.seed);
        storage = services::object_storage(&mut rng, brand, &user.email, [account, account + 77]);
        packages = services::packages(&mut rng, brand, user.id, account);
    }
    let mut state = State {
        brand,
        now,
        rng,
        last_id: FIRST_ID,
        addresses_go_along: options.addresses_go_along,
        price_times: Decimal::ONE,
        addresses_given,
        tokens,
        consumer_id,
        storage,
        packages,
        backed_up: now,
        locks: Locks::default(),
        user,
        ssh_keys: Vec::new(),
        locations,
        billing_accounts,
        books: Books::new(money::beginning(now)),
    };
    money::open(&mut state);
    state
}

/// The key for callers that never name a billing account.
fn restricted(options: &SimOptions, billing_account: u64, kong_id: String) -> Token {
    Token {
        id: 3,
        key: options.restricted_key.clone(),
        description: "Restricted to one billing account".to_owned(),
        billing_account,
        restricted: true,
        kong_id,
        created_at: before_epoch(80, 9_000),
        updated_at: None,
    }
}
