//! Start, stop, restart and forced stop: what [`domain::power`] knows, as acts.

pub(crate) mod words;

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Offer;
use domain::change::ServerChange;
use domain::policy::Verb;
use domain::power::{PowerAction, PowerCall};

use super::act::Act;
use super::draft::Draft;
use super::on::On;
use crate::operations::task::{Before, StepDraft};

/// One of the four.
pub(crate) struct Power(PowerAction);

impl Power {
    pub(crate) const START: Self = Self(PowerAction::Start);
    pub(crate) const STOP: Self = Self(PowerAction::Stop);
    pub(crate) const RESTART: Self = Self(PowerAction::Restart);
    pub(crate) const FORCE_STOP: Self = Self(PowerAction::ForceStop);
}

impl Act for Power {
    fn slug(&self) -> &'static str {
        match self.0 {
            PowerAction::Start => "server.start",
            PowerAction::Stop => "server.stop",
            PowerAction::Restart => "server.restart",
            PowerAction::ForceStop => "server.force_stop",
        }
    }

    fn right(&self) -> Verb {
        Verb::Power
    }

    fn many(&self) -> bool {
        true
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        match on.capabilities().power(self.0) {
            Offer::No(why) => Err(why),
            Offer::Yes => self.0.check(&on.server().state),
        }
    }

    fn draft(&self, on: &On<'_>, _: &Fields) -> Result<Draft, DomainError> {
        let (server, brand) = (on.server(), on.brand());
        let one_call = on.backend.inventory().compute(brand)?.has_restart_call();
        let (before, after) = (server.state.word().to_owned(), self.0.goal().word().to_owned());
        let draft = Draft {
            steps: calls(self.0, one_call).iter().map(|call| step(on, *call)).collect(),
            before: Before::of(server),
            what: format!("{before} → {after}"),
            danger: self.0 == PowerAction::ForceStop,
            effects: words::effects(self.0, brand, one_call),
            irreversible: words::irreversible(self.0).into_iter().collect(),
            cost: cost(self.0, on),
            ..Draft::default()
        };
        Ok(draft.line("State", before, after))
    }
}

/// Of one among many without its own number, so that the same is said once.
fn cost(action: PowerAction, on: &On<'_>) -> String {
    match action {
        PowerAction::Start if !on.alone => "While they run they are billed in full.".to_owned(),
        _ => words::cost(action, on.brand(), on.server().price.as_ref().filter(|_| on.alone)),
    }
}

/// One request, or a stop and a start where the platform has no restart.
pub(crate) const fn calls(action: PowerAction, one_call: bool) -> &'static [PowerCall] {
    match action {
        PowerAction::Start => &[PowerCall::Start],
        PowerAction::Stop => &[PowerCall::Stop],
        PowerAction::ForceStop => &[PowerCall::ForceStop],
        PowerAction::Restart if one_call => &[PowerCall::Restart],
        PowerAction::Restart => &[PowerCall::Stop, PowerCall::Start],
    }
}

/// A power request to this server.
pub(crate) fn step(on: &On<'_>, call: PowerCall) -> StepDraft {
    ServerChange::Power { id: on.key().id.clone(), call }.into()
}
