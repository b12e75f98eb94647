//! What people must see before they confirm: side effects that cost money, lock people out or lose data
//! (facts.md, "Side effects that cost money or lock people out"). Data, so that pages and plans show the same
//! words.

use serde::{Deserialize, Serialize};

use crate::provider::Platform;

/// What kind of harm a warning speaks of, and so its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// It costs money.
    Money,
    /// It loses data.
    Data,
    /// It lets people in who should stay out.
    Exposure,
    /// It keeps people or traffic out.
    LockOut,
}

/// One side effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A stopped server is not free.
    StoppedServerStillBills,
    /// Deleting a server or balancer leaves its address behind.
    AddressStaysAfterDelete,
    /// An address without an owner costs more than one with.
    UnassignedAddressBills,
    /// Deleting a server takes its disks along.
    DeleteLosesDisks,
    /// Deleting a disk takes its snapshots along.
    DiskDeleteLosesSnapshots,
    /// Snapshots and automatic backups bill.
    ReplicasBill,
    /// Larger disks cannot become smaller again.
    DisksNeverShrink,
    /// No public address, no traffic out.
    NoPublicAddressNoTraffic,
    /// No network chosen means the default one.
    DefaultNetworkWhenNoneChosen,
    /// Making a network the default changes where new servers go.
    NewDefaultNetwork,
    /// Taking a floating IP away cuts connections.
    UnassignCutsConnections,
    /// A released address may go to somebody else.
    ReleaseLosesAddress,
    /// Cutting the power.
    ForcedStop,
    /// Reinstalling.
    ReinstallDiscardsDisk,
    /// Going back to a snapshot.
    RebuildDiscardsDisk,
    /// Rescue mode lasts for one start.
    RescueForOneStart,
    /// A clone or copy starts to bill as a server of its own.
    CopyBillsAsServer,
    /// Turning recurring payment on may charge at once.
    RecurringPaymentChargesAtOnce,
    /// Updating a billing account erases what is left out.
    BillingUpdateErases,
    /// Buying credit and paying move money.
    PaymentMovesMoney,
    /// Resources move to another payer.
    AnotherAccountPays,
    /// The allow-list lets everyone in.
    AllowListAllowsEveryone,
    /// Removing the last entry lets everyone in.
    LastAllowListEntryOpensDatabase,
    /// Adding the first entry keeps all others out.
    FirstAllowListEntryShutsOthersOut,
    /// Deleting a package destroys its data.
    PackageDeleteLosesData,
    /// Packages cost more than their servers.
    PackageBillsByMultiplier,
    /// Buckets bill by what they hold.
    BucketBillsByContent,
    /// A deleted key stops working at once.
    KeyStopsWorking,
    /// Looking up the S3 user makes one.
    S3UserIsMade,
}

impl Warning {
    /// Every warning.
    pub const ALL: [Self; 29] = [
        Self::StoppedServerStillBills,
        Self::AddressStaysAfterDelete,
        Self::UnassignedAddressBills,
        Self::DeleteLosesDisks,
        Self::DiskDeleteLosesSnapshots,
        Self::ReplicasBill,
        Self::DisksNeverShrink,
        Self::NoPublicAddressNoTraffic,
        Self::DefaultNetworkWhenNoneChosen,
        Self::NewDefaultNetwork,
        Self::UnassignCutsConnections,
        Self::ReleaseLosesAddress,
        Self::ForcedStop,
        Self::ReinstallDiscardsDisk,
        Self::RebuildDiscardsDisk,
        Self::RescueForOneStart,
        Self::CopyBillsAsServer,
        Self::RecurringPaymentChargesAtOnce,
        Self::BillingUpdateErases,
        Self::PaymentMovesMoney,
        Self::AnotherAccountPays,
        Self::AllowListAllowsEveryone,
        Self::LastAllowListEntryOpensDatabase,
        Self::FirstAllowListEntryShutsOthersOut,
        Self::PackageDeleteLosesData,
        Self::PackageBillsByMultiplier,
        Self::BucketBillsByContent,
        Self::KeyStopsWorking,
        Self::S3UserIsMade,
    ];

