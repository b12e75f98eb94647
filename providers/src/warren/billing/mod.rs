//! Billing accounts on Warren.

mod changes;
mod map;
mod wire;

use async_trait::async_trait;
use domain::billing::{BilledServer, BillingAccount};
use domain::ids::ProviderResourceId;
use domain::money::Money;

pub(super) use changes::{applied, call};

use super::money::{Currency, rows};
use super::{Warren, client, wire as warren};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Billing, Result};
use crate::http::{Call, Reply};
use crate::wire::List;

/// Where an account is read, replaced and deleted.
const ACCOUNT: &str = "payment/billing_account";

#[async_trait]
impl Billing for Warren {
    async fn list(&self, credential: &Credential, with_deleted: bool) -> Result<Vec<BillingAccount>> {
        let mut call = Call::get("billing.list", "payment/billing_account/list");
        if with_deleted {
            // Any value will do.
            call = call.query("show_shadow", "true");
        }
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Account> = reply.json("list of billing accounts")?;
        let currency = Currency::of(self.brand);
        Ok(rows(credential, "billing accounts", &list, |row| map::account(row, currency)))
    }

    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<BillingAccount> {
        let call = Call::get("billing.get", ACCOUNT).query("billing_account_id", &id.0).exact();
        let reply = client::read(&self.http, credential, &call).await?;
        account(&reply, Currency::of(self.brand))
    }

    async fn unpaid(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Money> {
        let call = Call::get("billing.unpaid", "payment/billing_account/unpaid_amount")
            .query("billing_account_id", &id.0)
            .exact();
        unpaid(&client::read(&self.http, credential, &call).await?, Currency::of(self.brand))
    }

    async fn servers(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Vec<BilledServer>> {
        // `resource_type` is left at its default, the only value that the documents name.
        let call =
            Call::get("billing.servers", "user-resource/billing_resources").query("id", &id.0).located();
        let reply = self.read_at(credential, location, call.exact()).await?;
        let list: List<warren::Vm> = reply.json("list of billed servers")?;
        Ok(rows(credential, "billed servers", &list, map::server))
    }
}

fn account(reply: &Reply, currency: Currency) -> Result<BillingAccount> {
    let row: wire::Account = reply.object("billing account")?;
    map::account(&row, currency).ok_or_else(|| reply.unreadable(Unread::Shape("billing account")))
}

fn unpaid(reply: &Reply, currency: Currency) -> Result<Money> {
    let said: wire::Unpaid = reply.object("unpaid amount")?;
    currency.amount(&said.message).ok_or_else(|| reply.unreadable(Unread::Shape("unpaid amount")))
}

#[cfg(test)]
mod tests;
