//! A form that the page sends by itself, and without script the browser does. What was typed stays in its fields.

use domain::DomainError;
use leptos::form::form_data_from_event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::FormState;
use crate::error::AppError;
use crate::json::{self, FromJson};
use crate::live::leave_for_sign_in;
use crate::wire::{FORM, post};

/// One form's way to the server: where it goes, whether it is on its way, what came back. Made by the page, so that it
/// outlives the form on screen.
#[derive(Clone, Copy)]
pub struct Submit {
    path: &'static str,
    /// Whether an answer is awaited.
    pub pending: RwSignal<bool>,
    error: RwSignal<Option<DomainError>>,
    done: RwSignal<Option<String>>,
    /// How many sheets it has served: an answer belongs to the one that asked.
    sheet: StoredValue<u32>,
}

impl Submit {
    /// To the server function at `path`.
    pub fn to(path: &'static str) -> Self {
        Self {
            path,
            pending: RwSignal::new(false),
            error: RwSignal::new(None),
            done: RwSignal::new(None),
            sheet: StoredValue::new(0),
        }
    }

    /// Begins anew for another sheet: what an earlier one was refused for is not said there, however late it comes.
    pub fn renew(self) {
        self.sheet.update_value(|sheet| *sheet += 1);
        if self.error.with_untracked(Option::is_some) {
            self.error.set(None);
        }
    }

    /// Forgets the last answer, for one that must not be kept.
    pub fn forget(self) {
        let _gone = self.done.try_set(None);
    }

    /// Why it was refused, with script and without.
    pub fn state(self) -> FormState {
        FormState::sent(self.path, self.error)
    }

    /// Calls `then` with each answer. In the browser only.
    pub fn on_done<T: FromJson + 'static>(self, then: impl Fn(T) + 'static) {
        Effect::new(move |_| {
            let answer = self.done.with(|text| text.as_deref().and_then(json::read));
            if let Some(answer) = answer {
                untrack(|| then(answer));
            }
        });
    }

    fn send(self, event: &web_sys::SubmitEvent) {
        event.prevent_default();
        let Ok(data) = form_data_from_event(event) else { return };
        if self.pending.get_untracked() {
            return;
        }
        let Ok(fields) = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
        let body = String::from(fields.to_string());
        self.pending.set(true);
        let sheet = self.sheet.get_value();
        spawn_local(async move {
            let answer = post(self.path, FORM, body.into()).await;
            // The page may be gone by now.
            let _gone = self.pending.try_set(false);
            match answer {
                Ok(text) => {
                    let _gone = (self.error.try_set(None), self.done.try_set(Some(text)));
                }
                Err(error) if error.is_signed_out() => leave_for_sign_in(),
                Err(AppError(error)) => self.refuse(sheet, error),
            }
        });
    }

    /// Says why `sheet` was refused, if it is still the one on screen.
    fn refuse(self, sheet: u32, error: DomainError) {
        if self.sheet.try_get_value() == Some(sheet) {
            let _gone = self.error.try_set(Some(error));
        }
    }
}

/// The form.
#[component]
pub fn PostForm(
    /// Where it goes.
    to: Submit,
    /// Its id, for buttons that stand outside of it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Further classes.
    #[prop(optional)]
    class: Option<&'static str>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=to.path id=id class=class on:submit=move |event| to.send(&event)>
            {children()}
        </form>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_in_the_sheet_that_asked_alone() {
        Owner::new().with(|| {
            let run = Submit::to("/api/acts/run");
            let said = run.state().whole(&[]);
            let refused = || DomainError::invalid("action", "web-1 is stopped already.");
            run.renew();
            let first = run.sheet.get_value();
            run.refuse(first, refused());
            assert_eq!(said.get_untracked(), Some("web-1 is stopped already.".to_owned()));
            run.renew();
            assert_eq!(said.get_untracked(), None);
            // An answer to the first sheet that comes while the second is open.
            run.refuse(first, refused());
            assert_eq!(said.get_untracked(), None);
        });
    }
}
