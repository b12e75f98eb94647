//! A start from a live system, for this one start.

use domain::DomainError;
use domain::act::Fields;
use domain::change::ServerChange;
use domain::policy::Verb;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Rescue;

impl Act for Rescue {
    fn slug(&self) -> &'static str {
        "server.rescue"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.start_rescue")?;
        server::can_start_rescue(&on.server().state).map_err(|error| error.message)
    }

    fn draft(&self, on: &On<'_>, _: &Fields) -> Result<Draft, DomainError> {
        server::can_start_rescue(&on.server().state)?;
        let change = ServerChange::StartRescue { id: on.key().id.clone() };
        let draft = Draft {
            steps: vec![change.into()],
            before: Before::of(on.server()),
            cost: "The server is billed as one that runs.".to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("State", on.server().state.word(), "running, from a live system")
            .effect("The server starts from a live system that the provider attaches, not from its own disk.")
            .effect("What is on its disks stays, and can be repaired from there.")
            .effect(Warning::RescueForOneStart.sentence()))
    }
}
