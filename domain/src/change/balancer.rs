//! What can be done to load balancers.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalancerChange {
    /// Makes one. Costs money from then on.
    Create(Box<NewBalancer>),
    /// Gives it another name.
    Rename {
        /// Which.
        id: ProviderResourceId,
        /// Its new name.
        name: String,
    },
    /// Takes it away. Its floating IP stays reserved and costs on.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
    /// Forwards to one more server.
    AddTarget {
        /// Which balancer.
        id: ProviderResourceId,
        /// The server.
        target: ProviderResourceId,
    },
    /// Forwards to one server less.
    RemoveTarget {
        /// Which balancer.
        id: ProviderResourceId,
        /// The server.
        target: ProviderResourceId,
    },
    /// Forwards one more port. The answer does not tell the rule's id: read the balancer again.
    AddRule {
        /// Which balancer.
        id: ProviderResourceId,
        /// From where to where.
        ports: ForwardedPort,
    },
    /// Forwards one port less.
    RemoveRule {
        /// Which balancer.
        id: ProviderResourceId,
        /// The rule's id.
        rule: ProviderResourceId,
    },
    /// Lets another account pay.
    SetBillingAccount {
        /// Which balancer.
        id: ProviderResourceId,
        /// Who pays from now on.
        billing_account: u64,
    },
}

/// A load balancer to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBalancer {
    /// Its name.
    pub name: Option<String>,
    /// Who pays; a key that is restricted to one account need not say.
    pub billing_account: Option<u64>,
    /// Which network it stands in; `None` for the default one.
    pub network: Option<ProviderResourceId>,
    /// Whether it gets a floating IP, which costs money of its own. Always sent: left out, the provider reserves one.
    pub public_ip: bool,
    /// Which ports it forwards.
    pub rules: Vec<ForwardedPort>,
    /// The servers that it forwards to.
    pub targets: Vec<ProviderResourceId>,
}

/// A TCP port of a load balancer and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardedPort {
    /// Where the balancer listens.
    pub source_port: u16,
    /// Where the targets answer.
    pub target_port: u16,
}

impl BalancerChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &[
        "balancer.create",
        "balancer.rename",
        "balancer.delete",
        "balancer.add_target",
        "balancer.remove_target",
        "balancer.add_rule",
        "balancer.remove_rule",
        "balancer.set_billing_account",
    ];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create(_) => "balancer.create",
            Self::Rename { .. } => "balancer.rename",
            Self::Delete { .. } => "balancer.delete",
            Self::AddTarget { .. } => "balancer.add_target",
            Self::RemoveTarget { .. } => "balancer.remove_target",
            Self::AddRule { .. } => "balancer.add_rule",
            Self::RemoveRule { .. } => "balancer.remove_rule",
            Self::SetBillingAccount { .. } => "balancer.set_billing_account",
        }
    }
}
