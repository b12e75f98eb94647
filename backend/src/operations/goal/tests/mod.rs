//! Every kind of change against worlds in which it happened, did not, is on its way, or cannot be told.

mod things;

use ServerState::{Busy, Deleted, Running, Stopped};
use domain::change::{
    NewServer, RebuildFrom, ReplicaChange, ServerChange, ServerOrder, ServerSource, TokenChange,
};
use domain::disk::AttachedDisk;
use domain::floating_ip::{AssignedKind, Assignment, FloatingIp};
use domain::location::Location;
use domain::power::PowerCall;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;
use domain::server::Server;
use domain::server_details::{ImageChoice, ServerDetails};

use super::*;
use crate::operations::sight::Found;

/// When the request was sent.
const SENT: Timestamp = Timestamp(1_000_000_000);
const LATER: Option<Timestamp> = Some(Timestamp(1_000_005_000));
const LONG_BEFORE: Option<Timestamp> = Some(Timestamp(900_000_000));

pub(in crate::operations) fn id(id: &str) -> ProviderResourceId {
    ProviderResourceId(id.to_owned())
}

pub(in crate::operations) fn attached(disk: &str, size_gib: u32, replicas: &[Replica]) -> AttachedDisk {
    AttachedDisk {
        id: id(disk),
        device: None,
        name: None,
        size_gib: Some(size_gib),
        primary: disk == "boot",
        replicas: replicas.to_vec(),
        created_at: None,
    }
}

/// The server "vm" as it was before.
pub(in crate::operations) fn vm(state: ServerState) -> Server {
    Server {
        id: id("vm"),
        name: "web-1".to_owned(),
        state,
        location: Location {
            slug: "jkt01".to_owned(),
            name: "Jakarta".to_owned(),
            country: None,
            is_default: true,
        },
        plan: None,
        vcpus: Some(2),
        memory_mib: Some(4096),
        disk_gib: Some(20),
        image: None,
        addresses: Vec::new(),
        price: None,
        created_at: LONG_BEFORE,
        hostname: None,
        backups: Some(false),
        note: None,
        details: Box::new(ServerDetails {
            plan: Some(id("small")),
            billing_account: Some(7),
            disks: Some(vec![attached("boot", 20, &[snapshot("old", LONG_BEFORE)])]),
            ..ServerDetails::default()
        }),
    }
}

fn snapshot(replica: &str, created_at: Option<Timestamp>) -> Replica {
    let origin = ReplicaOrigin::Known(ReplicaKind::Snapshot);
    Replica { id: id(replica), origin, disk: Some(id("boot")), size_gib: Some(20), created_at }
}

pub(in crate::operations) fn address(
    ip: &str,
    leads_to: Option<&str>,
    created_at: Option<Timestamp>,
) -> FloatingIp {
    FloatingIp {
        id: id(ip),
        name: Some("front".to_owned()),
        assigned: leads_to.map(|to| Assignment {
            kind: AssignedKind::Server,
            resource: id(to),
            private_ip: None,
        }),
        billing_account: Some(7),
        enabled: Some(true),
        deleted: false,
        kind: None,
        created_at,
        updated_at: None,
        unassigned_at: None,
    }
}

/// A world in which this server was read.
fn sees(server: Server) -> Sight {
    Sight { server: Some(Found::There(server)), ..Sight::default() }
}

fn sees_addresses(addresses: Vec<FloatingIp>) -> Sight {
    Sight { addresses: Some(addresses), ..Sight::default() }
}

fn sees_address(address: FloatingIp) -> Sight {
    Sight { address: Some(Found::There(address)), ..Sight::default() }
}

fn gone() -> Sight {
    Sight { server: Some(Found::Gone), ..Sight::default() }
}

