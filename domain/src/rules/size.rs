//! How large a Warren server may be: the pool's limits, else the live VM parameters', else the document's.

use serde::{Deserialize, Serialize};

use crate::error::DomainError;
use crate::rules::parameters::{RangeParameter, VmParameters};

/// The ends of a range, as far as somebody names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least, included.
    pub least: Option<u32>,
    /// The most, included.
    pub most: Option<u32>,
}

/// As [`crate::plan::Plan`] keeps least and most; `None` is no bound.
impl From<Option<(u32, u32)>> for Bounds {
    fn from(pair: Option<(u32, u32)>) -> Self {
        Self { least: pair.map(|(least, _)| least), most: pair.map(|(_, most)| most) }
    }
}

/// A pool's `guest_limits` (facts.md, "Payload oddities").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolLimits {
    /// `cpu`.
    pub vcpus: Bounds,
    /// `ram_mb`, in MiB.
    pub memory_mib: Bounds,
    /// `disk_gb`, in GiB.
    pub disk_gib: Bounds,
}

/// Who named the upper limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitSource {
    /// The chosen pool's `guest_limits`.
    Pool,
    /// The live VM parameters.
    Parameters,
    /// The printed document, which may be stale.
    Document,
}

/// One dimension of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The least, included.
    pub least: u32,
    /// The most, included.
    pub most: u32,
    /// What a slider moves by. A value in between is not refused: the documents ask for whole numbers only.
    pub step: u32,
    /// Who named the most.
    pub source: LimitSource,
}

/// The three dimensions of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Virtual processors.
    pub vcpus: Range,
    /// Memory in MiB.
    pub memory_mib: Range,
    /// The boot disk in GiB.
    pub disk_gib: Range,
}

/// Steps of a memory slider in MiB: memory is priced in steps of 512 (facts.md, "RAM is priced in steps").
pub const MEMORY_STEP_MIB: u32 = 512;

/// What a new server of `os_name` in a pool may measure.
///
/// Order of sources: pool, live parameters, document (facts.md, "Limits": pools allow more than the printed
/// maxima). Windows' own minimum, wherever it is named, holds in every pool ("VM parameters", `limits`).
#[must_use]
pub fn sizes(pool: Option<&PoolLimits>, live: Option<&VmParameters>, os_name: &str) -> Sizes {
    let pool = pool.copied().unwrap_or_default();
    let documented = VmParameters::documented();
    let range = |pool: Bounds, row: fn(&VmParameters) -> Option<&RangeParameter>, step| {
        let printed = row(&documented);
        join(pool, live.and_then(row), printed, os_name, step)
    };
    Sizes {
        vcpus: range(pool.vcpus, |p| p.vcpus.as_ref(), 1),
        memory_mib: range(pool.memory_mib, |p| p.memory_mib.as_ref(), MEMORY_STEP_MIB),
        disk_gib: range(pool.disk_gib, |p| p.disk_gib.as_ref(), 1),
    }
}

fn join(
    pool: Bounds,
    live: Option<&RangeParameter>,
    printed: Option<&RangeParameter>,
    os_name: &str,
    step: u32,
) -> Range {
    let printed_bounds = printed.map(|row| row.for_os(os_name)).unwrap_or_default();
    let live_bounds = live.map(|row| row.for_os(os_name)).unwrap_or_default();
    let (most, source) = match (pool.most, live_bounds.most, printed_bounds.most) {
        (Some(most), _, _) => (most, LimitSource::Pool),
        (None, Some(most), _) => (most, LimitSource::Parameters),
        (None, None, most) => (most.unwrap_or(u32::MAX), LimitSource::Document),
    };
    // What a system needs at least is a fact about the system, not about the pool.
    let for_system = live.or(printed).and_then(|row| own_least(row, os_name));
    let least = pool.least.or(live_bounds.least).or(printed_bounds.least).unwrap_or(1).max(1);
    Range { least: least.max(for_system.unwrap_or(0)), most, step, source }
}

