//! Acts as a person asks for them and confirms them.

use backend::Confirmed;
use domain::act::{Ask, Fields, PLAN_WAS, Plan};
use domain::ids::{OperationId, ServerKey};
use domain::policy::Role;
use domain::view::ServerRow;

use crate::world::{World, new_id, sign_in, until};

/// A confirmation of `act` on these servers, before its plan was read.
pub fn confirmed(act: &str, on: &[&ServerKey], fields: &[(&str, &str)]) -> Confirmed {
    Confirmed {
        operation: new_id(),
        act: act.to_owned(),
        on: on.iter().map(|key| (*key).clone()).collect(),
        fields: fields.iter().copied().collect(),
        typed: String::new(),
        password: None,
    }
}

impl World {
    /// The same, with the owner signed in, who may do everything.
    pub async fn owned(mut self) -> Self {
        self.actor = sign_in(&self.backend, &self.accounts, Role::Owner).await;
        self
    }

    /// The plan of what is to be confirmed, once what it is made of has been read; `None` when it is refused.
    pub async fn plan_of(&self, confirmed: &Confirmed) -> Option<Plan> {
        let Confirmed { act, on, fields, .. } = confirmed.clone();
        let ask = Ask { act, on, fields, review: true };
        let acts = self.backend.access(&self.actor);
        let acts = acts.acts().unwrap();
        until("there is a plan or a form", || async {
            // What was done may be gone, and is confirmed once more.
            let Ok(sheet) = acts.ask(&ask).await else { return Some(None) };
            let waits = sheet.form.is_some_and(|form| form.fetching);
            (!waits).then_some(sheet.plan)
        })
        .await
    }

    /// With what its plan says now, as a page carries it along.
    pub async fn read(&self, mut confirmed: Confirmed) -> Confirmed {
        if let Some(plan) = self.plan_of(&confirmed).await {
            confirmed.fields.0.retain(|(name, _)| name != PLAN_WAS);
            confirmed.fields.push(PLAN_WAS, plan.fields.raw(PLAN_WAS).unwrap_or_default());
        }
        confirmed
    }

    /// Reads the plan, unless it was, and confirms it; again if what it is about arrived meanwhile. Gives the id of the
    /// operation or the batch.
    pub async fn confirm(&self, mut confirmed: Confirmed) -> OperationId {
        let id = confirmed.operation;
        loop {
            if confirmed.fields.raw(PLAN_WAS).is_none() {
                confirmed = self.read(confirmed).await;
            }
            match self.backend.access(&self.actor).acts().unwrap().run(confirmed.clone()).await {
                Err(error) if error.public().field.as_deref() == Some(PLAN_WAS) => {
                    confirmed.fields.0.retain(|(name, _)| name != PLAN_WAS);
                }
                begun => {
                    assert_eq!(begun.unwrap().id, id);
                    return id;
                }
            }
        }
    }

    /// What the form of `act` begins with, once everything it is made of has been read.
    pub async fn filled_in(&self, act: &str, fields: &[(&str, &str)]) -> Fields {
        let acts = self.backend.access(&self.actor);
        let acts = acts.acts().unwrap();
        let ask = Ask {
            act: act.to_owned(),
            on: Vec::new(),
            fields: fields.iter().copied().collect(),
            review: false,
        };
        let form = until("the form is complete", || async {
            let form = acts.ask(&ask).await.unwrap().form.unwrap();
            (!form.fetching).then_some(form)
        })
        .await;
        let all = form.sections.into_iter().flat_map(|section| section.fields);
        all.flat_map(|field| {
            let name = field.name;
            field.value.into_iter().map(move |value| (name.clone(), value))
        })
        .collect()
    }

    /// A server of this name, once it is in the list.
    pub async fn named(&self, name: &str) -> ServerRow {
        until(&format!("{name} is in the list"), || async {
            let rows = self.list(name).await.rows;
            rows.into_iter().find(|row| row.name == name)
        })
        .await
    }
}
