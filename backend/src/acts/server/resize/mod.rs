//! Another size: by plan at Virtua, by numbers at Warren.

mod by_numbers;
mod by_plan;

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::policy::Verb;
use domain::provider::Platform;
use domain::rules::server;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::acts::troubles::Troubles;

pub(crate) struct Resize;

impl Act for Resize {
    fn slug(&self) -> &'static str {
        "server.resize"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Plans, Family::Parameters, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        match on.platform() {
            Platform::Virtua => on.offers("server.resize")?,
            Platform::Warren => on.offers("server.modify")?,
        }
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        match on.first() {
            None => Vec::new(),
            Some(on) if on.platform() == Platform::Virtua => by_plan::form(on, fields),
            Some(on) => by_numbers::form(on, fields),
        }
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        match on.platform() {
            Platform::Virtua => by_plan::draft(on, fields),
            Platform::Warren => by_numbers::draft(on, fields),
        }
    }

    fn troubles(&self, on: &On<'_>, fields: &Fields, first: DomainError) -> Troubles {
        match on.platform() {
            Platform::Virtua => first.into(),
            Platform::Warren => by_numbers::troubles(on, fields, first),
        }
    }
}