    /// One plain sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::StoppedServerStillBills => {
                "A stopped server still costs money, and its disks and addresses go on costing the same."
            }
            Self::AddressStaysAfterDelete => {
                "Its public address stays yours and goes on billing until you release it."
            }
            Self::UnassignedAddressBills => "An address that belongs to nothing costs more than one in use.",
            Self::DeleteLosesDisks => "The server and the data on its boot disk are lost for good.",
            Self::DiskDeleteLosesSnapshots => "The disk, its data and all its snapshots are lost for good.",
            Self::ReplicasBill => "Snapshots and automatic backups cost money for every gigabyte they hold.",
            Self::DisksNeverShrink => "A disk that has grown cannot be made smaller again.",
            Self::NoPublicAddressNoTraffic => {
                "Without a public address the server cannot reach the internet, not even to look up names."
            }
            Self::DefaultNetworkWhenNoneChosen => {
                "With no network chosen it joins the default network, together with everything else there."
            }
            Self::NewDefaultNetwork => "New servers that name no network will join this one from now on.",
            Self::UnassignCutsConnections => "Connections to this address end at once.",
            Self::ReleaseLosesAddress => "You may never get this address again.",
            Self::ForcedStop => "A forced stop is like pulling the plug: data on the server can be damaged.",
            Self::ReinstallDiscardsDisk => {
                "Everything on the boot disk is discarded and a fresh system put there."
            }
            Self::RebuildDiscardsDisk => {
                "Everything written since the snapshot or backup was made is discarded."
            }
            Self::RescueForOneStart => {
                "Rescue mode lasts until the server is stopped, then it starts as usual."
            }
            Self::CopyBillsAsServer => "The copy is a server of its own and costs as much.",
            Self::RecurringPaymentChargesAtOnce => {
                "If the balance is below the threshold already, the card is charged at once."
            }
            Self::BillingUpdateErases => "Fields that are left out are erased at the provider.",
            Self::PaymentMovesMoney => {
                "The provider takes the money at once, and only the provider can return it."
            }
            Self::AnotherAccountPays => "From now on the other billing account pays for it.",
            Self::AllowListAllowsEveryone => "Every address that can reach this database may connect to it.",
            Self::LastAllowListEntryOpensDatabase => {
                "This is the last entry, and an empty list lets every address connect."
            }
            Self::FirstAllowListEntryShutsOthersOut => {
                "With the first entry everyone else is shut out, including programs that connect now."
            }
            Self::PackageDeleteLosesData => "The database, its servers and all its data are lost for good.",
            Self::PackageBillsByMultiplier => {
                "A managed service costs a multiple of what servers of the same size cost."
            }
            Self::BucketBillsByContent => {
                "A bucket costs money for every gigabyte it holds, while it holds it."
            }
            Self::KeyStopsWorking => "Programs that use this key stop working at once.",
            Self::S3UserIsMade => "If there is no S3 user yet, the provider makes one with keys.",
        }
    }

    /// What kind of harm it speaks of.
    #[must_use]
    pub const fn harm(self) -> Harm {
        match self {
            Self::StoppedServerStillBills
            | Self::AddressStaysAfterDelete
            | Self::UnassignedAddressBills
            | Self::ReplicasBill
            | Self::DisksNeverShrink
            | Self::CopyBillsAsServer
            | Self::RecurringPaymentChargesAtOnce
            | Self::PaymentMovesMoney
            | Self::AnotherAccountPays
            | Self::PackageBillsByMultiplier
            | Self::BucketBillsByContent => Harm::Money,
            Self::DeleteLosesDisks
            | Self::DiskDeleteLosesSnapshots
            | Self::ReleaseLosesAddress
            | Self::ForcedStop
            | Self::ReinstallDiscardsDisk
            | Self::RebuildDiscardsDisk
            | Self::BillingUpdateErases
            | Self::PackageDeleteLosesData => Harm::Data,
            Self::DefaultNetworkWhenNoneChosen
            | Self::NewDefaultNetwork
            | Self::AllowListAllowsEveryone
            | Self::LastAllowListEntryOpensDatabase
            | Self::S3UserIsMade => Harm::Exposure,
            Self::NoPublicAddressNoTraffic
            | Self::UnassignCutsConnections
            | Self::RescueForOneStart
            | Self::FirstAllowListEntryShutsOthersOut
            | Self::KeyStopsWorking => Harm::LockOut,
        }
    }

    /// Whether the effect is on record for the platform. What is said of Warren is not said of Virtua.
    #[must_use]
    pub const fn applies_to(self, platform: Platform) -> bool {
        match platform {
            Platform::Warren => true,
            Platform::Virtua => {
                matches!(self, Self::DeleteLosesDisks | Self::DisksNeverShrink | Self::ReinstallDiscardsDisk)
            }
        }
    }
}

