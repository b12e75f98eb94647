//! Made-up accounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::allowance::{Allowance, Used};
use domain::billing::{BillingAccount, BillingDetails, MonthTotals, Recurring};
use domain::change::ImageChoice;
use domain::disk::{AttachedDisk, Disk, DiskOrigin, DiskState};
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, ProviderResourceId, ServerKey, TeamId};
use domain::location::{GLOBAL, Location};
use domain::money::{Money, Price};
use domain::network::Network;
use domain::plan::{Image, ImageVersion, Plan, PlanExtras};
use domain::pricing::{PriceList, PriceRow, PricedItem};
use domain::project::Project;
use domain::provider::Brand;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::parameters::VmParameters;
use domain::server::{Server, ServerState};
use domain::server_details::ServerDetails;
use uuid::Uuid;

use super::super::given::{Given, KeyOffer, Lacks, Making, Place, RingKey, Script};
use crate::inventory::{Held, KeyFacts};

/// A key that fits the rules.
pub(super) const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ana@laptop";

pub(super) fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

pub(super) fn held<T>(value: T) -> Held<T> {
    Held { value: Some(Arc::new(value)), taken_at: Some(Timestamp(60_000)), problem: None }
}

pub(super) fn failing<T>(message: &str, status: u16) -> Held<T> {
    let problem = SourceProblem {
        message: message.to_owned(),
        status: Some(status),
        correlation_id: None,
        since: Timestamp(1),
        next_try: None,
    };
    Held { problem: Some(problem), ..Held::default() }
}

fn location(slug: &str, name: &str, is_default: bool) -> Location {
    Location { slug: slug.to_owned(), name: name.to_owned(), country: Some("XX".to_owned()), is_default }
}

fn image(name: &str, versions: &[&str]) -> Image {
    let version = |id: &&str| ImageVersion { id: (*id).to_owned(), name: id.to_uppercase() };
    Image {
        id: name.to_owned(),
        name: name.to_uppercase(),
        versions: versions.iter().map(version).collect(),
        is_app: name == "docker",
        is_windows: name.contains("win"),
        is_default: name == "debian",
        icon: Some(
            if name == "ubuntu" { "data:image/png;base64,AA==" } else { "https://img.example/a.svg" }
                .to_owned(),
        ),
    }
}

fn key(brand: Brand, n: u128) -> KeyOffer {
    KeyOffer {
        id: CredentialId(Uuid::from_u128(n)),
        brand,
        label: format!("{} main", brand.name()),
        refusal: None,
    }
}

fn keys() -> Vec<KeyOffer> {
    let refused = KeyOffer {
        label: "Old".to_owned(),
        refusal: Some("The provider refuses the key “Old”.".to_owned()),
        ..key(Brand::Elastis, 3)
    };
    vec![key(Brand::Virtua, 1), key(Brand::IdCloudHost, 2), refused]
}

fn facts(brand: Brand) -> KeyFacts {
    KeyFacts {
        brand,
        label: format!("{} main", brand.name()),
        team: TeamId(Uuid::nil()),
        locations: Held::default(),
        images: Held::default(),
        parameters: Held::default(),
        plans: BTreeMap::new(),
        networks: BTreeMap::new(),
        addresses: BTreeMap::new(),
        disks: BTreeMap::new(),
        accounts: Held::default(),
        prices: Held::default(),
        projects: Held::default(),
        allowance: Held::default(),
        usage: Held::default(),
    }
}

fn given(place: Place) -> Given {
    let ring = |id: &str, name: &str| RingKey {
        id: id.to_owned(),
        name: name.to_owned(),
        line: KEY.to_owned(),
        note: "SHA256:abc".to_owned(),
    };
    let script = |id: &str, text: &str| Script {
        id: id.to_owned(),
        name: format!("script {id}"),
        version: 1,
        text: Some(text.to_owned().into()),
    };
    Given {
        keys: keys(),
        place: Some(place),
        ring: vec![ring("k1", "Ana's laptop")],
        scripts: vec![script("s1", "#!/bin/sh\necho hi\n"), script("s2", "users: [a]")],
        now: Timestamp(120_000),
    }
}