/// The goal, and what was made.
fn outcome(change: impl Into<Change>, made: Option<&str>, sight: &Sight) -> (&'static str, Option<String>) {
    let before = Before { known: vec![id("known")], ..Before::of(&vm(Running)) };
    let (change, made) = (change.into(), made.map(id));
    let case = Case {
        change: &change,
        before: &before,
        state_before: Some(&Running),
        made: made.as_ref(),
        sent_at: Some(SENT),
    };
    match goal(&case, sight) {
        Goal::Reached { made, .. } => ("reached", made.map(|made| made.0)),
        Goal::Unmoved(_) => ("unmoved", None),
        Goal::Elsewhere(_) => ("elsewhere", None),
        Goal::Blind { rest: true, .. } => ("blind, at rest", None),
        Goal::Blind { rest: false, .. } => ("blind", None),
        Goal::Ask(_) => ("ask", None),
    }
}

fn stands(change: impl Into<Change>, sight: &Sight) -> &'static str {
    outcome(change, None, sight).0
}

fn made(it: &'static str, made: &str) -> (&'static str, Option<String>) {
    (it, Some(made.to_owned()))
}

fn nothing(it: &'static str) -> (&'static str, Option<String>) {
    (it, None)
}

#[test]
fn power() {
    let power = |call| Change::Server(ServerChange::Power { id: id("vm"), call });
    let rescue = || Change::Server(ServerChange::StartRescue { id: id("vm") });
    for (change, state, wanted) in [
        (power(PowerCall::Stop), Stopped, "reached"),
        (power(PowerCall::ForceStop), Stopped, "reached"),
        (power(PowerCall::Stop), Running, "unmoved"),
        (power(PowerCall::Stop), Busy, "elsewhere"),
        (power(PowerCall::Stop), ServerState::Error, "elsewhere"),
        (power(PowerCall::Start), Running, "reached"),
        (power(PowerCall::Restart), Running, "blind, at rest"),
        (power(PowerCall::Restart), Stopped, "blind"),
        (power(PowerCall::Restart), Busy, "elsewhere"),
        (rescue(), Running, "blind, at rest"),
        (rescue(), Stopped, "blind"),
    ] {
        assert_eq!(stands(change.clone(), &sees(vm(state.clone()))), wanted, "{change:?} {state:?}");
    }
    assert_eq!(stands(power(PowerCall::Stop), &gone()), "ask");
    assert_eq!(stands(power(PowerCall::Stop), &Sight::default()), "elsewhere");
}

/// It was started neither way; while it runs, nobody can see which system it runs.
#[test]
fn i3_a_server_that_stays_stopped_has_not_started_its_rescue_system() {
    let change = Change::Server(ServerChange::StartRescue { id: id("vm") });
    let before = Before::of(&vm(Stopped));
    let case = Case {
        change: &change,
        before: &before,
        state_before: Some(&Stopped),
        made: None,
        sent_at: Some(SENT),
    };
    assert_eq!(goal(&case, &sees(vm(Stopped))), Goal::Unmoved("the server is still stopped".to_owned()));
    assert!(matches!(goal(&case, &sees(vm(Running))), Goal::Blind { rest: true, .. }));
    assert!(matches!(goal(&case, &sees(vm(ServerState::Error))), Goal::Blind { rest: false, .. }));
    assert!(matches!(goal(&case, &sees(vm(Busy))), Goal::Elsewhere(_)));
}

#[test]
fn names_and_sizes() {
    let modify = |name: Option<&str>, vcpus, memory_mib| {
        let name = name.map(ToOwned::to_owned);
        Change::Server(ServerChange::Modify { id: id("vm"), name, vcpus, memory_mib })
    };
    let now = |name: &str, vcpus, memory_mib| {
        sees(Server {
            name: name.to_owned(),
            vcpus: Some(vcpus),
            memory_mib: Some(memory_mib),
            ..vm(Stopped)
        })
    };
    assert_eq!(stands(modify(None, Some(4), Some(8192)), &now("web-1", 4, 8192)), "reached");
    assert_eq!(stands(modify(None, Some(4), Some(8192)), &now("web-1", 2, 4096)), "unmoved");
    assert_eq!(stands(modify(None, Some(4), Some(8192)), &now("web-1", 4, 4096)), "elsewhere");
    assert_eq!(stands(modify(Some("web-2"), None, None), &now("web-2", 2, 4096)), "reached");
    assert_eq!(stands(modify(Some("web-2"), None, None), &now("web-1", 2, 4096)), "unmoved");
    assert_eq!(stands(modify(Some("web-2"), None, None), &now("db", 2, 4096)), "elsewhere");
}

