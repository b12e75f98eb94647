//! Who may connect to a managed database. The list is an open door while it is empty.

use crate::error::DomainError;
use crate::rules::cidr::{Cidr, CidrScope, cidr};
use crate::rules::warnings::Warning;

/// What adding an entry does, for the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The entry as it is sent.
    pub entry: Cidr,
    /// What people must see first.
    pub warning: Option<Warning>,
}

/// Checks a new entry ("Add whitelist entry": "IP address or subnet prefix in CIDR notation"). IPv6 is
/// accepted: no document excludes it. Host bits must be zero, since nothing says how the provider would read
/// them.
///
/// # Errors
/// Beside field `address`: no address or block; there already; or an address from which nobody connects, such
/// as loopback. An entry inside a wider one is accepted: it is how a list is narrowed without being empty in
/// between.
pub fn add(existing: &[&str], text: &str) -> Result<Addition, DomainError> {
    let entry = cidr("address", text)?;
    if existing.iter().any(|old| old.trim().parse() == Ok(entry)) {
        return Err(DomainError::invalid("address", "This entry is in the list already."));
    }
    let warning = match entry.scope() {
        CidrScope::Unusable => {
            return Err(DomainError::invalid("address", "Nobody connects from these addresses."));
        }
        CidrScope::Everyone => Some(Warning::AllowListAllowsEveryone),
        // The first entry shuts everyone else out.
        CidrScope::Private | CidrScope::Public => {
            existing.is_empty().then_some(Warning::FirstAllowListEntryShutsOthersOut)
        }
    };
    Ok(Addition { entry, warning })
}

/// Checks that an entry can be removed, and says when that opens the database ("Get whitelist addresses": "an
/// empty whitelist implies no restrictions").
///
/// # Errors
/// Beside field `address`, when the list does not have it, letter by letter.
pub fn remove(existing: &[&str], entry: &str) -> Result<Option<Warning>, DomainError> {
    if !existing.contains(&entry) {
        return Err(DomainError::invalid("address", "The list has no such entry."));
    }
    let is_last = existing.iter().all(|other| *other == entry);
    Ok(is_last.then_some(Warning::LastAllowListEntryOpensDatabase))
}

/// What people must see beside the list as it is.
#[must_use]
pub fn standing_warning(entries: &[&str]) -> Option<Warning> {
    let open = entries
        .iter()
        .filter_map(|entry| entry.trim().parse::<Cidr>().ok())
        .any(|entry| entry.scope() == CidrScope::Everyone);
    (entries.is_empty() || open).then_some(Warning::AllowListAllowsEveryone)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 2] = ["10.123.8.0/24", "176.112.157.203"];

    #[test]
    fn entries_are_checked_against_the_list() {
        let addition = add(&LIST, " 1.2.3.0/24 ").unwrap();
        assert_eq!((addition.entry.to_string().as_str(), addition.warning), ("1.2.3.0/24", None));
        assert!(add(&LIST, "10.123.0.0/16").is_ok(), "a wider block may follow");
        assert!(add(&LIST, "10.123.8.7").is_ok(), "and a narrower one, before the wider one goes");
        assert!(add(&LIST, "2001:db8::1").is_ok());
        for wrong in ["", "10.123.8.0/24", "176.112.157.203/32", "1.2.3.4/24", "127.0.0.1"] {
            assert_eq!(add(&LIST, wrong).unwrap_err().field.as_deref(), Some("address"), "{wrong}");
        }
        assert!(add(&["nonsense"], "1.2.3.4").is_ok(), "the provider's oddities are not ours");
    }

    #[test]
    fn opening_and_shutting_is_said_first() {
        assert_eq!(add(&LIST, "0.0.0.0/0").unwrap().warning, Some(Warning::AllowListAllowsEveryone));
        assert_eq!(add(&[], "1.2.3.4").unwrap().warning, Some(Warning::FirstAllowListEntryShutsOthersOut));
        assert_eq!(remove(&LIST, "10.123.8.0/24").unwrap(), None);
        assert_eq!(
            remove(&LIST[..1], "10.123.8.0/24").unwrap(),
            Some(Warning::LastAllowListEntryOpensDatabase)
        );
        assert!(remove(&LIST, "1.2.3.4").is_err() && remove(&[], "1.2.3.4").is_err());
        assert_eq!(standing_warning(&[]), Some(Warning::AllowListAllowsEveryone));
        assert_eq!(standing_warning(&["::/0"]), Some(Warning::AllowListAllowsEveryone));
        assert_eq!(standing_warning(&LIST), None);
    }
}
