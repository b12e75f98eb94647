//! How acts and requests are called: on buttons, inside sentences, while they run, and on a list of steps.

/// What an act is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// On a button: "Resize".
    pub verb: &'static str,
    /// Inside a sentence, after "the": "resize".
    pub noun: &'static str,
    /// While it runs: "Resizing".
    pub doing: &'static str,
}

const fn words(verb: &'static str, noun: &'static str, doing: &'static str) -> Words {
    Words { verb, noun, doing }
}

/// The words of an act by its slug. One that is not known, as a newer Skydeck may have stored it, is a change.
#[must_use]
pub fn words_of(act: &str) -> Words {
    match act {
        "server.create" => words("Create", "creation", "Creating"),
        "server.start" => words("Start", "start", "Starting"),
        "server.stop" => words("Stop", "stop", "Stopping"),
        "server.force_stop" => words("Force stop", "forced stop", "Forced stop"),
        "server.restart" => words("Restart", "restart", "Restarting"),
        "server.rename" => words("Rename", "renaming", "Renaming"),
        "server.resize" => words("Resize", "resize", "Resizing"),
        "server.reinstall" => words("Reinstall", "reinstallation", "Reinstalling"),
        "server.rescue" => {
            words("Start rescue system", "start of the rescue system", "Starting rescue system")
        }
        "server.rebuild" => words("Rebuild", "rebuild", "Rebuilding"),
        "server.clone" => words("Clone", "clone", "Cloning"),
        "server.password" => words("Set password", "change of the password", "Setting password"),
        "server.backups" => words("Switch backups", "switch of automatic backups", "Switching backups"),
        "server.billing" => {
            words("Change billing account", "change of the billing account", "Changing billing")
        }
        "server.delete" => words("Delete", "deletion", "Deleting"),
        "server.tag" => words("Tag", "tagging", "Tagging"),
        "server.note" => words("Write note", "note", "Writing note"),
        "server.lock" => words("Lock", "lock", "Locking"),
        "server.unlock" => words("Unlock", "unlocking", "Unlocking"),
        "snapshot.create" => words("Make snapshot", "snapshot", "Making snapshot"),
        "snapshot.delete" => words("Delete snapshot", "deletion of the snapshot", "Deleting snapshot"),
        "disk.add" => words("Add disk", "addition of the disk", "Adding disk"),
        "disk.grow" => words("Grow disk", "growth of the disk", "Growing disk"),
        "disk.attach" => words("Attach disk", "attachment of the disk", "Attaching disk"),
        "disk.detach" => words("Detach disk", "detachment of the disk", "Detaching disk"),
        "disk.delete" => words("Delete disk", "deletion of the disk", "Deleting disk"),
        "address.reserve" => words("Reserve address", "reservation of the address", "Reserving address"),
        "address.assign" => words("Assign address", "assignment of the address", "Assigning address"),
        "address.unassign" => words("Unassign address", "unassignment of the address", "Unassigning address"),
        "address.release" => words("Release address", "release of the address", "Releasing address"),
        _ => words("Change", "change", "Changing"),
    }
}

/// What one request of a kind ([`crate::change::Change::kind`]) is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepWords {
    /// On a list of steps: "Change size".
    pub label: &'static str,
    /// Inside a sentence, after "the": "change of size".
    pub noun: &'static str,
}

const fn step(label: &'static str, noun: &'static str) -> StepWords {
    StepWords { label, noun }
}

/// The words of one request by its kind.
#[must_use]
pub fn words_of_step(kind: &str) -> StepWords {
    match kind {
        "server.create" => step("Create server", "creation"),
        "server.order" => step("Order server", "order"),
        // Also a change of name; the caller knows which.
        "server.modify" => step("Change", "change"),
        "server.resize" => step("Change plan", "change of the plan"),
        "server.start" => step("Start", "start"),
        "server.stop" => step("Stop", "stop"),
        "server.force_stop" => step("Force stop", "forced stop"),
        "server.restart" => step("Restart", "restart"),
        "server.start_rescue" => step("Start rescue system", "start of the rescue system"),
        "server.reinstall" => step("Reinstall", "reinstallation"),
        "server.rebuild" | "replica.rebuild" => step("Rebuild", "rebuild"),
        "server.clone" => step("Clone", "clone"),
        "server.set_password" => step("Set password", "change of the password"),
        "server.delete" => step("Delete server", "deletion"),
        "disk.create" => step("Make disk", "making of the disk"),
        "disk.set_billing_account" => step("Change billing account", "change of the billing account"),
        "disk.delete" | "disk.delete_attached" => step("Delete disk", "deletion of the disk"),
        "disk.add" => step("Add disk", "addition of the disk"),
        "disk.grow" => step("Grow disk", "growth of the disk"),
        "disk.attach" => step("Attach disk", "attachment of the disk"),
        "disk.detach" => step("Detach disk", "detachment of the disk"),
        "replica.create" => step("Make snapshot", "snapshot"),
        "replica.delete" => step("Delete snapshot", "deletion of the snapshot"),
        "replica.auto_backup" => step("Switch backups", "switch of automatic backups"),
        "address.create" | "address.deprecated_reserve" => {
            step("Reserve address", "reservation of the address")
        }
        "address.update" => step("Change address", "change of the address"),
        "address.delete" => step("Release address", "release of the address"),
        "address.assign" => step("Assign address", "assignment of the address"),
        "address.unassign" | "address.deprecated_release" => {
            step("Unassign address", "unassignment of the address")
        }
        "billing.set_payer" => step("Change billing account", "change of the billing account"),
        _ => step("Change", "change"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{AddressChange, Change, DiskChange, ReplicaChange, ServerChange};

    const ACTS: [&str; 30] = [
        "server.create",
        "server.start",
        "server.stop",
        "server.force_stop",
        "server.restart",
        "server.rename",
        "server.resize",
        "server.reinstall",
        "server.rescue",
        "server.rebuild",
        "server.clone",
        "server.password",
        "server.backups",
        "server.billing",
        "server.delete",
        "server.tag",
        "server.note",
        "server.lock",
        "server.unlock",
        "snapshot.create",
        "snapshot.delete",
        "disk.add",
        "disk.grow",
        "disk.attach",
        "disk.detach",
        "disk.delete",
        "address.reserve",
        "address.assign",
        "address.unassign",
        "address.release",
    ];

    #[test]
    fn every_act_has_words_of_its_own() {
        let unknown = words_of("moon.paint");
        let mut verbs: Vec<_> = ACTS.into_iter().map(|act| words_of(act).verb).collect();
        assert!(!verbs.contains(&unknown.verb));
        verbs.sort_unstable();
        verbs.dedup();
        assert_eq!(verbs.len(), ACTS.len(), "no two buttons say the same");
    }

    #[test]
    fn every_request_that_servers_need_has_words() {
        let unknown = words_of_step("moon.paint");
        let kinds = [ServerChange::KINDS, DiskChange::KINDS, ReplicaChange::KINDS, AddressChange::KINDS];
        for kind in kinds.into_iter().flatten().chain(&["billing.set_payer"]) {
            assert!(Change::KINDS.iter().any(|kinds| kinds.contains(kind)), "{kind}");
            assert!(*kind == "server.modify" || words_of_step(kind) != unknown, "{kind}");
        }
    }
}
