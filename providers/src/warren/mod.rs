//! The Warren platform, sold under many brands. What differs between them is in [`Brand`]; the rest is one driver.

mod account;
mod addresses;
mod balancers;
mod billing;
mod buckets;
mod cards;
mod catalogue;
mod changes;
mod client;
mod compute;
mod credit;
mod databases;
mod disks;
mod extras;
mod fields;
mod invoices;
mod map;
mod memory;
mod money;
mod networks;
mod parameters;
mod pricing;
mod refusal;
mod replicas;
mod route;
mod tokens;
mod usage;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::capability::{Capabilities, Family};
use domain::provider::Brand;

use crate::family::{
    Accounts, Addresses, Balancers, Billing, Buckets, Cards, Changes, Compute, Credit, Databases, Disks,
    Images, Invoices, Locations, Networks, Parameters, Plans, Pricing, Provider, Replicas, Tokens, Usage,
};
use crate::http::Http;

/// One brand of Warren behind the neutral traits.
pub(crate) struct Warren {
    brand: Brand,
    http: Arc<Http>,
    capabilities: Capabilities,
    memory: memory::Memory,
}

impl Warren {
    pub(crate) fn new(brand: Brand, http: Arc<Http>) -> Self {
        Self { brand, http, capabilities: crate::capabilities::of(brand), memory: memory::Memory::default() }
    }
}

impl Provider for Warren {
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

    fn parameters(&self) -> Option<&dyn Parameters> {
        Some(self)
    }

    fn networks(&self) -> Option<&dyn Networks> {
        Some(self)
    }

    fn addresses(&self) -> Option<&dyn Addresses> {
        Some(self)
    }

    fn balancers(&self) -> Option<&dyn Balancers> {
        Some(self)
    }

    fn billing(&self) -> Option<&dyn Billing> {
        Some(self)
    }

    fn cards(&self) -> Option<&dyn Cards> {
        Some(self)
    }

    fn credit(&self) -> Option<&dyn Credit> {
        Some(self)
    }

    fn invoices(&self) -> Option<&dyn Invoices> {
        Some(self)
    }

    fn disks(&self) -> Option<&dyn Disks> {
        Some(self)
    }

    fn replicas(&self) -> Option<&dyn Replicas> {
        Some(self)
    }

    fn pricing(&self) -> Option<&dyn Pricing> {
        Some(self)
    }

    fn usage(&self) -> Option<&dyn Usage> {
        Some(self)
    }

    fn buckets(&self) -> Option<&dyn Buckets> {
        Some(self)
    }

    fn databases(&self) -> Option<&dyn Databases> {
        self.capabilities.family(Family::Databases).is_yes().then_some(self)
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        Some(self)
    }
}
