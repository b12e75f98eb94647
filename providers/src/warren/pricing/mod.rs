//! The price list on Warren.

mod map;
mod wire;

use async_trait::async_trait;
use domain::pricing::PriceList;

pub(super) use map::{item, price_list};
pub(super) use wire::Pricing as Body;

use super::money::Currency;
use super::{Warren, client};
use crate::credential::Credential;
use crate::family::{Pricing, Result};

#[async_trait]
impl Pricing for Warren {
    async fn list(&self, credential: &Credential) -> Result<PriceList> {
        let reply = client::read(&self.http, credential, &client::pricing()).await?;
        let body: Body = reply.object("price list")?;
        let prices = price_list(&body, Currency::of(self.brand));
        self.memory.set_prices(credential, &prices);
        Ok(prices)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    fn read(text: &str) -> Option<PriceList> {
        let body: Body = serde_json::from_str(text).ok()?;
        Some(price_list(&body, Currency::named(Some("IDR"))))
    }

    #[test]
    fn the_documented_answer() {
        let prices = read(&golden::sample("warren/pricing.json")).unwrap();
        assert_eq!(prices.rows.len(), 8);
        golden::check("warren/pricing.json", &prices);
    }

    proptest! {
        #[test]
        fn no_json_panics(text in crate::wire::json()) {
            let _list = read(&text);
            let _rows = read(&format!(r#"{{"policy":{text}}}"#));
            let _row = read(&format!(r#"{{"policy":[{{"resourceType":"CPU","numCpus":1,"price":{text}}}]}}"#));
        }
    }
}
