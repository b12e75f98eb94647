//! What was filled in for a new server, kept in this tab while it is not confirmed. The form asks for no secret, so there is
//! none in it. Each person has their own: who signs in after another finds nothing of theirs.

use domain::act::Fields;
use domain::ids::UserId;
use leptos::prelude::*;
use web_sys::Storage;

use crate::facts::Known;
use crate::routes;

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

    /// What was filled in, if anything.
    pub fn read(self) -> Option<Fields> {
        let (storage, key) = self.place()?;
        let kept = storage.get_item(&key).ok()??;
        Some(Fields(routes::pairs(&kept))).filter(|fields| !fields.is_empty())
    }

    /// Keeps what is filled in. A browser that refuses loses it with the page, as it would any form.
    pub fn keep(self, fields: &Fields) {
        if let Some((storage, key)) = self.place() {
            let _refused = storage.set_item(&key, &routes::query(&fields.0));
        }
    }

    /// Forgets it.
    pub fn clear(self) {
        if let Some((storage, key)) = self.place() {
            let _refused = storage.remove_item(&key);
        }
    }
}
