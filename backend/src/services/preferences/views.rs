//! Searches with a name.

use domain::error::{DomainError, ErrorKind};
use domain::event::Event;
use domain::policy::Verb;
use domain::query::{GroupBy, ServerQuery, Sort};
use domain::validate;
use domain::view::SavedView;
use serde_json::json;

use super::Preferences;
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::views::{self, StoredView};
use crate::error::Result;

/// Views that one person may keep in a team, and a team for all.
const MOST: i64 = 50;

/// What the actor sees: their own and the team's, by name.
pub(in crate::services) async fn views_of(
    backend: &Backend,
    scope: TeamScope,
    actor: &Actor,
) -> Result<Vec<SavedView>> {
    let stored = views::seen(backend.db().read(), scope, actor.user()).await?;
    Ok(stored.into_iter().map(|view| shown(view, actor)).collect())
}

fn shown(view: StoredView, actor: &Actor) -> SavedView {
    SavedView {
        shared: view.owner.is_none(),
        own: view.owner.is_some() || actor.session.may(Verb::Mark),
        query: ServerQuery {
            search: view.search,
            sort: Sort::from_slug(&view.sort).unwrap_or_default(),
            group: GroupBy::from_slug(&view.grouped_by).unwrap_or_default(),
            page: 1,
        },
        id: view.id,
        name: view.name,
    }
}

impl Preferences<'_> {
    /// The person's views and the team's, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn views(&self) -> Result<Vec<SavedView>> {
        views_of(self.access.backend, self.scope, self.access.actor).await
    }

    /// Keeps a search under a name, in place of the person's own view of that name, or the team's when it is shared.
    ///
    /// # Errors
    /// Beside `name`; `Forbidden` when a shared one is beyond the role; `Conflict` when there are too many.
    pub async fn save_view(&self, name: &str, shared: bool, query: &ServerQuery) -> Result<SavedView> {
        if shared {
            self.access.require(Verb::Mark)?;
        }
        let (backend, actor) = (self.access.backend, self.access.actor);
        let name = validate::saved_name(name)?;
        let owner = (!shared).then(|| actor.user());
        let mut tx = backend.db().write().await?;
        let known = views::named(tx.conn(), self.scope, owner, &name).await?;
        if known.is_none() && views::count(tx.conn(), self.scope, owner).await? >= MOST {
            let whose = if shared { "The team" } else { "You" };
            let message = format!("{whose} can keep {MOST} views. Remove one first. Nothing was saved.");
            return Err(DomainError::new(ErrorKind::Conflict, message).into());
        }
        let query = ServerQuery { page: 1, ..query.clone() };
        let view = StoredView {
            id: known.unwrap_or_else(|| uuid::Uuid::new_v4().to_string()),
            team: self.scope.team(),
            owner,
            name,
            search: query.search,
            sort: query.sort.slug(),
            grouped_by: query.group.slug().to_owned(),
            made_by: actor.session.name.clone(),
            created_at: backend.now(),
        };
        views::put(tx.conn(), &view).await?;
        let entry = Entry::by(actor, "view.save", &view.id).detail(json!({
            "name": view.name, "shared": shared, "search": view.search, "sort": view.sort, "group": view.grouped_by,
        }));
        record(&mut tx, backend.vault(), backend.now(), entry).await?;
        tx.commit().await?;
        self.tell(shared);
        Ok(shown(view, actor))
    }

    /// Removes a view of the person's own, or with the right one that the team sees.
    ///
    /// # Errors
    /// `NotFound`, also for another person's own; `Forbidden` when a shared one is beyond the role.
    pub async fn remove_view(&self, id: &str) -> Result<()> {
        let (backend, actor) = (self.access.backend, self.access.actor);
        let view = views::get(backend.db().read(), self.scope, id).await?;
        let view = view.filter(|view| view.owner.is_none_or(|owner| owner == actor.user()));
        let view = view.ok_or_else(|| DomainError::not_found("view"))?;
        let shared = view.owner.is_none();
        if shared {
            self.access.require(Verb::Mark)?;
        }
        let mut tx = backend.db().write().await?;
        if !views::delete(tx.conn(), self.scope, id).await? {
            return Err(DomainError::not_found("view").into());
        }
        let entry =
            Entry::by(actor, "view.remove", id).detail(json!({ "name": view.name, "shared": shared }));
        record(&mut tx, backend.vault(), backend.now(), entry).await?;
        tx.commit().await?;
        self.tell(shared);
        Ok(())
    }

    /// Lists that show the team's views have to be made anew.
    fn tell(&self, shared: bool) {
        if shared {
            self.access.backend.notify(self.scope.team(), Event::Servers);
        }
    }
}
