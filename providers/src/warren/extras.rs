//! Reads that add to a list of machines. Their failures are logged and cost only what they would have added.

use std::collections::HashMap;

use domain::pricing::PriceList;
use domain::server::Address;

use super::money::Currency;
use super::{Warren, client, map, pricing, wire};
use crate::credential::Credential;
use crate::error::ProviderError;
use crate::http::Call;
use crate::wire::List;

impl Warren {
    /// Public addresses by machine; `None` when they could not be read.
    pub(super) async fn public_addresses(
        &self,
        credential: &Credential,
        location: &str,
        call: Call,
    ) -> Option<HashMap<String, Vec<Address>>> {
        let rows = match self.read_at(credential, location, call).await {
            Ok(reply) => reply.json::<List<wire::FloatingIp>>("list of addresses"),
            Err(error) => Err(error),
        };
        without(credential, "public addresses", rows).map(|rows| map::public_addresses(&rows.items))
    }

    /// The price list; `None` when it could not be read.
    pub(super) async fn prices(&self, credential: &Credential) -> Option<PriceList> {
        if let Some(known) = self.memory.prices(credential) {
            return Some(known);
        }
        let body = match client::read(&self.http, credential, &client::pricing()).await {
            Ok(reply) => reply.object::<pricing::Body>("price list"),
            Err(error) => Err(error),
        };
        let prices = pricing::price_list(&without(credential, "prices", body)?, Currency::of(self.brand));
        self.memory.set_prices(credential, &prices);
        Some(prices)
    }
}

fn without<T>(credential: &Credential, what: &str, outcome: Result<T, ProviderError>) -> Option<T> {
    match outcome {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::warn!(credential = %credential.id, what, %error, "servers are listed without");
            None
        }
    }
}