#[test]
fn plans() {
    let resize = |plan: &str, grow_disk| ServerChange::Resize { id: id("vm"), plan: id(plan), grow_disk };
    let now = |plan: Option<&str>, disk_gib, state| {
        let details = ServerDetails { plan: plan.map(id), ..*vm(Running).details };
        sees(Server { details: Box::new(details), disk_gib: Some(disk_gib), ..vm(state) })
    };
    let at = |change: ServerChange, sight: &Sight| stands(Change::Server(change), sight);
    assert_eq!(at(resize("large", false), &now(Some("large"), 20, Running)), "reached");
    assert_eq!(at(resize("large", false), &now(Some("large"), 20, Busy)), "elsewhere");
    assert_eq!(at(resize("large", false), &now(Some("small"), 20, Running)), "unmoved");
    assert_eq!(at(resize("large", false), &now(None, 20, Running)), "elsewhere");
    assert_eq!(at(resize("small", true), &now(Some("small"), 20, Running)), "unmoved", "the disk is to grow");
    assert_eq!(at(resize("small", true), &now(Some("small"), 40, Running)), "reached");
}

#[test]
fn what_leaves_no_trace_is_never_guessed() {
    let image = Some(ImageChoice { name: "ubuntu".to_owned(), version: None });
    for change in [
        ServerChange::Reinstall { id: id("vm"), image },
        ServerChange::Rebuild { id: id("vm"), from: RebuildFrom::System(id("debian")) },
    ] {
        assert_eq!(stands(Change::Server(change.clone()), &sees(vm(Running))), "blind, at rest");
        assert_eq!(stands(Change::Server(change), &sees(vm(Busy))), "elsewhere");
    }
    let password = ServerChange::SetPassword { id: id("vm"), username: "ops".to_owned() };
    assert_eq!(stands(Change::Server(password), &Sight::default()), "blind, at rest");
    let rebuild = ReplicaChange::Rebuild { server: id("vm"), replica: id("old") };
    assert_eq!(stands(Change::Replica(rebuild), &sees(vm(Running))), "blind, at rest");
    let token = TokenChange::Create { description: "ci".to_owned(), billing_account: None };
    assert_eq!(stands(Change::Token(token), &Sight::default()), "blind, at rest");
}

#[test]
fn a_deleted_server_is_gone_or_a_tombstone() {
    let delete = || Change::Server(ServerChange::Delete { id: id("vm") });
    assert_eq!(stands(delete(), &gone()), "reached");
    assert_eq!(stands(delete(), &sees(vm(Deleted))), "reached");
    assert_eq!(stands(delete(), &sees(vm(Stopped))), "unmoved");
}

fn new_server() -> Change {
    Change::Server(ServerChange::Create(Box::new(NewServer {
        name: "web-2".to_owned(),
        description: None,
        source: ServerSource::Image {
            image: ImageChoice { name: "ubuntu".to_owned(), version: None },
            disk_gib: 20,
        },
        vcpus: 2,
        memory_mib: 4096,
        pool: None,
        network: None,
        public_ip: false,
        billing_account: None,
        backups: false,
        username: None,
        with_password: false,
        public_keys: Vec::new(),
        with_cloud_init: false,
    })))
}

fn listed(server: &str, name: &str, state: ServerState, created_at: Option<Timestamp>) -> Server {
    Server { id: id(server), name: name.to_owned(), created_at, ..vm(state) }
}

