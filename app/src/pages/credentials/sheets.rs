//! The sheet over the credentials page that the address asks for, and what happens when it has done its work.

use domain::view::{CredentialRow, CredentialsPage, KeyCheck};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::add::AddSheet;
use super::list::Asked;
use super::remove::RemoveSheet;
use super::replace::ReplaceSheet;
use crate::components::Submit;
use crate::routes;
use crate::ui::{Mark, Toast, use_toasts};

/// The open sheet, if any.
#[component]
pub fn OpenSheet(
    /// The sheet that the address asks for.
    asked: Memo<Asked>,
    /// The credentials.
    page: Memo<Option<CredentialsPage>>,
) -> impl IntoView {
    let (add, replace, remove) = (
        Submit::to("/api/credentials/add"),
        Submit::to("/api/credentials/replace"),
        Submit::to("/api/credentials/remove"),
    );
    let close = close_with();
    let (close_added, close_replaced) = (close.clone(), close.clone());
    add.on_done(move |check: KeyCheck| close_added(format!("{} was added. {}", check.label, check.summary)));
    replace.on_done(move |check: KeyCheck| {
        close_replaced(format!("The key of {} was replaced. {}", check.label, check.summary))
    });
    remove.on_done(move |(): ()| close("The key was removed. Nothing changed at the provider.".to_owned()));
    let custom = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.custom_base_urls)));
    // Only what the sheet shows: it must not be redrawn, and so emptied, when the list behind it is refetched.
    let target = Memo::new(move |_| {
        page.with(|page| {
            let id = match asked.get() {
                Asked::Replace(id) | Asked::Remove(id) => id,
                Asked::Nothing | Asked::Add => return None,
            };
            let row: &CredentialRow = page.as_ref()?.rows.iter().find(|row| row.id == id)?;
            Some((
                row.id,
                row.label.clone(),
                row.brand,
                row.last_four.clone(),
                (row.servers, row.kept.clone()),
            ))
        })
    });
    move || match (asked.get(), target.get(), custom.get()) {
        (Asked::Add, _, Some(custom)) => view! { <AddSheet custom add/> }.into_any(),
        (Asked::Replace(_), Some((id, label, brand, last_four, _)), _) => {
            view! { <ReplaceSheet id label brand last_four replace/> }.into_any()
        }
        (Asked::Remove(_), Some((id, label, brand, _, (servers, kept))), _) => {
            view! { <RemoveSheet id label brand servers kept remove/> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// Closes the sheet and says what was done.
fn close_with() -> impl Fn(String) + Clone {
    let navigate = use_navigate();
    let toasts = use_toasts();
    move |text| {
        toasts.push(Toast::new(Mark::Ok, text));
        let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(routes::CREDENTIALS, stay);
    }
}
