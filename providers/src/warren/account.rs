//! Who a key belongs to, and what it opens.

use std::time::Duration;

use async_trait::async_trait;
use domain::account::Profile;
use domain::change::AccountChange;
use domain::credential::AuthScheme;
use domain::location::Location;
use futures::stream::{self, StreamExt};
use tokio::time::timeout;

use super::{Warren, client, wire};
use crate::credential::Credential;
use crate::error::{NoAnswer, ProviderError, Refusal};
use crate::family::{AccountInfo, Accounts, Result, Secrets};
use crate::http::Call;
use crate::wire::List;

#[async_trait]
impl Accounts for Warren {
    async fn account(&self, credential: &Credential) -> Result<AccountInfo> {
        let reply = client::read(&self.http, credential, &client::user()).await?;
        let user: wire::User = reply.object("user")?;
        let profile = user.profile_data.0.as_ref().map(profile);
        let email = profile.as_ref().and_then(|profile| profile.email.clone());
        Ok(AccountInfo {
            holder: email.or_else(|| user.name.owned()),
            summary: "The key works.".to_owned(),
            profile,
        })
    }

    /// The locations prove the host, the list without slug proves the key. The lists with slug say what it opens; one
    /// that fails says nothing against the key.
    async fn probe(&self, credential: &Credential) -> Result<(Credential, AccountInfo)> {
        let whole = self.http.options().probe_timeout;
        timeout(whole, self.prove(credential, whole.mul_f64(PART)))
            .await
            .unwrap_or(Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }))
    }
}

/// The request that makes the change.
pub(super) fn call(change: &AccountChange, secrets: &Secrets) -> Call {
    match change {
        AccountChange::Profile { first_name, last_name, phone_number, with_personal_id_number } => {
            Call::patch("account.profile", "user-resource/user/profile")
                .maybe("first_name", first_name.as_ref())
                .maybe("last_name", last_name.as_ref())
                .maybe("phone_number", phone_number.as_ref())
                .maybe("personal_id_number", with_personal_id_number.then_some(&secrets.personal_id_number))
        }
    }
}

fn profile(row: &wire::Profile) -> Profile {
    Profile {
        email: row.email.owned(),
        first_name: row.first_name.owned(),
        last_name: row.last_name.owned(),
        phone_number: row.phone_number.owned(),
    }
}

/// Share of a probe's time that each of its rounds of lists may take.
const PART: f64 = 0.4;

impl Warren {
    async fn prove(&self, credential: &Credential, part: Duration) -> Result<(Credential, AccountInfo)> {
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
        let proof = in_time(part, client::read(&self.http, &settled, &client::vms())).await;
        match &proof {
            Ok(_) | Err(ProviderError::ServerFailure { .. } | ProviderError::NoAnswer { .. }) => {}
            Err(error) => return Err(error.clone()),
        }
        let key = &settled;
        let slugs: Vec<&str> = locations.iter().map(|location| location.slug.as_str()).collect();
        let counts: Vec<_> = slugs.into_iter().map(|slug| in_time(part, self.count_at(key, slug))).collect();
        let lists = stream::iter(counts).buffered(AT_ONCE).collect::<Vec<_>>();
        let (lists, account) = futures::join!(lists, in_time(part, self.account(&settled)));
        // The default location is down, and another one knows the key.
        if let Err(error) = proof
            && !lists.iter().any(Result::is_ok)
        {
            return Err(error);
        }
        let account = account.ok();
        let holder = account.as_ref().and_then(|account| account.holder.clone());
        let profile = account.and_then(|account| account.profile);
        Ok((settled, AccountInfo { holder, summary: summary(&locations, &lists), profile }))
    }

    async fn count_at(&self, credential: &Credential, slug: &str) -> Result<usize> {
        let reply = self.read_at(credential, slug, client::vms()).await?;
        Ok(reply.json::<List<wire::Vm>>("list of servers")?.items.len())
    }
}

/// Locations that are read at the same time.
const AT_ONCE: usize = 8;

async fn in_time<T>(limit: Duration, call: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(limit, call).await.unwrap_or(Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }))
}

/// What the lists of the locations gave, in a sentence or three.
fn summary(locations: &[Location], lists: &[Result<usize>]) -> String {
    let (mut servers, mut read) = (0, 0);
    let (mut closed, mut unread) = (Vec::new(), Vec::new());
    for (location, list) in locations.iter().zip(lists) {
        match list {
            Ok(count) => (servers, read) = (servers + count, read + 1),
            Err(error) => match error.refusal() {
                Some(Refusal::UnknownRoute | Refusal::NotAllowed) => closed.push(location.name.as_str()),
                _ => unread.push(location.name.as_str()),
            },
        }
    }
    let mut summary = format!(
        "The key works: {} in {}.",
        count(servers, "server", "servers"),
        count(read, "location", "locations")
    );
    for (what, names) in [("Not open to this key", closed), ("Not read, because no good answer came", unread)]
    {
        if !names.is_empty() {
            summary.push_str(&format!(" {what}: {}.", names.join(", ")));
        }
    }
    summary
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_answers() {
        let user: wire::User = golden::reply("warren/user.json").object("user").unwrap();
        golden::check("warren/user.json", &user.profile_data.0.as_ref().map(profile));
        let changed: wire::Profile =
            golden::reply("warren/account/modify-profile.json").object("profile").unwrap();
        golden::check("warren/account/modify-profile.json", &profile(&changed));
    }
}
