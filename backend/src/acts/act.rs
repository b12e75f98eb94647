//! What an act is, and the list of all: what is done to servers that exist, and what makes new things.

use async_trait::async_trait;
use domain::act::{Fields, Form, FormSection, words};
use domain::capability::Family;
use domain::policy::Verb;
use domain::{DomainError, Timestamp};
use providers::family::Secrets;
use secrecy::SecretString;

use super::draft::{Draft, New};
use super::on::On;
use super::troubles::Troubles;
use crate::access::TeamScope;
use crate::backend::Backend;
use crate::error::Result;
use crate::inventory::view::TeamServers;

/// What can be done to a server. One unit struct each; everything that differs between providers is asked of their
/// capabilities, rules and facts.
pub(crate) trait Act: Sync {
    /// Its name, such as `server.resize`. Stored.
    fn slug(&self) -> &'static str;

    /// What a person must be allowed to.
    fn right(&self) -> Verb;

    /// Whether it can be asked of several servers at once.
    fn many(&self) -> bool {
        false
    }

    /// Whether it concerns Skydeck alone: neither a lock nor another change nor a refused key stands in its way.
    fn is_ours(&self) -> bool {
        false
    }

    /// What stands between its verb and the server's name: ` `, ` of `, ` to `.
    fn joint(&self) -> &'static str {
        " "
    }

    /// What its form and plan are made of, beside the server itself; read soon when it is old.
    fn needs(&self) -> &'static [Family] {
        &[]
    }

    /// Whether the platform offers it and the server's state allows it. The rest is looked at by the caller: role, lock,
    /// another change, a refused key.
    ///
    /// # Errors
    /// The sentence that says why not.
    fn check(&self, on: &On<'_>) -> std::result::Result<(), String>;

    /// What is asked, with `fields` filled in; empty for acts that ask nothing. `on` is never empty, and has one server
    /// unless [`Act::many`].
    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let _ = (on, fields);
        Vec::new()
    }

    /// What would be done, checked by every rule that can be asked before the provider.
    ///
    /// # Errors
    /// Beside the field that is missing or wrong.
    fn draft(&self, on: &On<'_>, fields: &Fields) -> std::result::Result<Draft, DomainError>;

    /// Everything that is wrong with the fields, where [`Act::draft`] found `first`.
    fn troubles(&self, on: &On<'_>, fields: &Fields, first: DomainError) -> Troubles {
        let _ = (on, fields);
        first.into()
    }

    /// Checks the secret that the plan asked for.
    ///
    /// # Errors
    /// Beside field `password`. Never repeats any of it.
    fn check_secret(&self, on: &On<'_>, secret: &str) -> std::result::Result<(), DomainError> {
        let _ = (on, secret);
        Ok(())
    }
}

/// What makes something new, and so has no server to begin with. `async`, because its form may need what only the
/// database has, such as saved scripts.
#[async_trait]
pub(crate) trait Make: Sync {
    /// Its name, such as `server.create`. Stored.
    fn slug(&self) -> &'static str;

    /// What a person must be allowed to.
    fn right(&self) -> Verb;

    /// What is asked, with `fields` filled in; the caller writes errors into it.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn form(&self, around: &Around<'_>, fields: &Fields) -> Result<Form>;

    /// What would be made, one for each thing; or everything that is missing or wrong.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn draft(
        &self,
        around: &Around<'_>,
        fields: &Fields,
    ) -> Result<std::result::Result<Vec<New>, Troubles>>;

    /// The secrets that go beside the requests, checked by the rules. `password` is what the plan asked for.
    ///
    /// # Errors
    /// Beside the field, without repeating any of it.
    async fn secrets(
        &self,
        around: &Around<'_>,
        fields: &Fields,
        password: Option<SecretString>,
    ) -> Result<Secrets>;
}

/// What an act that makes something looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    pub(crate) backend: &'a Backend,
    /// The team in which it is made.
    pub(crate) scope: TeamScope,
    /// The team's servers as last read.
    pub(crate) view: &'a TeamServers,
    pub(crate) now: Timestamp,
}

/// One of all acts.
#[derive(Clone, Copy)]
pub(crate) enum Known {
    /// It is done to servers.
    On(&'static dyn Act),
    /// It makes something new.
    New(&'static dyn Make),
}

/// Everything that can be done to a server, in the order of menus.
pub(crate) const ON_SERVERS: &[&dyn Act] = &[
    &super::power::Power::START,
    &super::power::Power::STOP,
    &super::power::Power::RESTART,
    &super::power::Power::FORCE_STOP,
    &super::server::Rename,
    &super::server::Resize,
    &super::server::Password,
    &super::server::Rescue,
    &super::server::Clone,
    &super::server::Backups,
    &super::server::Billing,
    &super::marks::Tag,
    &super::marks::Note,
    &super::marks::Lock,
    &super::marks::Unlock,
    &super::snapshot::Create,
    &super::snapshot::Delete,
    &super::disk::Add,
    &super::disk::Grow,
    &super::disk::Attach,
    &super::disk::Detach,
    &super::disk::Delete,
    &super::address::Reserve,
    &super::address::Assign,
    &super::address::Unassign,
    &super::address::Release,
    &super::server::Reinstall,
    &super::server::Rebuild,
    &super::server::Delete,
];

/// Everything that makes something new.
pub(crate) const MAKERS: &[&dyn Make] = &[&super::create::Create];

impl Known {
    /// What a person must be allowed to.
    pub(crate) fn right(self) -> Verb {
        match self {
            Self::On(act) => act.right(),
            Self::New(make) => make.right(),
        }
    }

    /// The act of this name.
    pub(crate) fn find(slug: &str) -> Option<Self> {
        let on = ON_SERVERS.iter().find(|act| act.slug() == slug).map(|act| Self::On(*act));
        on.or_else(|| MAKERS.iter().find(|act| act.slug() == slug).map(|act| Self::New(*act)))
    }
}

/// What an act does to a thing of this name: "Resize web-1".
pub(crate) fn titled(act: &dyn Act, name: &str) -> String {
    format!("{}{}{name}", words::words_of(act.slug()).verb, act.joint())
}

/// While it does it: "Resizing web-1".
pub(crate) fn doing(act: &dyn Act, name: &str) -> String {
    format!("{}{}{name}", words::words_of(act.slug()).doing, act.joint())
}
