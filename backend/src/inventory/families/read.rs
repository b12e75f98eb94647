//! One read of a family.

use std::sync::Arc;

use domain::billing::BillingAccount;
use domain::capability::Family;
use domain::ids::ProviderResourceId;
use domain::plan::ImageKind;
use domain::provider::Brand;
use domain::rules::replica::ReplicaKind;
use providers::error::NotSent;
use providers::family::AddressFilter;
use providers::{Credential, Provider, ProviderError};

use super::kept::Kept;
use crate::inventory::Inventory;
use crate::inventory::due::Job;
use crate::inventory::source::{Content, SourceKey};

impl Inventory {
    /// Reads a family with an opened key.
    pub(in crate::inventory) async fn read_family(
        &self,
        job: &Job,
        brand: Brand,
        credential: &Credential,
    ) -> Result<Kept, ProviderError> {
        let provider = self.0.parts.registry.provider(brand);
        let accounts = if job.source.family == Family::Usage { self.paying(job) } else { None };
        self.in_time(read(provider, credential, &job.source, accounts)).await
    }

    /// The key's billing accounts, as far as they are known.
    fn paying(&self, job: &Job) -> Option<Vec<ProviderResourceId>> {
        let state = self.state();
        let families = &state.keys.get(&job.credential)?.families;
        families.sources.values().find_map(|beside| match &beside.source.content {
            Some(Content::Kept(Kept::Accounts(accounts))) => {
                Some(accounts.iter().map(|account| account.id.clone()).collect())
            }
            _ => None,
        })
    }
}

async fn read(
    provider: &dyn Provider,
    credential: &Credential,
    source: &SourceKey,
    accounts: Option<Vec<ProviderResourceId>>,
) -> Result<Kept, ProviderError> {
    const NONE: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };
    let location = &source.location;
    Ok(match source.family {
        Family::Locations => Kept::Locations(rows(provider.locations().ok_or(NONE)?.list(credential).await?)),
        Family::Images => {
            Kept::Images(rows(provider.images().ok_or(NONE)?.list(credential, ImageKind::All).await?))
        }
        Family::Parameters => {
            Kept::Parameters(Arc::new(provider.parameters().ok_or(NONE)?.read(credential).await?))
        }
        Family::Plans => Kept::Plans(rows(provider.plans().ok_or(NONE)?.list(credential, location).await?)),
        Family::Projects => Kept::Projects(rows(provider.projects().ok_or(NONE)?.list(credential).await?)),
        Family::Allowance => {
            Kept::Allowance(Arc::new(provider.allowance().ok_or(NONE)?.read(credential).await?))
        }
        Family::Disks => Kept::Disks(rows(provider.disks().ok_or(NONE)?.list(credential, location).await?)),
        Family::Networks => {
            Kept::Networks(rows(provider.networks().ok_or(NONE)?.list(credential, location).await?))
        }
        Family::Addresses => {
            let all = AddressFilter::default();
            Kept::Addresses(rows(provider.addresses().ok_or(NONE)?.list(credential, location, &all).await?))
        }
        Family::Pricing => Kept::Prices(Arc::new(provider.pricing().ok_or(NONE)?.list(credential).await?)),
        Family::Billing => {
            let listed = provider.billing().ok_or(NONE)?.list(credential, false).await?;
            // People's addresses, tax numbers and cards are neither stored nor held: nothing here needs them.
            Kept::Accounts(rows(listed.into_iter().map(BillingAccount::as_payer).collect()))
        }
        Family::Usage => {
            let usage = provider.usage().ok_or(NONE)?;
            let accounts = match accounts {
                Some(accounts) => accounts,
                None => {
                    let billing = provider.billing().ok_or(NONE)?.list(credential, false).await?;
                    billing.into_iter().map(|account| account.id).collect()
                }
            };
            let mut used = Vec::new();
            for account in accounts {
                used.extend(usage.list(credential, &account).await?);
            }
            Kept::Usage(rows(used))
        }
        Family::Replicas => {
            let (replicas, server) = (provider.replicas().ok_or(NONE)?, source.server.as_ref().ok_or(NONE)?);
            let mut found = Vec::new();
            for kind in ReplicaKind::ALL {
                found.extend(replicas.list(credential, location, server, kind).await?);
            }
            Kept::Replicas(rows(found))
        }
        _ => return Err(NONE),
    })
}

/// Kept for long, so without room to grow.
fn rows<T>(mut rows: Vec<T>) -> Arc<Vec<T>> {
    rows.shrink_to_fit();
    Arc::new(rows)
}
