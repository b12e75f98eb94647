//! The demo accounts: what a small company might run.

use super::Spec;
use super::build::Builder;
use crate::warren::brand::Brand;

const UBUNTU: (&str, &str) = ("ubuntu", "24.04-lts");
const DEBIAN: (&str, &str) = ("debian", "12");
const ALMA: (&str, &str) = ("almalinux", "9");
const WINDOWS: (&str, &str) = ("windows", "2022");

/// Sixty characters, so that every screen has to cope with one.
const LONG: &str = "analytics-nightly-aggregation-worker-for-jakarta-north-no-07";

/// vCPU, memory in MB and disk in GB, running without a public address.
const fn spec(
    name: &'static str,
    os: (&'static str, &'static str),
    (vcpu, memory_mb, disk_gb): (u32, u32, u32),
) -> Spec {
    Spec {
        name,
        os,
        vcpu,
        memory_mb,
        disk_gb,
        data_gb: 0,
        running: true,
        public: false,
        backup: false,
        performance: false,
    }
}

const fn public(spec: Spec) -> Spec {
    Spec { public: true, ..spec }
}

const fn stopped(spec: Spec) -> Spec {
    Spec { running: false, ..spec }
}

pub(super) fn fill(builder: &mut Builder<'_>, brand: Brand) {
    let database = |spec: Spec, data_gb| Spec { data_gb, backup: true, performance: true, ..spec };
    match brand {
        Brand::IdCloudHost => {
            let south = [
                public(spec("web-01", UBUNTU, (2, 4_096, 40))),
                public(spec("web-02", UBUNTU, (2, 4_096, 40))),
                database(spec("db-primary", DEBIAN, (4, 16_384, 100)), 500),
                spec("cache-01", DEBIAN, (2, 4_096, 20)),
                stopped(spec("ci-runner", UBUNTU, (8, 16_384, 120))),
            ];
            let north = [
                stopped(public(spec("staging-web", UBUNTU, (2, 2_048, 30)))),
                database(spec("db-replica", DEBIAN, (4, 16_384, 100)), 500),
                spec(LONG, ALMA, (4, 8_192, 60)),
            ];
            let singapore = [
                public(spec("edge-sgp-01", DEBIAN, (2, 2_048, 20))),
                public(spec("office-windows", WINDOWS, (4, 8_192, 80))),
            ];
            for (site, specs) in [&south[..], &north[..], &singapore[..]].into_iter().enumerate() {
                for spec in specs {
                    builder.vm(site, *spec, None);
                }
            }
            builder.address(0, Some("old-web".to_owned()), None);
            builder.address(2, None, None);
        }
        Brand::Elastis => {
            let jakarta = [
                public(spec("shop-frontend", UBUNTU, (2, 4_096, 40))),
                spec("shop-backend", UBUNTU, (4, 8_192, 60)),
                database(spec("postgres-main", DEBIAN, (4, 16_384, 80)), 250),
                stopped(public(spec("mail-relay", DEBIAN, (2, 2_048, 20)))),
                public(spec("monitoring", ALMA, (2, 4_096, 60))),
            ];
            for spec in jakarta {
                builder.vm(0, spec, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_long_name_is_as_long_as_it_says() {
        assert_eq!(super::LONG.len(), 60);
    }
}
