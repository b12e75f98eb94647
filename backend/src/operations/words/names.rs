//! What requests and sizes are called.

use domain::act::words::words_of_step;
use domain::change::{Change, ReplicaChange, ServerChange};
use domain::server::Server;

/// A request on a list of steps.
pub(crate) fn label(change: &Change) -> &'static str {
    match change {
        Change::Server(ServerChange::Modify { vcpus: None, memory_mib: None, .. }) => "Rename",
        Change::Server(ServerChange::Modify { .. }) => "Change size",
        Change::Replica(ReplicaChange::AutoBackup { enable: true, .. }) => "Switch backups on",
        Change::Replica(ReplicaChange::AutoBackup { enable: false, .. }) => "Switch backups off",
        _ => words_of_step(change.kind()).label,
    }
}

/// A request as a noun inside a sentence, after "the".
pub(crate) fn noun(change: &Change) -> &'static str {
    match change {
        Change::Server(ServerChange::Modify { vcpus: None, memory_mib: None, .. }) => "renaming",
        Change::Server(ServerChange::Modify { .. }) => "change of size",
        _ => words_of_step(change.kind()).noun,
    }
}

/// How large a server is: "4 vCPU and 8 GiB", "a size that the provider does not tell".
pub(crate) fn size(server: &Server) -> String {
    sized(server.vcpus, server.memory_mib)
}

/// Likewise, of what is known.
pub(super) fn sized(vcpus: Option<u32>, memory_mib: Option<u32>) -> String {
    let memory = memory_mib
        .map(|mib| if mib % 1024 == 0 { format!("{} GiB", mib / 1024) } else { format!("{mib} MiB") });
    match (vcpus, memory) {
        (Some(vcpus), Some(memory)) => format!("{vcpus} vCPU and {memory}"),
        (Some(vcpus), None) => format!("{vcpus} vCPU"),
        (None, Some(memory)) => memory,
        (None, None) => "a size that the provider does not tell".to_owned(),
    }
}
