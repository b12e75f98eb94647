//! Acts end to end: asked, confirmed and carried out over HTTP by simulated providers.

mod batches;
mod billing;
mod checked;
mod detail;
mod marks;
mod reach;
mod revealed;
mod roles;
mod seen;
mod unread;

use backend::{Access, Actor, BackendError, Confirmed};
use domain::act::{Ask, Begun, Fields, Form, PLAN_WAS, Plan, Sheet};
use domain::ids::{OperationId, ServerKey};
use domain::policy::Role;
use domain::power::PowerAction;
use domain::view::{OperationRow, Part, ServerDetail};

use crate::world::{World, sign_in, until};

/// A generated password; it must appear nowhere.
pub const PASSWORD: &str = "Correct-Horse-9-Battery";

/// Someone who asks for acts.
pub struct Person<'w> {
    pub world: &'w World,
    pub actor: Actor,
}

impl World {
    /// Someone of this role.
    pub async fn person(&self, role: Role) -> Person<'_> {
        Person { world: self, actor: sign_in(&self.backend, &self.accounts, role).await }
    }

    /// The server of this name.
    pub async fn server_named(&self, name: &str) -> ServerKey {
        let found = self.list(&format!("name~{name}")).await.rows;
        found.into_iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no {name}")).key
    }
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().copied().collect()
}

impl Person<'_> {
    pub async fn ask(&self, act: &str, on: &[ServerKey], given: &[(&str, &str)], review: bool) -> Sheet {
        let ask = Ask { act: act.to_owned(), on: on.to_vec(), fields: fields(given), review };
        self.world.backend.access(&self.actor).acts().unwrap().ask(&ask).await.unwrap()
    }

    pub async fn form(&self, act: &str, on: &ServerKey, given: &[(&str, &str)], review: bool) -> Form {
        let sheet = self.ask(act, std::slice::from_ref(on), given, review).await;
        sheet.form.unwrap_or_else(|| panic!("{act} shows no form"))
    }

    /// The plan, once it can be confirmed: what went before may not have been read yet.
    pub async fn plan(&self, act: &str, on: &[ServerKey], given: &[(&str, &str)]) -> Plan {
        until(&format!("{act} can be confirmed"), || async {
            let sheet = self.ask(act, on, given, true).await;
            sheet.plan.filter(Plan::ready)
        })
        .await
    }

    /// Confirms a plan as it asks to be confirmed.
    pub async fn confirm(&self, act: &str, on: &[ServerKey], plan: &Plan) -> Result<Begun, BackendError> {
        self.run(confirmed(act, on, plan)).await
    }

    pub async fn run(&self, confirmed: Confirmed) -> Result<Begun, BackendError> {
        self.world.backend.access(&self.actor).acts().unwrap().run(confirmed).await
    }

    /// Asks, confirms and waits for the end. Asks again when what went before has only now been read.
    pub async fn done(&self, act: &str, on: &ServerKey, given: &[(&str, &str)]) -> OperationRow {
        let on = std::slice::from_ref(on);
        loop {
            let plan = self.plan(act, on, given).await;
            match self.confirm(act, on, &plan).await {
                Err(error) if error.public().field.as_deref() == Some(PLAN_WAS) => {}
                begun => {
                    let begun = begun.unwrap_or_else(|error| panic!("{act}: {error:?}"));
                    assert!(!begun.batch);
                    return self.world.ended(begun.id).await;
                }
            }
        }
    }

    pub async fn detail(&self, server: &ServerKey) -> ServerDetail {
        self.world.backend.access(&self.actor).servers().unwrap().get(server).await.unwrap()
    }

    /// A part of the server's page, once it has so many rows.
    pub async fn part(&self, server: &ServerKey, id: &str, rows: usize) -> Part {
        until(&format!("{rows} {id}"), || async {
            let found = self.detail(server).await.parts.into_iter().find(|part| part.id == id).unwrap();
            (found.rows.len() == rows).then_some(found)
        })
        .await
    }
}

/// What a person sends who types what is asked for.
pub fn confirmed(act: &str, on: &[ServerKey], plan: &Plan) -> Confirmed {
    Confirmed {
        operation: OperationId(plan.operation.0),
        act: act.to_owned(),
        on: on.to_vec(),
        fields: plan.fields.clone(),
        typed: plan.confirm.typed.clone(),
        password: (!plan.secrets.is_empty()).then(|| PASSWORD.into()),
    }
}

/// Confirms a power action under an id of the test's own, without reading its plan first where none has to be read.
pub async fn switch(
    access: &Access<'_>,
    operation: OperationId,
    server: &ServerKey,
    action: PowerAction,
) -> Result<Begun, BackendError> {
    let act = match action {
        PowerAction::Start => "server.start",
        PowerAction::Stop => "server.stop",
        PowerAction::Restart => "server.restart",
        PowerAction::ForceStop => "server.force_stop",
    };
    let mut fields = Fields::default();
    if action == PowerAction::ForceStop {
        let ask = Ask { act: act.to_owned(), on: vec![server.clone()], ..Ask::default() };
        fields = access.acts()?.ask(&ask).await?.plan.map(|plan| plan.fields).unwrap_or_default();
    }
    let confirmed = Confirmed {
        operation,
        act: act.to_owned(),
        on: vec![server.clone()],
        fields,
        typed: String::new(),
        password: None,
    };
    access.acts()?.run(confirmed).await
}
