//! Who a key belongs to, and what it opens.

use async_trait::async_trait;
use domain::credential::AuthScheme;

use super::{Warren, client, wire};
use crate::credential::Credential;
use crate::error::Refusal;
use crate::family::{AccountInfo, Accounts, Result};
use crate::wire::List;

#[async_trait]
impl Accounts for Warren {
    async fn account(&self, credential: &Credential) -> Result<AccountInfo> {
        let reply = client::read(&self.http, credential, &client::user()).await?;
        let user: wire::User = reply.object("user")?;
        let email = user.profile_data.0.and_then(|profile| profile.email.owned());
        Ok(AccountInfo { holder: email.or_else(|| user.name.owned()), summary: "The key works.".to_owned() })
    }

    /// The locations prove the host, the list without slug proves the key, the lists with slug prove the locations.
    async fn probe(&self, credential: &Credential) -> Result<(Credential, AccountInfo)> {
        let mut settled = credential.clone();
        settled.endpoint.scheme = AuthScheme::ApiKey;
        let mut locations = self.read_locations(&settled).await;
        let base = credential.endpoint.base_url.path().trim_end_matches('/').to_owned();
        let lost = matches!(&locations, Err(error) if matches!(error.status(), Some(404 | 405)));
        if lost && !base.ends_with("/v1") {
            let mut versioned = settled.clone();
            versioned.endpoint.base_url.set_path(&format!("{base}/v1"));
            if let Ok(found) = self.read_locations(&versioned).await {
                (settled, locations) = (versioned, Ok(found));
            }
        }
        let locations = locations?;
        client::read(&self.http, &settled, &client::vms()).await?;
        let mut servers = 0;
        let mut closed = Vec::new();
        for location in &locations {
            match self.read_at(&settled, &location.slug, client::vms()).await {
                Ok(reply) => servers += reply.json::<List<wire::Vm>>("list of servers")?.items.len(),
                Err(error) if error.refusal() == Some(Refusal::UnknownRoute) => {
                    closed.push(location.name.as_str());
                }
                Err(error) => return Err(error),
            }
        }
        let holder = self.account(&settled).await.ok().and_then(|account| account.holder);
        let mut summary = format!(
            "The key works: {} in {}.",
            count(servers, "server", "servers"),
            count(locations.len() - closed.len(), "location", "locations")
        );
        if !closed.is_empty() {
            summary.push_str(&format!(" Not open to this key: {}.", closed.join(", ")));
        }
        Ok((settled, AccountInfo { holder, summary }))
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