#[test]
fn a_new_server_is_found_by_name_and_time_and_never_guessed() {
    let clone = Change::Server(ServerChange::Clone { id: id("vm"), name: "web-2".to_owned() });
    for change in [new_server(), clone] {
        let among = |servers: Vec<Server>| {
            let sight = Sight { servers: Some(servers), ..Sight::default() };
            outcome(change.clone(), None, &sight)
        };
        let other = || listed("vm", "web-1", Running, LONG_BEFORE);
        let known = || listed("known", "web-2", Running, LATER);
        let fresh = |server| listed(server, "web-2", Running, LATER);
        assert_eq!(among(vec![other(), known()]), nothing("unmoved"));
        assert_eq!(among(vec![other(), known(), fresh("a")]), made("reached", "a"));
        assert_eq!(
            among(vec![listed("a", "web-2", Running, None)]),
            made("reached", "a"),
            "no time is given"
        );
        assert_eq!(among(vec![listed("a", "web-2", ServerState::Provisioning, LATER)]), nothing("elsewhere"));
        assert_eq!(among(vec![fresh("a"), fresh("b")]), nothing("ask"));
        assert_eq!(among(vec![listed("a", "web-2", Running, LONG_BEFORE)]), nothing("ask"), "a clock is off");
        assert_eq!(among(vec![listed("a", "web-2", Deleted, LATER)]), nothing("unmoved"));
    }
    let by_id = |sight: &Sight| outcome(new_server(), Some("a"), sight);
    assert_eq!(by_id(&sees(listed("a", "web-2", Running, LATER))), made("reached", "a"));
    assert_eq!(by_id(&sees(listed("a", "web-2", Busy, LATER))), nothing("elsewhere"));
    assert_eq!(by_id(&gone()), nothing("elsewhere"), "not shown yet");
}

#[test]
fn what_another_operation_made_or_may_have_made_is_not_taken_for_this_ones() {
    let fresh = |server| listed(server, "web-2", Running, LATER);
    let sight = |claimed: &[&str], rival| Sight {
        servers: Some(vec![fresh("a"), fresh("b")]),
        claimed: claimed.iter().copied().map(id).collect(),
        rival,
        ..Sight::default()
    };
    let at = |sight: &Sight| outcome(new_server(), None, sight);
    assert_eq!(at(&sight(&["a"], false)), made("reached", "b"));
    assert_eq!(at(&sight(&["a", "b"], false)), nothing("unmoved"));
    assert_eq!(at(&sight(&["a"], true)), nothing("elsewhere"), "until the other is settled");
    assert_eq!(at(&sight(&["a", "b"], true)), nothing("unmoved"));
}

#[test]
fn an_ordered_server_is_found_without_a_name() {
    let order = |hostname: Option<&str>| {
        Change::Server(ServerChange::Order(ServerOrder {
            project: id("p"),
            plan: id("small"),
            system: id("s"),
            ipv6: None,
            hostname: hostname.map(ToOwned::to_owned),
        }))
    };
    let fresh = || listed("a", "srv-1", Running, LATER);
    let sight = |server| Sight { servers: Some(vec![server]), ..Sight::default() };
    assert_eq!(outcome(order(None), None, &sight(fresh())), made("reached", "a"));
    let other_plan = Server { details: Box::default(), ..fresh() };
    assert_eq!(outcome(order(None), None, &sight(other_plan)), made("reached", "a"), "no plan is given");
    let details = ServerDetails { plan: Some(id("large")), ..ServerDetails::default() };
    let other_plan = Server { details: Box::new(details), ..fresh() };
    assert_eq!(outcome(order(None), None, &sight(other_plan)), nothing("unmoved"));
    let other_name = Server { hostname: Some("db".to_owned()), ..fresh() };
    assert_eq!(outcome(order(Some("web")), None, &sight(other_name)), nothing("unmoved"));
}

#[test]
fn who_pays() {
    let change = || Change::Billing(BillingChange::SetPayer { id: id("9"), resource: id("vm") });
    let paid = |account| {
        let details = ServerDetails { billing_account: account, ..ServerDetails::default() };
        sees(Server { details: Box::new(details), ..vm(Running) })
    };
    assert_eq!(stands(change(), &paid(Some(9))), "reached");
    assert_eq!(stands(change(), &paid(Some(7))), "unmoved");
    assert_eq!(stands(change(), &paid(None)), "elsewhere");
    assert_eq!(stands(change(), &Sight::default()), "blind, at rest", "of another thing");
}
