//! VMs in the default location whose names provoke faults, and ones in states that clients guard against.

use super::Spec;
use super::build::Builder;

/// VMs that run, so that they can be stopped.
const STOPPABLE: [&str; 10] = [
    "fault-stop-hangs",
    "fault-stop-hangs-done",
    "fault-stop-cut",
    "fault-stop-cut-done",
    "fault-stop-cut-mid-body",
    "fault-stop-500-done",
    "fault-stop-html",
    "fault-stop-truncated",
    "fault-stop-limited",
    "fault-stop-true-done",
];

/// VMs that are stopped, so that they can be started.
const STARTABLE: [&str; 3] = ["fault-start-500", "fault-start-cut-done", "fault-start-forbidden"];

pub(super) fn fill(builder: &mut Builder<'_>) {
    let names = STOPPABLE.map(|name| (name, true)).into_iter().chain(STARTABLE.map(|name| (name, false)));
    for (name, running) in names {
        let spec = Spec {
            name,
            os: ("debian", "12"),
            vcpu: 2,
            memory_mb: 2_048,
            disk_gb: 20,
            data_gb: 0,
            running,
            public: false,
            backup: false,
            performance: false,
        };
        builder.vm(0, spec, None);
    }
}
