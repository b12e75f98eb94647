//! Whether a new key opens what the one in use opens. With another account's key the servers look as if they were gone: what is
//! still open would be settled wrongly, and tags, notes and locks would silently vanish.

use std::collections::HashSet;

use domain::error::{DomainError, ErrorKind};
use domain::ids::ProviderResourceId;
use domain::provider::Brand;
use providers::Credential;

use super::probe::Probed;
use crate::backend::Backend;
use crate::db::credentials::StoredCredential;

/// What is known of a new key beside the one in use.
pub(super) struct Compared {
    brand: Brand,
    /// It is the key in use once more.
    same_key: bool,
    /// The holders that the provider names: of the key in use, and of the new one.
    holders: (Option<String>, Option<String>),
    /// The holders are known and one.
    same_holder: bool,
    /// Servers that are known through the key in use.
    known: HashSet<ProviderResourceId>,
    /// Servers that the new key opens; `None` when not all could be read in time.
    seen: Option<HashSet<ProviderResourceId>>,
}

impl Backend {
    /// Compares the key in use, opened, with a new one that was tried and has this fingerprint.
    pub(super) async fn compare(
        &self,
        (row, old): (&StoredCredential, &Credential),
        probed: &Probed,
        fingerprint: &str,
    ) -> Compared {
        let view = self.inventory().team(row.team);
        let known = view.of_key(row.id).map(|entry| entry.key.id.clone()).collect();
        let mut compared = Compared {
            brand: row.brand,
            same_key: row.fingerprint == fingerprint,
            holders: (row.account.clone(), probed.account.clone()),
            same_holder: is_same(row.account.as_deref(), probed.account.as_deref()),
            known,
            seen: probed.servers.clone(),
        };
        // People change their addresses: the key in use may tell another one by now.
        if !compared.same_key
            && !compared.same_holder
            && let Some(accounts) = self.registry().provider(row.brand).account()
            && let Ok(now) = accounts.account(old).await
            && now.holder.is_some()
        {
            compared.same_holder = is_same(now.holder.as_deref(), probed.account.as_deref());
            compared.holders.0 = now.holder;
        }
        compared
    }
}

fn is_same(old: Option<&str>, new: Option<&str>) -> bool {
    matches!((old, new), (Some(old), Some(new)) if old.trim().eq_ignore_ascii_case(new.trim()))
}

impl Compared {
    /// Whether the new key may take the place of the one in use, while operations on the servers `open` are not settled;
    /// `kept` says whether anything is kept beside the key's servers.
    ///
    /// # Errors
    /// Beside `key`, or a conflict: what is different, and what to do.
    pub(super) fn admit(&self, open: &[ProviderResourceId], kept: bool) -> Result<(), DomainError> {
        if self.same_key {
            return Ok(());
        }
        if !open.is_empty() {
            return self.admit_unsettled(open);
        }
        let shares = self.seen.as_ref().is_some_and(|seen| !seen.is_disjoint(&self.known));
        if self.same_holder || shares || (self.known.is_empty() && !kept) {
            return Ok(());
        }
        let why = format!(
            "{} Add it as a new key instead: what is kept here, such as tags, notes and locks, belongs to the servers of \
             the key in use. Nothing was changed.",
            self.difference()
        );
        Err(DomainError::invalid("key", why))
    }

    /// An outcome that is not known is settled by reading, so the new key has to see all that the one in use sees.
    fn admit_unsettled(&self, open: &[ProviderResourceId]) -> Result<(), DomainError> {
        let missed = |seen: &HashSet<ProviderResourceId>| {
            self.known.iter().filter(|server| !open.contains(server) && !seen.contains(server)).count()
        };
        let why = match self.seen.as_ref().map(missed) {
            _ if !self.same_holder => self.difference(),
            Some(0) => return Ok(()),
            Some(missed) => format!(
                "This key does not see {missed} of the servers that are known through the one in use, as a restricted \
                 key does not."
            ),
            None => "Which servers this key opens could not be read in time.".to_owned(),
        };
        let operations = match open.len() {
            1 => "1 operation with the key in use is".to_owned(),
            many => format!("{many} operations with the key in use are"),
        };
        let message = format!(
            "{why} {operations} not settled yet, and read with such a key their servers could seem to be gone although \
             they run. Settle them first, under Activity. The key in use stays; nothing was changed."
        );
        Err(DomainError::new(ErrorKind::Conflict, message))
    }

    fn difference(&self) -> String {
        match &self.holders {
            (Some(old), Some(new)) => {
                format!("This key opens the account of {new}, the one in use that of {old}.")
            }
            _ => format!(
                "{} does not tell whether this key opens the same account as the one in use.",
                self.brand.name()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> HashSet<ProviderResourceId> {
        ids.iter().map(|id| ProviderResourceId((*id).to_owned())).collect()
    }

    fn compared(holders: [Option<&str>; 2], known: &[&str], seen: Option<&[&str]>) -> Compared {
        let [old, new] = holders;
        Compared {
            brand: Brand::Elastis,
            same_key: false,
            same_holder: is_same(old, new),
            holders: (old.map(ToOwned::to_owned), new.map(ToOwned::to_owned)),
            known: ids(known),
            seen: seen.map(ids),
        }
    }

    const A: Option<&str> = Some("a@example.com");
    const B: Option<&str> = Some("b@example.com");

    #[test]
    fn while_something_is_open_the_new_key_has_to_see_all_that_the_old_one_sees() {
        let open = [ProviderResourceId("1".to_owned())];
        let admitted = |compared: Compared| compared.admit(&open, true).is_ok();
        assert!(admitted(compared([A, Some("A@example.com")], &["1", "2"], Some(&["2", "3"]))));
        assert!(admitted(compared([A, A], &["1"], Some(&[]))));
        for refused in [
            compared([A, B], &["1", "2"], Some(&["1", "2"])),
            compared([A, None], &["1", "2"], Some(&["1", "2"])),
            compared([None, None], &["1", "2"], Some(&["1", "2"])),
            compared([A, A], &["1", "2"], Some(&["1"])),
            compared([A, A], &["1", "2"], None),
        ] {
            let error = refused.admit(&open, true).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Conflict);
            assert!(
                error.message.contains("1 operation with the key in use is not settled yet"),
                "{error:?}"
            );
            let again = Compared { same_key: true, ..refused };
            assert!(again.admit(&open, true).is_ok(), "the same key again");
        }
    }

    #[test]
    fn another_accounts_key_does_not_take_the_place_of_one_whose_servers_are_known() {
        let admitted = |compared: Compared, kept| compared.admit(&[], kept).is_ok();
        assert!(admitted(compared([A, A], &["1"], None), true));
        assert!(
            admitted(compared([A, B], &["1", "2"], Some(&["2"])), true),
            "the holder has another address"
        );
        assert!(admitted(compared([A, B], &[], Some(&["2"])), false), "nothing is lost");
        assert!(!admitted(compared([A, B], &[], Some(&["2"])), true));
        assert!(!admitted(compared([A, None], &["1"], Some(&["2"])), false));
        let error = compared([A, B], &["1"], Some(&["2"])).admit(&[], false).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("key"));
        assert!(error.message.starts_with("This key opens the account of b@example.com, the one in use"));
    }
}