fn place(n: u128, location: Location, facts: KeyFacts, lacks: Lacks) -> Place {
    Place {
        credential: CredentialId(Uuid::from_u128(n)),
        location: Some(location),
        facts,
        servers: Vec::new(),
        replicas: Held::default(),
        reading: false,
        making: Making::default(),
        lacks,
    }
}

fn money(amount: &str, currency: &str) -> Money {
    Money::new(amount.parse().unwrap(), currency)
}

fn plan(name: &str, zone: &str, size: (u32, u32, u32), price: &str) -> Plan {
    let fixed = |n: u32| Some((n, n));
    Plan {
        id: format!("{name}.{zone}"),
        name: name.to_uppercase(),
        location: Some(zone.to_owned()),
        vcpus: fixed(size.0),
        memory_mib: fixed(size.1),
        disk_gib: fixed(size.2),
        price: Some(Price { hour: money("0.0164", "EUR"), month: money(price, "EUR") }),
        extras: Some(Box::new(PlanExtras {
            is_windows: Some(name.contains("win")),
            is_sold_out: name.contains("gone"),
            ..PlanExtras::default()
        })),
        ..Plan::default()
    }
}

/// Virtua in Paris, with a sold-out plan, one for Windows, and room for three servers.
pub(super) fn virtua() -> Given {
    let mut facts = facts(Brand::Virtua);
    facts.locations = held(vec![location("fra", "Frankfurt", false), location("par", "Paris", false)]);
    facts.images = held(vec![image("debian-12-64", &[]), image("win2k22", &[])]);
    facts.plans.insert(
        GLOBAL.to_owned(),
        held(vec![
            plan("vcs-gone", "par", (1, 1024, 20), "5.00"),
            plan("vcs-2", "par", (2, 4096, 40), "12.00"),
            plan("vcs-4", "par", (4, 8192, 80), "24.00"),
            plan("vcs-win", "par", (4, 8192, 80), "36.00"),
            plan("vcs-4", "fra", (4, 8192, 80), "25.00"),
        ]),
    );
    facts.networks.insert(GLOBAL.to_owned(), failing("Virtua.cloud's API documents no private networks.", 0));
    facts.projects = held(vec![Project {
        id: id("p-1"),
        name: "Shop".to_owned(),
        description: None,
        environment: None,
        servers: Some(3),
        domains: None,
        month_so_far: None,
        month_estimate: None,
        created_at: None,
    }]);
    facts.allowance = held(Allowance {
        servers_most: Some(8),
        used: Used { servers: Some(5), ..Used::default() },
        ..Allowance::default()
    });
    let no = |what: &str| Some(format!("Virtua.cloud's API documents no {what}."));
    let lacks = Lacks { create: None, replicas: no("snapshots"), disks: no("disks"), backups: no("backups") };
    given(place(1, location("par", "Paris", false), facts, lacks))
}

fn server(name: &str) -> Server {
    let attached = AttachedDisk {
        id: id("d-web"),
        device: None,
        name: None,
        size_gib: Some(60),
        primary: true,
        replicas: Vec::new(),
        created_at: None,
    };
    Server {
        id: id(&format!("vm-{name}")),
        name: name.to_owned(),
        state: ServerState::Running,
        location: location("jkt01", "Jakarta", true),
        plan: None,
        vcpus: Some(4),
        memory_mib: Some(8192),
        disk_gib: Some(60),
        image: Some("Ubuntu 24.04-lts".to_owned()),
        addresses: Vec::new(),
        price: None,
        created_at: None,
        hostname: None,
        backups: None,
        note: None,
        details: Box::new(ServerDetails {
            image: Some(ImageChoice { name: "ubuntu".to_owned(), version: Some("24.04-lts".to_owned()) }),
            disks: Some(vec![attached]),
            ..ServerDetails::default()
        }),
    }
}

fn disk(name: &str, source: Option<DiskOrigin>) -> Disk {
    Disk {
        id: id(name),
        name: None,
        state: DiskState::Active,
        note: None,
        size_gib: Some(30),
        source,
        billing_account: None,
        snapshots: None,
        created_at: None,
        updated_at: None,
    }
}

