//! Virtua.cloud's own API. Its calls take no location: one list holds every server, each with its own zone.

mod account;
mod allowance;
mod catalogue;
mod changes;
mod client;
mod compute;
mod map;
mod order;
mod passwords;
mod projects;
mod public;
mod refusal;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::capability::Capabilities;
use domain::provider::Brand;

use crate::family::{
    Accounts, Allowances, Catalogues, Changes, Compute, Images, Locations, Passwords, Plans, Projects,
    Provider,
};
use crate::http::Http;

/// Virtua behind the neutral traits.
pub(crate) struct Virtua {
    http: Arc<Http>,
    capabilities: Capabilities,
}

impl Virtua {
    pub(crate) fn new(brand: Brand, http: Arc<Http>) -> Self {
        Self { http, capabilities: crate::capabilities::of(brand) }
    }
}

impl Provider for Virtua {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn changes(&self) -> &dyn Changes {
        self
    }

    fn account(&self) -> Option<&dyn Accounts> {
        Some(self)
    }

    fn locations(&self) -> Option<&dyn Locations> {
        Some(self)
    }

    fn compute(&self) -> Option<&dyn Compute> {
        Some(self)
    }

    fn images(&self) -> Option<&dyn Images> {
        Some(self)
    }

    fn plans(&self) -> Option<&dyn Plans> {
        Some(self)
    }

    fn passwords(&self) -> Option<&dyn Passwords> {
        Some(self)
    }

    fn projects(&self) -> Option<&dyn Projects> {
        Some(self)
    }

    fn allowance(&self) -> Option<&dyn Allowances> {
        Some(self)
    }

    fn catalogue(&self) -> Option<&dyn Catalogues> {
        Some(self)
    }
}
