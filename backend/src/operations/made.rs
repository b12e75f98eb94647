//! A request about something that an earlier request of the same operation makes.

use domain::change::{AccountChange, AddressChange, CardChange, Change, DiskChange, ServerChange};
use domain::ids::ProviderResourceId;

/// The same change about `made`. A change that names nothing that could be made stays as it is.
pub(super) fn about(mut change: Change, made: &ProviderResourceId) -> Change {
    let id = match &mut change {
        Change::Address(
            AddressChange::Update { id, .. }
            | AddressChange::Delete { id }
            | AddressChange::Assign { id, .. }
            | AddressChange::Unassign { id },
        )
        | Change::Disk(
            DiskChange::SetBillingAccount { id, .. }
            | DiskChange::Delete { id }
            | DiskChange::Grow { disk: id, .. }
            | DiskChange::DeleteAttached { disk: id, .. }
            | DiskChange::Attach { disk: id, .. }
            | DiskChange::Detach { disk: id, .. },
        )
        | Change::Server(
            ServerChange::Modify { id, .. }
            | ServerChange::Resize { id, .. }
            | ServerChange::Power { id, .. }
            | ServerChange::StartRescue { id }
            | ServerChange::Reinstall { id, .. }
            | ServerChange::Rebuild { id, .. }
            | ServerChange::Clone { id, .. }
            | ServerChange::SetPassword { id, .. }
            | ServerChange::Delete { id },
        ) => id,
        _ => return change,
    };
    id.clone_from(made);
    change
}

/// Whether the change cannot be sent without something that no journal holds.
pub(super) const fn needs_secret(change: &Change) -> bool {
    match change {
        Change::Server(ServerChange::Create(new)) => new.with_password || new.with_cloud_init,
        Change::Server(ServerChange::SetPassword { .. }) | Change::Card(CardChange::Add { .. }) => true,
        Change::Account(AccountChange::Profile { with_personal_id_number, .. }) => *with_personal_id_number,
        _ => false,
    }
}
