//! What the running month has used, on Warren.

mod map;
mod wire;

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::usage::UsageRow;

use super::money::{Currency, rows};
use super::{Warren, client};
use crate::credential::Credential;
use crate::family::{Result, Usage};
use crate::http::Call;
use crate::wire::List;

#[async_trait]
impl Usage for Warren {
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<UsageRow>> {
        let call = Call::get("usage.list", "charging/usage").query("billing_account_id", &account.0).exact();
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Row> = reply.json("list of usage")?;
        let currency = Currency::of(self.brand);
        Ok(rows(credential, "usage", &list, |row| map::row(row, currency)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    const CURRENCY: Currency = Currency::named(Some("IDR"));

    #[test]
    fn the_documented_answer() {
        golden::list("warren/usage/get.json", |row: &wire::Row| map::row(row, CURRENCY));
    }

    proptest! {
        #[test]
        fn no_json_panics(text in crate::wire::json(), field in 0_usize..6) {
            let name = ["configurations", "cost", "hours", "price", "uptime_types", "owner_uuid"][field];
            for text in [text.clone(), format!(r#"[{{"description":"a","{name}":{text}}}]"#)] {
                if let Ok(list) = serde_json::from_str::<List<wire::Row>>(&text) {
                    for row in &list.items {
                        let _row = map::row(row, CURRENCY);
                    }
                }
            }
        }
    }
}
