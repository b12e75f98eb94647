//! What a brand's `GET api/parameters/vm` says about new servers, and what its document prints where it is
//! silent.

use serde::{Deserialize, Serialize};

use crate::rules::size::Bounds;

/// A range row and how it narrows for one system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeParameter {
    /// For every system.
    pub bounds: Bounds,
    /// `limits`: what holds instead for these systems, by `os_name`.
    pub by_os: Vec<(String, Bounds)>,
}

/// A text row with its expression.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextParameter {
    /// The regular expression as the provider spells it.
    pub expression: Option<String>,
    /// `mandatory` is false: the field may be left out with every system.
    pub optional: bool,
    /// The systems, by `os_name`, with which the field may be left out.
    pub optional_for: Vec<String>,
}

/// The rows of `api/parameters/vm` that rules read. A missing row is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VmParameters {
    /// Row `vcpu`.
    pub vcpus: Option<RangeParameter>,
    /// Row `ram`, in MiB.
    pub memory_mib: Option<RangeParameter>,
    /// Row `disks`: the main storage, in GiB.
    pub disk_gib: Option<RangeParameter>,
    /// Row `name`.
    pub name: Option<TextParameter>,
    /// Row `username`.
    pub username: Option<TextParameter>,
    /// Row `password`.
    pub password: Option<TextParameter>,
}

/// The documented expression of a server's name.
pub const NAME_EXPRESSION: &str = "^[0-9a-zA-Z][-0-9a-zA-Z]{2,}[0-9a-zA-Z]$";
/// The documented expression of a user name.
pub const USERNAME_EXPRESSION: &str = "^(?=.{1,30}$)[a-zA-Z_][0-9a-zA-Z_-]*$";
/// The documented expression of a password.
pub const PASSWORD_EXPRESSION: &str = r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$";
/// `os_name` of Windows, the one system with limits of its own.
pub const WINDOWS: &str = "windows";

impl VmParameters {
    /// What both Warren documents print under "VM parameters". facts.md, rule 8, calls such lists stale: live
    /// ones go first.
    #[must_use]
    pub fn documented() -> Self {
        let range = |least, most, windows: Option<u32>| {
            Some(RangeParameter {
                bounds: Bounds { least: Some(least), most: Some(most) },
                by_os: windows
                    .map(|least| (WINDOWS.to_owned(), Bounds { least: Some(least), most: None }))
                    .into_iter()
                    .collect(),
            })
        };
        let text = |expression: &str, optional_for: &[&str]| {
            Some(TextParameter {
                expression: Some(expression.to_owned()),
                optional: false,
                optional_for: optional_for.iter().map(|os| (*os).to_owned()).collect(),
            })
        };
        Self {
            vcpus: range(1, 16, Some(2)),
            memory_mib: range(512, 65_536, Some(1024)),
            disk_gib: range(20, 240, None),
            name: text(NAME_EXPRESSION, &[]),
            username: text(USERNAME_EXPRESSION, &[WINDOWS]),
            password: text(PASSWORD_EXPRESSION, &[]),
        }
    }
}

impl RangeParameter {
    /// The bounds for `os_name`: its own where it has them, else the general ones.
    #[must_use]
    pub fn for_os(&self, os_name: &str) -> Bounds {
        let own = self.by_os.iter().find(|(os, _)| os.eq_ignore_ascii_case(os_name)).map(|(_, own)| *own);
        let own = own.unwrap_or_default();
        Bounds { least: own.least.or(self.bounds.least), most: own.most.or(self.bounds.most) }
    }
}

impl TextParameter {
    /// Whether the field may be left out with `os_name`.
    #[must_use]
    pub fn is_optional_for(&self, os_name: &str) -> bool {
        self.optional || self.optional_for.iter().any(|os| os.eq_ignore_ascii_case(os_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_has_limits_of_its_own() {
        let documented = VmParameters::documented();
        let vcpus = documented.vcpus.unwrap();
        assert_eq!(vcpus.for_os("ubuntu"), Bounds { least: Some(1), most: Some(16) });
        assert_eq!(vcpus.for_os("Windows"), Bounds { least: Some(2), most: Some(16) });
        assert_eq!(documented.memory_mib.unwrap().for_os(WINDOWS).least, Some(1024));
        assert!(documented.username.unwrap().is_optional_for(WINDOWS));
    }
}
