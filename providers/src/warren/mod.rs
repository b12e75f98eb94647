//! Warren behind the neutral traits.

use std::sync::Arc;

use domain::capability::Capabilities;
use domain::provider::Brand;

use crate::family::{Accounts, Compute, Images, Locations, Plans, Provider};
use crate::http::Http;

pub(crate) struct Warren {
    http: Arc<Http>,
    capabilities: Capabilities,
}

impl Warren {
    pub(crate) fn new(brand: Brand, http: Arc<Http>) -> Self {
        Self { http, capabilities: crate::capabilities::of(brand) }
    }
}

impl Provider for Warren {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
    fn account(&self) -> Option<&dyn Accounts> {
        None
    }
    fn locations(&self) -> Option<&dyn Locations> {
        None
    }
    fn compute(&self) -> Option<&dyn Compute> {
        None
    }
    fn images(&self) -> Option<&dyn Images> {
        None
    }
    fn plans(&self) -> Option<&dyn Plans> {
        None
    }
}
