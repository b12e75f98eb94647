//! Changes of a provider's resources as data: what a plan shows, the journal keeps and a worker sends, once.
//!
//! One file a noun. A change holds no secret: passwords and the like go beside it, from hand to hand, and are never
//! stored. Each kind of change has a name of the form `noun.verb`, by which capabilities say who offers it.

mod account;
mod address;
mod balancer;
mod billing;
mod bucket;
mod card;
mod credit;
mod database;
mod disk;
mod invoice;
mod network;
mod replica;
mod server;
mod storage_key;
mod token;

use serde::{Deserialize, Serialize};

pub use account::AccountChange;
pub use address::{AddressChange, AssignTo};
pub use balancer::{BalancerChange, ForwardedPort, NewBalancer};
pub use billing::BillingChange;
pub use bucket::BucketChange;
pub use card::CardChange;
pub use credit::CreditChange;
pub use database::{DatabaseChange, NewDatabase};
pub use disk::{DiskChange, NewDisk, NewDiskSource};
pub use invoice::InvoiceChange;
pub use network::NetworkChange;
pub use replica::ReplicaChange;
pub use server::{ImageChoice, Ipv6Block, NewServer, RebuildFrom, ServerChange, ServerOrder, ServerSource};
pub use storage_key::StorageKeyChange;
pub use token::TokenChange;

/// The name of a kind of change, such as `token.create`. Stored, so a name keeps its meaning.
pub type Kind = &'static str;

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The account's holder.
    Account(AccountChange),
    /// A floating IP.
    Address(AddressChange),
    /// A load balancer.
    Balancer(BalancerChange),
    /// Who pays.
    Billing(BillingChange),
    /// A bucket of object storage.
    Bucket(BucketChange),
    /// How an account pays.
    Card(CardChange),
    /// Credit of an account.
    Credit(CreditChange),
    /// A managed database.
    Database(DatabaseChange),
    /// A disk.
    Disk(DiskChange),
    /// Payment of invoices.
    Invoice(InvoiceChange),
    /// A private network.
    Network(NetworkChange),
    /// Snapshots and backups.
    Replica(ReplicaChange),
    /// A server.
    Server(ServerChange),
    /// A key of S3 clients.
    StorageKey(StorageKeyChange),
    /// An API token of the provider's account.
    Token(TokenChange),
}

impl Change {
    /// Every kind, noun by noun.
    pub const KINDS: &[&[Kind]] = &[
        AccountChange::KINDS,
        AddressChange::KINDS,
        BalancerChange::KINDS,
        BillingChange::KINDS,
        BucketChange::KINDS,
        CardChange::KINDS,
        CreditChange::KINDS,
        DatabaseChange::KINDS,
        DiskChange::KINDS,
        InvoiceChange::KINDS,
        NetworkChange::KINDS,
        ReplicaChange::KINDS,
        ServerChange::KINDS,
        StorageKeyChange::KINDS,
        TokenChange::KINDS,
    ];

    /// What kind of change it is; one of [`Change::KINDS`].
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Account(change) => change.kind(),
            Self::Address(change) => change.kind(),
            Self::Balancer(change) => change.kind(),
            Self::Billing(change) => change.kind(),
            Self::Bucket(change) => change.kind(),
            Self::Card(change) => change.kind(),
            Self::Credit(change) => change.kind(),
            Self::Database(change) => change.kind(),
            Self::Disk(change) => change.kind(),
            Self::Invoice(change) => change.kind(),
            Self::Network(change) => change.kind(),
            Self::Replica(change) => change.kind(),
            Self::Server(change) => change.kind(),
            Self::StorageKey(change) => change.kind(),
            Self::Token(change) => change.kind(),
        }
    }
}
