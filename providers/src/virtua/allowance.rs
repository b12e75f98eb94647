//! What the account may have and has, from two calls: `GET /cloud/limits` and `GET /account`.

use async_trait::async_trait;
use domain::allowance::{Allowance, Spending, Used};
use domain::money::Money;
use serde::Deserialize;

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::family::{Allowances, Result};
use crate::http::Call;
use crate::wire::{Lenient, Scalar};

/// `GET /cloud/limits`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Limits {
    usage: Lenient<Usage>,
    limits: Lenient<Most>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Usage {
    cloud_servers: Scalar,
    vcpus: Scalar,
    memory_size: Scalar,
    root_space: Scalar,
    ip_address_v4: Scalar,
    ip_address_v6: Scalar,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Most {
    cloud_servers: Scalar,
    smtp_enabled: Scalar,
}

#[async_trait]
impl Allowances for Virtua {
    async fn read(&self, credential: &Credential) -> Result<Allowance> {
        let (calls_limits, calls_account) = (Call::get("allowance.get", "cloud/limits"), client::account());
        let (limits, account) = futures::join!(
            client::read(&self.http, credential, &calls_limits),
            client::read(&self.http, credential, &calls_account),
        );
        Ok(allowance(limits?.object("limits")?, &account?.object("account")?))
    }
}

fn allowance(limits: Limits, account: &wire::Account) -> Allowance {
    let currency = account.currency.text().unwrap_or(map::CURRENCY);
    let money = |scalar: &Scalar| scalar.decimal().map(|amount| Money::new(amount, currency));
    let usage = limits.usage.0.unwrap_or_default();
    let most = limits.limits.0.unwrap_or_default();
    Allowance {
        servers_most: most.cloud_servers.whole().or_else(|| account.cloud_servers_limit.whole()),
        mail_allowed: most.smtp_enabled.flag(),
        used: Used {
            servers: usage.cloud_servers.whole(),
            vcpus: usage.vcpus.whole(),
            memory_mib: usage.memory_size.whole(),
            disk_gib: usage.root_space.whole(),
            ipv4: usage.ip_address_v4.whole(),
            ipv6: usage.ip_address_v6.whole(),
        },
        spending: Spending {
            balance: money(&account.balance),
            outstanding: money(&account.outstanding_balance),
            today: money(&account.today_cloud_usage),
            month_so_far: money(&account.monthly_cloud_usage),
            month_estimate: money(&account.monthly_cloud_usage_estimate),
        },
        time_zone: account.timezone.owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_figures() {
        let limits = golden::reply("virtua/limits.json").object("limits").unwrap();
        let account = golden::reply("virtua/account.json").object("account").unwrap();
        golden::check("virtua/limits.json", &allowance(limits, &account));
    }

    proptest! {
        #[test]
        fn no_figure_panics(text in crate::wire::json()) {
            let limits = serde_json::from_str::<Limits>(&format!(r#"{{"usage":{text},"limits":{text}}}"#));
            let account = serde_json::from_str::<wire::Account>(&format!(r#"{{"balance":{text}}}"#));
            let _allowance = allowance(limits.unwrap(), &account.unwrap());
        }
    }
}
