//! Who a key belongs to, and which scheme and base path it works with.

use async_trait::async_trait;
use domain::credential::AuthScheme;
use url::Url;

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::error::{ProviderError, Refusal};
use crate::family::{AccountInfo, Accounts, Result};

/// Newest document first.
const SCHEMES: [AuthScheme; 3] = [AuthScheme::Bearer, AuthScheme::XApiKey, AuthScheme::RawBasic];

#[async_trait]
impl Accounts for Virtua {
    async fn account(&self, credential: &Credential) -> Result<AccountInfo> {
        let reply = client::read(&self.http, credential, &client::account()).await?;
        let account: wire::Account = reply.object("account")?;
        Ok(map::account(&account))
    }

    /// Tries the next scheme only after 401 or 403, and the other base path only after "no such route". Everything
    /// else ends the probe at once: few calls without a valid key are allowed.
    async fn probe(&self, credential: &Credential) -> Result<(Credential, AccountInfo)> {
        let mut denied: Option<ProviderError> = None;
        for base_url in bases(&credential.endpoint.base_url) {
            for scheme in SCHEMES {
                let mut candidate = credential.clone();
                candidate.endpoint.base_url = base_url.clone();
                candidate.endpoint.scheme = scheme;
                match self.account(&candidate).await {
                    Ok(account) => return Ok((candidate, account)),
                    Err(error) if matches!(error.status(), Some(401 | 403)) => {
                        // What the first scheme heard is closest to the truth.
                        denied.get_or_insert(error);
                    }
                    Err(error) if error.refusal() == Some(Refusal::UnknownRoute) => {
                        denied.get_or_insert(error);
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
            if denied.as_ref().is_some_and(|error| error.refusal() != Some(Refusal::UnknownRoute)) {
                break;
            }
        }
        match denied {
            Some(error) => Err(error),
            // Unreachable while there is a scheme to try; said as a failure all the same.
            None => self.account(credential).await.map(|account| (credential.clone(), account)),
        }
    }
}

/// The given address, then the same with or without the version.
fn bases(given: &Url) -> [Url; 2] {
    let path = given.path().trim_end_matches('/');
    let other = match path.strip_suffix("/v1") {
        Some(bare) => bare.to_owned(),
        None => format!("{path}/v1"),
    };
    let mut second = given.clone();
    second.set_path(&other);
    [given.clone(), second]
}
