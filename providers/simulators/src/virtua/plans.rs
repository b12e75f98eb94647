//! What the simulated Virtua sells: each plan is one offer per zone.

/// One plan. Prices are EUR without VAT, as the API prints them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) windows: bool,
    pub(super) cpu_family: &'static str,
    pub(super) vcpus: u32,
    pub(super) memory_mb: u32,
    pub(super) disk_gb: u32,
    pub(super) disk_type: &'static str,
    pub(super) bandwidth_mbps: u32,
    pub(super) price_month: &'static str,
    pub(super) price_hour: &'static str,
}

impl Plan {
    pub(super) const fn category(&self) -> &'static str {
        if self.windows { "vcs-win" } else { "vcs" }
    }

    /// The identifier of this plan in a zone, as in `vcs-2-intel.par01fr`.
    pub(super) fn offer_id(&self, zone: &super::zones::Zone) -> String {
        format!("{}.{}", self.key, zone.code)
    }
}

const fn linux(
    key: &'static str,
    name: &'static str,
    size: (u32, u32, u32),
    price_month: &'static str,
    price_hour: &'static str,
) -> Plan {
    let (vcpus, memory_mb, disk_gb) = size;
    Plan {
        key,
        name,
        windows: false,
        cpu_family: "amd-ryzen",
        vcpus,
        memory_mb,
        disk_gb,
        disk_type: "nvme",
        bandwidth_mbps: 500,
        price_month,
        price_hour,
    }
}

pub(super) static INTEL_2: Plan = Plan {
    cpu_family: "intel-xeon",
    disk_type: "ssd",
    bandwidth_mbps: 100,
    ..linux("vcs-2-intel", "vCS-2", (1, 2048, 40), "12.00", "0.0167")
};
pub(super) static RYZEN_1: Plan = linux("vcs-1-ryzen", "vCS-1", (1, 1024, 20), "5.00", "0.0069");
pub(super) static RYZEN_2: Plan = linux("vcs-2-ryzen", "vCS-2", (2, 4096, 40), "12.00", "0.0164");
pub(super) static RYZEN_4: Plan = linux("vcs-4-ryzen", "vCS-4", (4, 8192, 80), "24.00", "0.0329");
pub(super) static RYZEN_8: Plan = linux("vcs-8-ryzen", "vCS-8", (8, 16384, 160), "48.00", "0.0658");
pub(super) static WINDOWS_4: Plan =
    Plan { windows: true, ..linux("vcs-4-win-ryzen", "vCS-4-WIN", (4, 8192, 80), "36.00", "0.0493") };

pub(super) static ALL: [&Plan; 6] = [&RYZEN_1, &INTEL_2, &RYZEN_2, &RYZEN_4, &RYZEN_8, &WINDOWS_4];
