//! The sheet over the credentials page that the address asks for, and what happens when it has done its work.

use domain::view::{CredentialRow, CredentialsPage};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::add::AddSheet;
use super::api::{AddCredential, RemoveCredential, ReplaceCredential};
use super::list::Asked;
use super::remove::RemoveSheet;
use super::replace::ReplaceSheet;
use crate::routes;
use crate::ui::{Mark, Toast, use_toasts};

/// The open sheet, if any.
#[component]
pub fn OpenSheet(
    /// The sheet that the address asks for.
    asked: Memo<Asked>,
    /// The credentials.
    page: Memo<Option<CredentialsPage>>,
    /// Adds a key.
    add: ServerAction<AddCredential>,
    /// Replaces a key.
    replace: ServerAction<ReplaceCredential>,
    /// Removes a key.
    remove: ServerAction<RemoveCredential>,
) -> impl IntoView {
    let (added, replaced, removed) = (add.value(), replace.value(), remove.value());
    close_after(add.version(), move || match added.get() {
        Some(Ok(check)) => Some(format!("{} was added. {}", check.label, check.summary)),
        _ => None,
    });
    close_after(replace.version(), move || match replaced.get() {
        Some(Ok(check)) => Some(format!("The key of {} was replaced. {}", check.label, check.summary)),
        _ => None,
    });
    close_after(remove.version(), move || match removed.get() {
        Some(Ok(())) => Some("The key was removed. Nothing changed at the provider.".to_owned()),
        _ => None,
    });
    let custom = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.custom_base_urls)));
    // Only what the sheet shows: it must not be redrawn, and so emptied, when the list behind it is refetched.
    let target = Memo::new(move |_| {
        page.with(|page| {
            let id = match asked.get() {
                Asked::Replace(id) | Asked::Remove(id) => id,
                Asked::Nothing | Asked::Add => return None,
            };
            let row: &CredentialRow = page.as_ref()?.rows.iter().find(|row| row.id == id)?;
            Some((row.id, row.label.clone(), row.brand, row.last_four.clone(), row.servers))
        })
    });
    move || match (asked.get(), target.get(), custom.get()) {
        (Asked::Add, _, Some(custom)) => view! { <AddSheet custom add/> }.into_any(),
        (Asked::Replace(_), Some((id, label, brand, last_four, _)), _) => {
            view! { <ReplaceSheet id label brand last_four replace/> }.into_any()
        }
        (Asked::Remove(_), Some((id, label, brand, _, servers)), _) => {
            view! { <RemoveSheet id label brand servers remove/> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// Closes the sheet and says what was done, whenever `done` has something to say about a new version.
fn close_after(version: impl Get<Value = usize> + 'static, done: impl Fn() -> Option<String> + 'static) {
    let navigate = use_navigate();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if version.get() == 0 {
            return;
        }
        if let Some(text) = untrack(&done) {
            toasts.push(Toast::new(Mark::Ok, text));
            let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(routes::CREDENTIALS, stay);
        }
    });
}
