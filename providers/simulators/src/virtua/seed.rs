//! The demo account of Virtua, its generated variant of any size, and the servers that provoke faults.

use time::OffsetDateTime;

use super::passwords;
use super::plans::{self, Plan};
use super::state::{Project, Server, State, ipv4};
use super::systems::{self, System};
use super::zones::{self, Zone};
use crate::clock::before_epoch;
use crate::options::SimOptions;
use crate::rng::Rng;

/// One server of the demo account.
struct Spec {
    label: Option<&'static str>,
    hostname: Option<&'static str>,
    project: usize,
    zone: &'static Zone,
    plan: &'static Plan,
    system: &'static System,
    status: &'static str,
    suspended: Option<&'static str>,
}

const fn spec(
    label: &'static str,
    zone: &'static Zone,
    plan: &'static Plan,
    system: &'static System,
) -> Spec {
    let (hostname, suspended) = (None, None);
    Spec { label: Some(label), hostname, project: 0, zone, plan, system, status: "running", suspended }
}

fn demo() -> Vec<Spec> {
    use plans::{INTEL_2, RYZEN_1, RYZEN_2, RYZEN_4, RYZEN_8, WINDOWS_4};
    use systems::{ARCH, DEBIAN_12, ROCKY_9, UBUNTU_24, WINDOWS_2022};
    use zones::{FRANKFURT, PARIS};
    vec![
        Spec { hostname: Some("shop.example.com"), ..spec("shop-web", &PARIS, &RYZEN_4, &DEBIAN_12) },
        Spec { hostname: Some("db1.example.com"), ..spec("shop-db", &PARIS, &RYZEN_8, &DEBIAN_12) },
        Spec { status: "stopped", ..spec("build-agent", &PARIS, &RYZEN_8, &UBUNTU_24) },
        Spec { label: None, ..spec("", &PARIS, &INTEL_2, &DEBIAN_12) },
        spec("vpn-gateway", &FRANKFURT, &RYZEN_1, &ARCH),
        Spec { project: 1, ..spec("status-page", &FRANKFURT, &RYZEN_1, &UBUNTU_24) },
        Spec { project: 1, ..spec("erp-windows", &FRANKFURT, &WINDOWS_4, &WINDOWS_2022) },
        Spec {
            project: 1,
            status: "stopped",
            suspended: Some("Usage policy review"),
            ..spec("scraper-02", &FRANKFURT, &RYZEN_2, &ROCKY_9)
        },
    ]
}

/// Names that provoke faults; the first part of the name is the whole instruction.
const FAULTY: [&str; 8] = [
    "fault-stop-hangs",
    "fault-stop-hangs-done",
    "fault-stop-cut",
    "fault-stop-cut-done",
    "fault-stop-500-done",
    "fault-stop-html",
    "fault-restart-cut-done",
    "fault-stop-limited",
];

pub(super) fn state(options: &SimOptions, now: OffsetDateTime) -> State {
    let mut rng = Rng::new(options.seed ^ 0x5669_7274_7561);
    let projects = vec![
        Project {
            uuid: rng.uuid().to_string(),
            name: "Shop",
            description: "Storefront and its database",
            environment: Some("production"),
            created_at: before_epoch(420, 4_000),
        },
        Project {
            uuid: rng.uuid().to_string(),
            name: "Internal",
            description: "",
            environment: None,
            created_at: before_epoch(200, 70_000),
        },
    ];
    let mut servers: Vec<Server> = match options.servers {
        Some(count) => (0..count).map(|index| generated(&mut rng, index)).collect(),
        None => demo().into_iter().enumerate().map(|(index, spec)| server(&mut rng, index, spec)).collect(),
    };
    if options.with_faults {
        let next = servers.len();
        for (index, name) in FAULTY.into_iter().enumerate() {
            servers.push(server(
                &mut rng,
                next + index,
                spec(name, &zones::PARIS, &plans::RYZEN_1, &systems::DEBIAN_12),
            ));
        }
        let broken = spec("broken-setup", &zones::PARIS, &plans::RYZEN_1, &systems::DEBIAN_12);
        servers.push(server(&mut rng, next + FAULTY.len(), Spec { status: "error", ..broken }));
    }
    let server_limit = servers.len().max(10) + 10;
    let seeded = servers.len();
    // Drawn last, so that everything else stays as it is.
    for server in &mut servers {
        server.passwords = passwords::fresh(&mut rng);
    }
    let key = options.key.clone();
    let unknown = options.unknown;
    State { key, now, balance: "93.6425", server_limit, unknown, rng, seeded, ordered: 0, projects, servers }
}

fn server(rng: &mut Rng, index: usize, spec: Spec) -> Server {
    let created_at = before_epoch(20 + rng.below(400), rng.below(86_400));
    let ipv6 = (rng.below(3) > 0).then(|| format!("2001:db8:{:x}::1", 0x10 + index));
    let memory_used_mb = spec.plan.memory_mb / 100 * (30 + u32::try_from(rng.below(60)).unwrap_or(0));
    Server {
        uuid: rng.uuid().to_string(),
        name: format!("vs{}.{}.vsys.cloud", 4023 + index, spec.zone.code),
        label: spec.label.map(str::to_owned),
        hostname: spec.hostname.map(str::to_owned),
        project: spec.project,
        zone: spec.zone,
        plan: spec.plan,
        disk_gb: spec.plan.disk_gb,
        system: spec.system,
        status: spec.status.to_owned(),
        setup: None,
        change: None,
        suspended: spec.suspended,
        created_at,
        started_at: before_epoch(rng.below(15), rng.below(86_400)),
        hours: 40 + u32::try_from(rng.below(400)).unwrap_or(0),
        ipv4: ipv4(index),
        ipv6,
        memory_used_mb,
        passwords: passwords::none(),
    }
}

fn generated(rng: &mut Rng, index: usize) -> Server {
    let zone = if rng.below(2) == 0 { &zones::PARIS } else { &zones::FRANKFURT };
    let plan: &'static Plan = match rng.below(4) {
        0 => &plans::RYZEN_1,
        1 => &plans::RYZEN_2,
        2 => &plans::RYZEN_4,
        _ => &plans::RYZEN_8,
    };
    let status = if rng.below(5) == 0 { "stopped" } else { "running" };
    let base = Spec { label: None, status, ..spec("", zone, plan, &systems::DEBIAN_12) };
    Server { label: Some(format!("node-{:05}", index + 1)), ..server(rng, index, base) }
}
