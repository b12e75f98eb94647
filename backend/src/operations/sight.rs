//! What has to be read to tell what became of a request, and the reading of it.

use domain::change::{AddressChange, BillingChange, Change, DiskChange, ReplicaChange, ServerChange};
use domain::disk::Disk;
use domain::floating_ip::FloatingIp;
use domain::ids::{ProviderResourceId, ServerKey};
use domain::operation::OperationState;
use domain::replica::Replica;
use domain::server::Server;

use super::Operations;
use super::machine::Step;
use crate::db::operations::{self, Operation};
use crate::inventory::ReadProblem;

/// One thing that was read by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// It exists, as the provider has it now.
    There(T),
    /// The provider knows no such thing.
    Gone,
}

/// What was read. What was not asked for is `None`.
#[derive(Clone, Debug, Default)]
pub(super) struct Sight {
    pub(super) server: Option<Found<Server>>,
    /// All servers of the location.
    pub(super) servers: Option<Vec<Server>>,
    pub(super) disk: Option<Found<Disk>>,
    /// The server's snapshots and backups.
    pub(super) replicas: Option<Vec<Replica>>,
    pub(super) address: Option<Found<FloatingIp>>,
    /// All floating IPs of the location.
    pub(super) addresses: Option<Vec<FloatingIp>>,
    /// What other operations made: it is theirs.
    pub(super) claimed: Vec<ProviderResourceId>,
    /// Another operation that makes the like was sent, and what it made is not known either.
    pub(super) rival: bool,
}

/// One read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want<'c> {
    Server(&'c ProviderResourceId),
    Servers,
    Disk(&'c ProviderResourceId),
    Replicas(&'c ProviderResourceId),
    Address(&'c ProviderResourceId),
    Addresses,
}

/// The reads that tell what became of `step`, which is about something of `subject`.
pub(super) fn wants<'c>(step: &'c Step, subject: &'c ServerKey) -> Vec<Want<'c>> {
    let made = step.made.as_ref();
    match &step.change {
        Change::Server(change) => match change {
            ServerChange::Create(_) | ServerChange::Order(_) | ServerChange::Clone { .. } => {
                vec![made.map_or(Want::Servers, Want::Server)]
            }
            // It looks the same before and after.
            ServerChange::SetPassword { .. } => Vec::new(),
            _ => change.server().map(Want::Server).into_iter().collect(),
        },
        Change::Disk(change) => match change {
            DiskChange::Create(_) => made.map(Want::Disk).into_iter().collect(),
            DiskChange::SetBillingAccount { id, .. } | DiskChange::Delete { id } => vec![Want::Disk(id)],
            DiskChange::DeleteAttached { server, disk } => vec![Want::Server(server), Want::Disk(disk)],
            DiskChange::Add { server, .. }
            | DiskChange::Grow { server, .. }
            | DiskChange::Attach { server, .. }
            | DiskChange::Detach { server, .. } => vec![Want::Server(server)],
        },
        Change::Replica(change) => match change {
            ReplicaChange::Create { server } => vec![Want::Replicas(server)],
            ReplicaChange::Delete { .. } => vec![Want::Replicas(&subject.id)],
            ReplicaChange::Rebuild { server, .. } | ReplicaChange::AutoBackup { server, .. } => {
                vec![Want::Server(server)]
            }
        },
        Change::Address(change) => match change {
            AddressChange::Create { .. } => vec![made.map_or(Want::Addresses, Want::Address)],
            // A released address may be someone else's by now, so only the account's own list tells.
            AddressChange::Delete { .. } => vec![Want::Addresses],
            AddressChange::Update { id, .. }
            | AddressChange::Assign { id, .. }
            | AddressChange::Unassign { id } => vec![Want::Address(id)],
            AddressChange::DeprecatedReserve { .. } | AddressChange::DeprecatedRelease { .. } => Vec::new(),
        },
        Change::Billing(BillingChange::SetPayer { resource, .. }) if *resource == subject.id => {
            vec![Want::Server(resource)]
        }
        _ => Vec::new(),
    }
}

impl Operations {
    /// Reads what tells what became of `step`.
    ///
    /// # Errors
    /// When one of the reads does not work: half of what is needed tells nothing.
    pub(super) async fn look(&self, operation: &Operation, step: &Step) -> Result<Sight, ReadProblem> {
        let (inventory, subject) = (&self.0.inventory, &operation.server);
        let (credential, location) = (subject.credential, subject.location.as_str());
        let at = |id: &ProviderResourceId| ServerKey { id: id.clone(), ..subject.clone() };
        let mut sight = Sight::default();
        for want in wants(step, subject) {
            match want {
                Want::Server(id) => sight.server = Some(found(inventory.read_server(&at(id)).await)?),
                Want::Servers => sight.servers = Some(inventory.read_servers(credential, location).await?),
                Want::Disk(id) => {
                    sight.disk = Some(found(inventory.read_disk(credential, location, id).await)?);
                }
                Want::Replicas(id) => sight.replicas = Some(inventory.read_replicas(&at(id)).await?),
                Want::Address(id) => {
                    sight.address = Some(found(inventory.read_address(credential, location, id).await)?);
                }
                Want::Addresses => {
                    sight.addresses = Some(inventory.read_addresses(credential, location).await?);
                }
            }
        }
        if makes(&step.change) && step.made.is_none() {
            let others = operations::beside(self.0.parts.db.read(), operation).await;
            for other in others.map_err(|error| ReadProblem::Database(error.into()))? {
                sight.rival |= other.steps.all().iter().any(|other| is_rival(other, &step.change));
                sight.claimed.extend(other.steps.all().iter().filter_map(|step| step.made.clone()));
            }
        }
        Ok(sight)
    }
}

/// Whether something new comes of a request.
const fn makes(change: &Change) -> bool {
    matches!(
        change,
        Change::Server(ServerChange::Create(_) | ServerChange::Order(_) | ServerChange::Clone { .. })
            | Change::Disk(DiskChange::Create(_) | DiskChange::Add { .. })
            | Change::Replica(ReplicaChange::Create { .. })
            | Change::Address(AddressChange::Create { .. })
    )
}

/// The name that the new thing will have; `None` when the provider chooses it.
fn new_name(change: &Change) -> Option<&str> {
    match change {
        Change::Server(ServerChange::Create(new)) => Some(&new.name),
        Change::Server(ServerChange::Clone { name, .. }) => Some(name),
        Change::Server(ServerChange::Order(order)) => order.hostname.as_deref(),
        Change::Address(AddressChange::Create { name, .. }) => name.as_deref(),
        _ => None,
    }
}

/// Whether a request of another operation may have made what is taken for that of `change`.
fn is_rival(other: &Step, change: &Change) -> bool {
    let open = matches!(other.state, OperationState::Sent | OperationState::Unknown);
    let alike = match (new_name(&other.change), new_name(change)) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    open && other.made.is_none() && makes(&other.change) && alike && {
        let noun = |change: &Change| change.kind().split('.').next();
        noun(&other.change) == noun(change)
    }
}

/// That a thing does not exist is an answer too.
pub(super) fn found<T>(read: Result<T, ReadProblem>) -> Result<Found<T>, ReadProblem> {
    match read {
        Ok(thing) => Ok(Found::There(thing)),
        Err(ReadProblem::Provider(error)) if error.is_gone() => Ok(Found::Gone),
        Err(problem) => Err(problem),
    }
}
