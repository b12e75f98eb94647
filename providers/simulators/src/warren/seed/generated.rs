//! An account of any size, spread over all locations.

use super::Spec;
use super::build::Builder;

const ROLES: [&str; 6] = ["web", "db", "cache", "worker", "queue", "proxy"];

pub(super) fn fill(builder: &mut Builder<'_>, count: usize) {
    let sites = builder.sites().max(1);
    for index in 0..count {
        let role = ROLES.get(index % ROLES.len()).copied().unwrap_or("node");
        let size = u32::try_from(builder.number(3)).unwrap_or(0) + 1;
        let spec = Spec {
            name: role,
            os: if builder.number(2) == 0 { ("ubuntu", "24.04-lts") } else { ("debian", "12") },
            vcpu: size * 2,
            memory_mb: size * 4_096,
            disk_gb: size * 40,
            data_gb: 0,
            running: builder.number(5) > 0,
            public: builder.number(3) == 0,
            backup: false,
            performance: builder.number(4) == 0,
        };
        builder.vm(index % sites, spec, Some(format!("{role}-{:05}", index + 1)));
    }
}