fn own_least(row: &RangeParameter, os_name: &str) -> Option<u32> {
    row.by_os.iter().find(|(os, _)| os.eq_ignore_ascii_case(os_name)).and_then(|(_, own)| own.least)
}

impl Range {
    /// Checks a value; `unit` follows the number in the sentence, such as `GiB`.
    ///
    /// # Errors
    /// Beside `field`, when it is outside, or when nothing is inside.
    pub fn check(&self, field: &str, value: u32, unit: &str) -> Result<(), DomainError> {
        let Self { least, most, .. } = *self;
        if least > most {
            let why = format!("This system needs {least} {unit}, and the pool gives at most {most}.");
            return Err(DomainError::invalid(field, why));
        }
        if (least..=most).contains(&value) {
            return Ok(());
        }
        let whose = match self.source {
            LimitSource::Pool => " in this pool",
            LimitSource::Parameters => "",
            LimitSource::Document => ", as the provider's document says",
        };
        Err(DomainError::invalid(field, format!("Choose {least} to {most} {unit}{whose}.")))
    }
}

impl Sizes {
    /// Checks a whole size: processors, memory in MiB, boot disk in GiB (`None` when it comes from
    /// elsewhere).
    ///
    /// # Errors
    /// Beside field `vcpus`, `memory_mib` or `disk_gib`.
    pub fn check(&self, vcpus: u32, memory_mib: u32, disk_gib: Option<u32>) -> Result<(), DomainError> {
        self.vcpus.check("vcpus", vcpus, "vCPU")?;
        self.memory_mib.check("memory_mib", memory_mib, "MiB")?;
        disk_gib.map_or(Ok(()), |size| self.disk_gib.check("disk_gib", size, "GiB"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(least: u32, most: u32) -> Bounds {
        Some((least, most)).into()
    }

    #[test]
    fn the_document_when_nobody_else_says() {
        let sizes = sizes(None, None, "ubuntu");
        assert_eq!(sizes.vcpus, Range { least: 1, most: 16, step: 1, source: LimitSource::Document });
        assert_eq!((sizes.memory_mib.least, sizes.memory_mib.most), (512, 65_536));
        assert!(sizes.check(1, 512, Some(20)).is_ok());
        assert!(sizes.check(16, 65_536, Some(240)).is_ok());
        assert!(sizes.check(1, 512, None).is_ok());
        for (size, field) in [
            ((0, 512, 20), "vcpus"),
            ((17, 512, 20), "vcpus"),
            ((1, 511, 20), "memory_mib"),
            ((1, 65_537, 20), "memory_mib"),
            ((1, 512, 19), "disk_gib"),
            ((1, 512, 241), "disk_gib"),
        ] {
            let error = sizes.check(size.0, size.1, Some(size.2)).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field));
        }
    }

    #[test]
    fn a_pool_goes_before_parameters_before_the_document() {
        let live = VmParameters {
            vcpus: Some(RangeParameter { bounds: bounds(1, 24), by_os: vec![] }),
            ..VmParameters::default()
        };
        let pool = PoolLimits { vcpus: bounds(2, 32), ..PoolLimits::default() };
        let ours = sizes(Some(&pool), Some(&live), "ubuntu");
        assert_eq!((ours.vcpus.least, ours.vcpus.most, ours.vcpus.source), (2, 32, LimitSource::Pool));
        assert_eq!(ours.disk_gib.source, LimitSource::Document);
        assert_eq!(Bounds::from(None), Bounds::default());
        let ours = sizes(None, Some(&live), "ubuntu");
        assert_eq!((ours.vcpus.most, ours.vcpus.source), (24, LimitSource::Parameters));
    }

    #[test]
    fn windows_needs_more_in_every_pool() {
        let pool = PoolLimits { vcpus: bounds(1, 1), memory_mib: bounds(512, 2048), ..PoolLimits::default() };
        let ours = sizes(Some(&pool), None, "windows");
        assert_eq!((ours.memory_mib.least, ours.memory_mib.most), (1024, 2048));
        let error = ours.check(2, 1024, None).unwrap_err();
        assert_eq!(error.message, "This system needs 2 vCPU, and the pool gives at most 1.");
    }
}
