//! What was filled in for a new server, kept in this tab while it is not confirmed, but for what may hold secrets: the text
//! for the first start, and a private key that was pasted by mistake. Each person has their own: who signs in after another
//! finds nothing of theirs.

use domain::act::Fields;
use domain::ids::UserId;
use domain::rules::ssh_key::is_private;
use leptos::prelude::*;
use web_sys::Storage;

use crate::facts::Known;
use crate::routes;

/// Stands in a draft from which something was left out.
const LEFT_OUT: &str = "~left-out";

/// What may be kept of what is filled in.
fn harmless(fields: &Fields) -> Fields {
    let secret =
        |(name, value): &&(String, String)| (name == "cloud_init" && !value.is_empty()) || is_private(value);
    let mut kept = Fields(fields.0.iter().filter(|pair| !secret(pair)).cloned().collect());
    if kept.0.len() < fields.0.len() {
        kept.push(LEFT_OUT, "1");
    }
    kept
}

/// What was kept, and whether something was left out of it.
fn restored(mut kept: Fields) -> (Fields, bool) {
    let all = kept.0.len();
    kept.0.retain(|(name, _)| name != LEFT_OUT);
    let less = kept.0.len() < all;
    (kept, less)
}

/// One person's draft.
#[derive(Clone, Copy)]
pub struct Draft {
    user: Option<UserId>,
}

impl Draft {
    /// That of the person who is signed in.
    pub fn get() -> Self {
        Self { user: Known::get().session().map(|session| session.user) }
    }

    fn place(self) -> Option<(Storage, String)> {
        let key = format!("draft:server.create:{}", self.user?);
        Some((window().session_storage().ok()??, key))
    }

    /// What was filled in, if anything, and whether it lacks what may hold secrets.
    pub fn read(self) -> Option<(Fields, bool)> {
        let (storage, key) = self.place()?;
        let kept = storage.get_item(&key).ok()??;
        Some(restored(Fields(routes::pairs(&kept)))).filter(|(fields, _)| !fields.is_empty())
    }

    /// Keeps what is filled in. A browser that refuses loses it with the page, as it would any form.
    pub fn keep(self, fields: &Fields) {
        if let Some((storage, key)) = self.place() {
            let _refused = storage.set_item(&key, &routes::query(&harmless(fields).0));
        }
    }

    /// Forgets it.
    pub fn clear(self) {
        if let Some((storage, key)) = self.place() {
            let _refused = storage.remove_item(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_secrets_is_not_kept_and_its_lack_is_known() {
        let typed: Fields = [
            ("name", "web"),
            ("cloud_init", "#!/bin/sh\necho root:hunter2 | chpasswd"),
            ("public_key", "-----BEGIN OPENSSH PRIVATE KEY-----"),
        ]
        .into_iter()
        .collect();
        let kept = harmless(&typed);
        assert!(!routes::query(&kept.0).contains("hunter2") && !routes::query(&kept.0).contains("PRIVATE"));
        assert_eq!(restored(kept), ([("name", "web")].into_iter().collect(), true));
        let plain: Fields = [("name", "web"), ("cloud_init", "")].into_iter().collect();
        assert_eq!(restored(harmless(&plain)), (plain, false));
    }
}
