//! What a form's last submit came to, with script and without.

use domain::DomainError;
use leptos::prelude::*;

use crate::facts::Known;

/// Why a form was refused; nothing while it was not.
#[derive(Clone, Copy)]
pub struct FormState {
    error: Signal<Option<DomainError>>,
}

impl FormState {
    /// Of a form that the browser sends itself.
    pub fn plain(path: &'static str) -> Self {
        let flash = Known::get().flash;
        Self { error: Signal::derive(move || flashed(flash, path)) }
    }

    /// Of a form that the page sends: its own refusal, else what the server answered without script.
    pub(super) fn sent(path: &'static str, own: RwSignal<Option<DomainError>>) -> Self {
        let flash = Known::get().flash;
        Self { error: Signal::derive(move || own.get().or_else(|| flashed(flash, path))) }
    }

    /// What is wrong with the field `name`.
    pub fn field(self, name: &'static str) -> MaybeProp<String> {
        let error = self.error;
        Signal::derive(move || {
            error.with(|error| {
                error
                    .as_ref()
                    .filter(|error| error.field.as_deref() == Some(name))
                    .map(|error| error.message.clone())
            })
        })
        .into()
    }

    /// What is wrong with the field `name` now.
    pub fn of(self, name: &str) -> Option<String> {
        let error = self.error.get().filter(|error| error.field.as_deref() == Some(name));
        error.map(|error| error.message)
    }

    /// What is wrong with the form as a whole: everything that belongs to none of `fields`.
    pub fn whole(self, fields: &'static [&'static str]) -> MaybeProp<String> {
        let error = self.error;
        Signal::derive(move || {
            error.with(|error| {
                let error = error.as_ref()?;
                let elsewhere = error.field.as_deref().is_some_and(|field| fields.contains(&field));
                (!elsewhere).then(|| match &error.correlation_id {
                    Some(id) => format!("{} (reference {id})", error.message),
                    None => error.message.clone(),
                })
            })
        })
        .into()
    }
}

fn flashed(flash: RwSignal<Option<crate::facts::Flash>>, path: &str) -> Option<DomainError> {
    flash
        .with(|flash| flash.as_ref().filter(|flash| flash.form == path).and_then(|flash| flash.error.clone()))
}
