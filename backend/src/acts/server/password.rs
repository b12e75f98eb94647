//! Another password for a user inside the server.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::ServerChange;
use domain::policy::Verb;
use domain::rules::{password, server, user};

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{self, hint, section, text};
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Password;

impl Act for Password {
    fn slug(&self) -> &'static str {
        "server.password"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " on "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Parameters]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.set_password")?;
        server::can_change_password(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let known = on.server().details.username.as_deref().unwrap_or_default();
        let mut user = text("username", "User", fields, known);
        user.required = true;
        user.mono = true;
        let words = match known {
            "" => "A user that exists inside the server, such as the one that it was made with.".to_owned(),
            known => format!("It was made with the user {known}. Another one must exist inside it."),
        };
        section(vec![hint(user, words)])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let username = user::existing_username(fields.raw("username").unwrap_or_default(), on.parameters())?;
        let change = ServerChange::SetPassword { id: on.key().id.clone(), username: username.clone() };
        let label = format!("New password of {username}");
        let draft = Draft {
            steps: vec![change.into()],
            before: Before::of(on.server()),
            summary: format!("User {username}"),
            secrets: field::password(on.platform(), &label).into_iter().collect(),
            cost: "A password costs nothing.".to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Password", format!("of {username}, as it is"), "the new one")
            .effect("The provider sets it inside the server while it runs. Sessions that are open stay open.")
            .effect("Skydeck hands it on and keeps it nowhere. Write it down before you confirm.")
            .for_good("The old password stops working, and nobody can show the new one again."))
    }

    fn check_secret(&self, on: &On<'_>, secret: &str) -> Result<(), DomainError> {
        password::warren_password(secret, on.parameters())
    }
}