pub(super) fn account(number: u64) -> BillingAccount {
    BillingAccount {
        id: id(&number.to_string()),
        details: BillingDetails { title: Some(format!("Account {number}")), ..BillingDetails::default() },
        is_default: number == 1200,
        is_active: Some(true),
        is_deleted: false,
        can_pay: Some(true),
        allows_debt: None,
        pays_by_invoice: None,
        restriction: None,
        suspend_reason: None,
        credit: None,
        unpaid: None,
        discount_percent: None,
        vat_percent: Some("11".parse().unwrap()),
        month: MonthTotals::default(),
        recurring: Recurring::default(),
        primary_card: None,
        promotions: Vec::new(),
        referral_code: None,
        created_at: None,
    }
}

fn network(name: &str, is_default: bool) -> Network {
    Network {
        id: id(name),
        name: name.to_uppercase(),
        is_default,
        kind: None,
        subnet: Some("10.1.0.0/24".to_owned()),
        subnet_ipv6: None,
        vlan: None,
        servers: Vec::new(),
        resources: None,
        created_at: None,
        updated_at: None,
    }
}

fn pool(name: &str, most_vcpus: u32, is_default: bool) -> Plan {
    Plan {
        id: name.to_owned(),
        name: name.to_uppercase(),
        description: Some("For what lasts.".to_owned()),
        location: Some("jkt01".to_owned()),
        is_default,
        vcpus: Some((2, most_vcpus)),
        memory_mib: Some((2048, 65_536)),
        disk_gib: Some((20, 1000)),
        ..Plan::default()
    }
}

/// IDCloudHost in Jakarta, with two pools, two networks, a server with a snapshot, and disks.
pub(super) fn warren() -> Given {
    let mut facts = facts(Brand::IdCloudHost);
    facts.locations = held(vec![location("jkt01", "Jakarta", true), location("sgp01", "Singapore", false)]);
    facts.images = held(vec![
        image("docker", &["27"]),
        image("ubuntu", &["22.04-lts", "24.04-lts"]),
        image("debian", &["11", "12"]),
        image("windows", &["2022"]),
    ]);
    let documented = VmParameters { name: None, ..VmParameters::documented() };
    facts.parameters = held(VmParameters { vcpus: None, memory_mib: None, disk_gib: None, ..documented });
    facts.plans.insert("jkt01".to_owned(), held(vec![pool("big", 32, false), pool("usual", 16, true)]));
    facts.networks.insert("jkt01".to_owned(), held(vec![network("prod", false), network("main", true)]));
    let origin = DiskOrigin::Image(Some("debian_12".to_owned()));
    facts.disks.insert(
        "jkt01".to_owned(),
        held(vec![disk("d-web", None), disk("d-free", Some(origin)), disk("d-data", None)]),
    );
    facts.accounts = held(vec![account(1100), account(1200)]);
    let row = |item: PricedItem, step: u32, hour: &str| PriceRow {
        id: None,
        item,
        label: None,
        step,
        hour: money(hour, "IDR"),
    };
    facts.prices = held(PriceList {
        rows: vec![
            row(PricedItem::Cpu, 1, "40"),
            row(PricedItem::Memory, 512, "10"),
            row(PricedItem::MainStorage, 1, "0.5"),
            row(PricedItem::FloatingIp, 1, "30.25"),
            row(PricedItem::WindowsLicense, 1, "100"),
        ],
    });
    let mut place = place(2, location("jkt01", "Jakarta", true), facts, Lacks::default());
    let web = Arc::new(server("web"));
    place.servers = vec![(at("vm-web"), web)];
    place.replicas = held(vec![Replica {
        id: id("d-web2026-10-14-03-00-05"),
        origin: ReplicaOrigin::from_wire("snapshot"),
        disk: Some(id("d-web")),
        size_gib: Some(50),
        created_at: Some(Timestamp(30_000)),
    }]);
    given(place)
}

/// A server at that place.
pub(super) fn at(server: &str) -> ServerKey {
    ServerKey { credential: CredentialId(Uuid::from_u128(2)), location: "jkt01".to_owned(), id: id(server) }
}
