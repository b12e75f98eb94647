//! Who may do what: one pure function over a small matrix, reviewed as text in its test.

use serde::{Deserialize, Serialize};

/// What a person is in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, and the team itself.
    Owner,
    /// Everything but owners.
    Admin,
    /// Sees servers and steers their power.
    Operator,
    /// Sees servers, sees and pays bills.
    Billing,
    /// Sees servers.
    Viewer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Admin, Self::Operator, Self::Billing, Self::Viewer];

    /// As stored and as people read it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Billing => "billing",
            Self::Viewer => "viewer",
        }
    }

    /// The role that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.slug() == slug)
    }
}

/// How far a membership has come. Only an active one gives rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// Asked to join.
    Invited,
    /// Said yes; an owner has not confirmed.
    Accepted,
    /// In.
    Active,
    /// Shut out for the time being.
    Suspended,
}

impl Membership {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Invited, Self::Accepted, Self::Active, Self::Suspended];

    /// As stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// The status that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.slug() == slug)
    }
}

/// What can be done to a team's things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// See resources, their states and the operations on them.
    View,
    /// Start, stop, restart.
    Power,
    /// Change what exists: names, sizes, disks, snapshots, addresses, passwords, systems.
    Change,
    /// Keep tags, notes and locks beside what exists.
    Mark,
    /// See a password that a provider keeps.
    Reveal,
    /// Make what costs money.
    Create,
    /// Destroy.
    Delete,
    /// See balances, invoices and usage.
    BillingView,
    /// Move money.
    BillingPay,
    /// See which keys there are and how they fare.
    CredentialView,
    /// Add, replace and remove keys.
    CredentialManage,
    /// See who is in the team.
    MemberView,
    /// Invite, promote, remove.
    MemberManage,
    /// Read the audit log.
    AuditView,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 14] = [
        Self::View,
        Self::Power,
        Self::Change,
        Self::Mark,
        Self::Reveal,
        Self::Create,
        Self::Delete,
        Self::BillingView,
        Self::BillingPay,
        Self::CredentialView,
        Self::CredentialManage,
        Self::MemberView,
        Self::MemberManage,
        Self::AuditView,
    ];

    /// As in logs and in the matrix.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Power => "power",
            Self::Change => "change",
            Self::Mark => "mark",
            Self::Reveal => "reveal",
            Self::Create => "create",
            Self::Delete => "delete",
            Self::BillingView => "billing.view",
            Self::BillingPay => "billing.pay",
            Self::CredentialView => "credential.view",
            Self::CredentialManage => "credential.manage",
            Self::MemberView => "member.view",
            Self::MemberManage => "member.manage",
            Self::AuditView => "audit.view",
        }
    }
}

/// Whose thing it is, seen from the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The team's in which the person acts.
    OwnTeam,
    /// Another team's.
    OtherTeam,
}

/// What the policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Go on.
    Allow,
    /// The thing is known to the person, the right is missing: 403.
    Forbid,
    /// The person may not know that the thing exists: 404.
    Hide,
}

/// Whether someone with `role` and `membership` in a team may do `verb` to something that is `whose`.
///
/// Deny by default: what no arm allows is refused. Another team's things do not exist (404, never 403).
#[must_use]
pub const fn decide(role: Role, membership: Membership, verb: Verb, whose: Whose) -> Decision {
    if !matches!(membership, Membership::Active) || matches!(whose, Whose::OtherTeam) {
        return Decision::Hide;
    }
    let allowed = match role {
        Role::Owner | Role::Admin => true,
        Role::Operator => matches!(
            verb,
            Verb::View | Verb::Power | Verb::Mark | Verb::CredentialView | Verb::MemberView | Verb::AuditView
        ),
        Role::Billing => matches!(
            verb,
            Verb::View | Verb::BillingView | Verb::BillingPay | Verb::CredentialView | Verb::MemberView
        ),
        Role::Viewer => matches!(verb, Verb::View | Verb::CredentialView | Verb::MemberView),
    };
    if allowed { Decision::Allow } else { Decision::Forbid }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `policy_matrix.txt` is the reviewed matrix: a change of a right is a change of that file.
    #[test]
    fn r1_the_matrix_is_the_reviewed_one() {
        let mut matrix = String::new();
        for verb in Verb::ALL {
            let allowed: Vec<_> = Role::ALL
                .into_iter()
                .filter(|role| decide(*role, Membership::Active, verb, Whose::OwnTeam) == Decision::Allow)
                .map(Role::slug)
                .collect();
            matrix.push_str(&format!("{:<18}{}\n", verb.slug(), allowed.join(" ")));
        }
        assert_eq!(matrix, include_str!("policy_matrix.txt"));
    }

    #[test]
    fn r2_other_teams_and_inactive_members_see_nothing() {
        for role in Role::ALL {
            for verb in Verb::ALL {
                for membership in Membership::ALL {
                    let other = decide(role, membership, verb, Whose::OtherTeam);
                    assert_eq!(other, Decision::Hide);
                    if membership != Membership::Active {
                        assert_eq!(decide(role, membership, verb, Whose::OwnTeam), Decision::Hide);
                    }
                }
            }
        }
    }
}