/// What a new Warren server's plan must show.
#[must_use]
pub fn for_new_server(public_address: bool, network_chosen: bool, backups: bool) -> Vec<Warning> {
    let all = [
        (!public_address, Warning::NoPublicAddressNoTraffic),
        (!network_chosen, Warning::DefaultNetworkWhenNoneChosen),
        (backups, Warning::ReplicasBill),
    ];
    all.into_iter().filter_map(|(shown, warning)| shown.then_some(warning)).collect()
}

/// What a server's delete must show; `keeps_address` when it has a floating IP that is not released with it.
#[must_use]
pub fn for_server_delete(platform: Platform, keeps_address: bool) -> Vec<Warning> {
    let all = [
        (true, Warning::DeleteLosesDisks),
        (keeps_address, Warning::AddressStaysAfterDelete),
        (keeps_address, Warning::UnassignedAddressBills),
    ];
    all.into_iter()
        .filter_map(|(shown, warning)| (shown && warning.applies_to(platform)).then_some(warning))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_is_listed_once_and_says_one_thing() {
        let names: std::collections::BTreeSet<_> =
            Warning::ALL.iter().map(|warning| serde_json::to_string(warning).unwrap()).collect();
        assert_eq!(names.len(), Warning::ALL.len());
        let sentences: std::collections::BTreeSet<_> = Warning::ALL.iter().map(|w| w.sentence()).collect();
        assert_eq!(sentences.len(), Warning::ALL.len());
        for sentence in sentences {
            assert!(sentence.ends_with('.') && sentence.matches(". ").count() == 0, "{sentence}");
            assert!(sentence.chars().next().unwrap().is_uppercase() && sentence.len() <= 110, "{sentence}");
        }
        let last = Warning::ALL.last().unwrap();
        assert!(Warning::ALL.iter().all(|warning| warning <= last), "a new warning is added to the list too");
    }

    #[test]
    fn virtua_is_not_blamed_for_what_warren_does() {
        let virtua: Vec<_> = Warning::ALL.into_iter().filter(|w| w.applies_to(Platform::Virtua)).collect();
        assert_eq!(
            virtua,
            [Warning::DeleteLosesDisks, Warning::DisksNeverShrink, Warning::ReinstallDiscardsDisk]
        );
        assert_eq!(for_server_delete(Platform::Virtua, true), [Warning::DeleteLosesDisks]);
    }

    #[test]
    fn plans_show_what_applies() {
        assert!(for_new_server(true, true, false).is_empty());
        assert_eq!(
            for_new_server(false, false, true),
            [Warning::NoPublicAddressNoTraffic, Warning::DefaultNetworkWhenNoneChosen, Warning::ReplicasBill]
        );
        assert_eq!(for_server_delete(Platform::Warren, false), [Warning::DeleteLosesDisks]);
        assert_eq!(for_server_delete(Platform::Warren, true).len(), 3);
    }
}
