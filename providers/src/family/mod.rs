//! What a platform can do, one trait a family. All object-safe; credentials are an argument of each call.

mod account;
mod addresses;
mod balancers;
mod billing;
mod buckets;
mod cards;
mod catalogue;
mod changes;
mod compute;
mod credit;
mod databases;
mod disks;
mod invoices;
mod locations;
mod networks;
mod passwords;
mod pricing;
mod replicas;
mod tokens;
mod usage;

use domain::capability::Capabilities;

use crate::error::ProviderError;

pub use account::{AccountInfo, Accounts, Allowances};
pub use addresses::{AddressFilter, Addresses};
pub use balancers::Balancers;
pub use billing::Billing;
pub use buckets::Buckets;
pub use cards::Cards;
pub use catalogue::{Catalogues, Images, Parameters, Plans, Projects};
pub use changes::{Applied, Changes, Progress, Revealed, Secrets};
pub use compute::Compute;
pub use credit::Credit;
pub use databases::{DatabaseSecret, Databases};
pub use disks::Disks;
pub use invoices::Invoices;
pub use locations::Locations;
pub use networks::Networks;
pub use passwords::{PasswordRead, Passwords};
pub use pricing::Pricing;
pub use replicas::Replicas;
pub use tokens::Tokens;
pub use usage::Usage;

/// What a call gives, or why not.
pub type Result<T> = std::result::Result<T, ProviderError>;

/// One platform as one brand sells it. A family that it lacks is `None`, unless it says otherwise.
pub trait Provider: Send + Sync {
    /// What it offers. A conformance test holds that this agrees with the accessors.
    fn capabilities(&self) -> &Capabilities;
    /// Changes of all families; which ones, the capabilities say.
    fn changes(&self) -> &dyn Changes;
    /// Who a key belongs to.
    fn account(&self) -> Option<&dyn Accounts>;
    /// Where things can be.
    fn locations(&self) -> Option<&dyn Locations>;
    /// Servers.
    fn compute(&self) -> Option<&dyn Compute>;
    /// What a server can be installed with.
    fn images(&self) -> Option<&dyn Images>;
    /// Plans or pools.
    fn plans(&self) -> Option<&dyn Plans>;
    /// What new servers must obey.
    fn parameters(&self) -> Option<&dyn Parameters> {
        None
    }
    /// Passwords that the provider keeps for servers.
    fn passwords(&self) -> Option<&dyn Passwords> {
        None
    }
    /// What servers are ordered into.
    fn projects(&self) -> Option<&dyn Projects> {
        None
    }
    /// What the account may have and has.
    fn allowance(&self) -> Option<&dyn Allowances> {
        None
    }
    /// A price list that needs no key.
    fn catalogue(&self) -> Option<&dyn Catalogues> {
        None
    }
    /// Private networks.
    fn networks(&self) -> Option<&dyn Networks> {
        None
    }
    /// Floating IPs.
    fn addresses(&self) -> Option<&dyn Addresses> {
        None
    }
    /// Load balancers.
    fn balancers(&self) -> Option<&dyn Balancers> {
        None
    }
    /// Billing accounts: who pays.
    fn billing(&self) -> Option<&dyn Billing> {
        None
    }
    /// Cards and other ways to pay.
    fn cards(&self) -> Option<&dyn Cards> {
        None
    }
    /// Credit of billing accounts.
    fn credit(&self) -> Option<&dyn Credit> {
        None
    }
    /// Invoices and their payment.
    fn invoices(&self) -> Option<&dyn Invoices> {
        None
    }
    /// Disks.
    fn disks(&self) -> Option<&dyn Disks> {
        None
    }
    /// Snapshots and automatic backups.
    fn replicas(&self) -> Option<&dyn Replicas> {
        None
    }
    /// The price list.
    fn pricing(&self) -> Option<&dyn Pricing> {
        None
    }
    /// What the running month has used.
    fn usage(&self) -> Option<&dyn Usage> {
        None
    }
    /// Object storage.
    fn buckets(&self) -> Option<&dyn Buckets> {
        None
    }
    /// Managed databases.
    fn databases(&self) -> Option<&dyn Databases> {
        None
    }
    /// The provider's own API tokens.
    fn tokens(&self) -> Option<&dyn Tokens> {
        None
    }
}
