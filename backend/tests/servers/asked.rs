//! Acts as a person asks for them and confirms them.

use backend::Confirmed;
use domain::act::{Ask, Begun, Fields};
use domain::ids::{OperationId, ServerKey};
use domain::policy::Role;
use domain::view::ServerRow;

use crate::world::{World, new_id, sign_in, until};

/// A confirmation of `act` on these servers.
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

    /// Confirms, and gives the id of the operation or the batch.
    pub async fn confirm(&self, confirmed: Confirmed) -> OperationId {
        let id = confirmed.operation;
        let begun: Begun = self.backend.access(&self.actor).acts().unwrap().run(confirmed).await.unwrap();
        assert_eq!(begun.id, id);
        id
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
