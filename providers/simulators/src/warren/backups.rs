//! Automatic backups: one a day of every disk of a VM that has them switched on, as far as the simulated
//! clock went.

use std::time::Duration;

use time::OffsetDateTime;

use super::state::{Replica, ReplicaKind, State};

/// When in the day, in seconds: the documents' snapshots of disks are from 01:31.
const AT: u64 = 5_460;
/// How many days' backups are kept. The documents do not say.
const KEPT: usize = 7;
const DAY: Duration = Duration::from_secs(86_400);

impl State {
    /// When backups are due next, up to `now`. Older ones than are kept are not even begun, so that years
    /// cost no more than a week.
    pub(super) fn next_backups(&mut self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let kept = u32::try_from(KEPT).unwrap_or(u32::MAX);
        let due = due_after(self.backed_up.max(now - DAY * kept));
        let wanted = || self.locations.iter().flat_map(|location| &location.vms).any(|vm| vm.backup);
        if due <= now && wanted() {
            return Some(due);
        }
        self.backed_up = self.backed_up.max(now);
        None
    }

    /// Makes the backups of this moment.
    pub(super) fn make_backups(&mut self) {
        let Self { now: at, backed_up, locations, rng, last_id, .. } = self;
        let at = *at;
        *backed_up = at;
        for vm in locations.iter_mut().flat_map(|location| &mut location.vms).filter(|vm| vm.backup) {
            let system = (vm.os_name.clone(), vm.os_version.clone());
            for disk in vm.storage.iter_mut().filter(|disk| disk.created_at <= at) {
                *last_id += 1;
                disk.replicas.push(Replica {
                    id: *last_id,
                    name: Replica::name(&disk.uuid, at, &disk.replicas),
                    uuid: rng.uuid().to_string(),
                    kind: ReplicaKind::Backup,
                    disk_uuid: disk.uuid.clone(),
                    size_gb: disk.size_gb,
                    system: disk.primary.then(|| system.clone()),
                    created_at: at,
                });
                thin(&mut disk.replicas);
            }
        }
    }
}

/// Lets go of the oldest backup when there are too many. Snapshots stay until somebody deletes them.
fn thin(replicas: &mut Vec<Replica>) {
    let backups = replicas.iter().filter(|replica| replica.kind == ReplicaKind::Backup).count();
    let oldest = replicas.iter().position(|replica| replica.kind == ReplicaKind::Backup);
    if let (true, Some(oldest)) = (backups > KEPT, oldest) {
        replicas.remove(oldest);
    }
}

/// The first moment after `at` when backups are made.
fn due_after(at: OffsetDateTime) -> OffsetDateTime {
    let today = at.date().midnight().assume_utc() + Duration::from_secs(AT);
    if today > at { today } else { today + DAY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::before_epoch;
    use crate::warren::testing::account;

    /// Backups of the first VM that has them switched on, by day and time.
    fn backups(state: &State) -> Vec<String> {
        let vms = state.locations.iter().flat_map(|location| &location.vms);
        let vm = vms.into_iter().find(|vm| vm.backup).expect("one with backups");
        let backup = |replica: &&Replica| replica.kind == ReplicaKind::Backup && replica.id > 50_000;
        let made =
            vm.storage.iter().filter(|disk| disk.primary).flat_map(|disk| &disk.replicas).filter(backup);
        made.map(|replica| replica.created_at.to_string()).collect()
    }

    #[test]
    fn there_is_one_a_day_and_a_week_of_them() {
        let mut state = account();
        let start = before_epoch(0, 0);
        state.settle(start + Duration::from_secs(AT - 1));
        assert_eq!(backups(&state), Vec::<String>::new());
        state.settle(start + Duration::from_secs(AT));
        assert_eq!(backups(&state), ["2025-06-01 1:31:00.0 +00:00:00"]);
        state.settle(start + Duration::from_secs(AT + 1));
        assert_eq!(backups(&state).len(), 1);
        state.settle(start + DAY * 3);
        assert_eq!(backups(&state).len(), 3);
        state.settle(start + DAY * 36_500);
        let last = backups(&state);
        assert_eq!(last.len(), KEPT);
        assert!(last.iter().all(|at| at.starts_with("2125-05-")), "{last:?}");
    }
}
