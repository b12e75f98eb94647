//! A new server, or several: one form for every provider, whose lists, rules and prices it is made of. Each choice
//! narrows the next, keeps what still fits and says what had to change of what a person chose.
//!
//! `given` is what is known, `asking` goes through the fields, one file a part of the form fills `settled`, and `order`
//! makes the requests of it. Only `load` touches the rest of Skydeck.

mod access;
mod asking;
mod cloud_init;
mod cost;
mod form;
mod given;
mod image;
mod load;
mod names;
mod network;
mod options;
mod order;
mod place;
mod settled;
mod size;
mod source;
#[cfg(test)]
mod tests;
mod usual;
mod words;

use async_trait::async_trait;
use domain::act::{Fields, Form};
use domain::policy::Verb;
use providers::family::Secrets;
use secrecy::SecretString;

use super::act::{Around, Make};
use super::draft::New;
use super::troubles::Troubles;
use crate::error::Result;

/// Makes servers.
pub(crate) struct Create;

#[async_trait]
impl Make for Create {
    fn slug(&self) -> &'static str {
        "server.create"
    }

    fn right(&self) -> Verb {
        Verb::Create
    }

    async fn form(&self, around: &Around<'_>, fields: &Fields) -> Result<Form> {
        Ok(form::form(&load::given(around, fields).await?, fields))
    }

    async fn draft(
        &self,
        around: &Around<'_>,
        fields: &Fields,
    ) -> Result<std::result::Result<Vec<New>, Troubles>> {
        Ok(order::drafts(&load::given(around, fields).await?, fields))
    }

    async fn secrets(
        &self,
        around: &Around<'_>,
        fields: &Fields,
        password: Option<SecretString>,
    ) -> Result<Secrets> {
        Ok(order::secrets(&load::given(around, fields).await?, fields, password)?)
    }
}
