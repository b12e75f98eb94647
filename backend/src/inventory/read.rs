//! The one way to a provider's read calls: opens the key, and obeys its limits and time.

use std::future::Future;

use domain::DomainError;
use domain::capability::Family;
use domain::error::ErrorKind;
use domain::ids::{CredentialId, ServerKey, TeamId};
use domain::provider::Brand;
use domain::server::Server;
use providers::error::NoAnswer;
use providers::family::Compute;
use providers::{Credential, ProviderError};
use tokio::time::{Instant, timeout};

use super::Inventory;
use super::apply::Answer;
use super::due::Job;
use crate::db::credentials::{self, StoredCredential};
use crate::error::BackendError;

/// Why one server could not be read.
#[derive(Debug)]
pub(crate) enum ReadProblem {
    /// The credential is gone, or was refused, or its provider has no servers.
    NoWay(String),
    /// The provider asked to wait, or its calls fail; nothing was sent.
    Wait(Instant),
    /// Skydeck's own database failed; nothing was sent and nothing is known.
    Database(BackendError),
    /// The provider was asked.
    Provider(ProviderError),
}

impl ReadProblem {
    /// For people.
    pub(crate) fn public_message(&self) -> String {
        match self {
            Self::NoWay(why) => why.clone(),
            Self::Wait(_) => "The provider asked to wait before the next request.".to_owned(),
            Self::Database(error) => error.public().message.clone(),
            Self::Provider(error) => error.public_message(),
        }
    }
}

impl Inventory {
    /// A stored key, opened. `None` when it is gone.
    pub(crate) async fn open_key(
        &self,
        id: CredentialId,
    ) -> crate::error::Result<Option<(StoredCredential, Credential)>> {
        let Some(row) = credentials::find(self.0.parts.db.read(), id).await? else { return Ok(None) };
        let credential = self.0.parts.vault.open_credential(&row)?;
        Ok(Some((row, credential)))
    }

    /// The server calls of a brand.
    ///
    /// # Errors
    /// When the brand's API has none.
    pub(crate) fn compute(&self, brand: Brand) -> Result<&dyn Compute, DomainError> {
        self.0.parts.registry.provider(brand).compute().ok_or_else(|| {
            DomainError::new(ErrorKind::Conflict, format!("{}'s API offers no servers.", brand.name()))
        })
    }

    /// Why no change can be sent with this key: it is gone, or the provider refuses it.
    pub(crate) fn refusal(&self, id: CredentialId) -> Option<String> {
        match self.state().keys.get(&id) {
            None => Some("The credential was removed.".to_owned()),
            Some(key) if key.refused => Some(format!(
                "{} refuses the key “{}”. Replace it under Credentials.",
                key.brand.name(),
                key.label
            )),
            Some(_) => None,
        }
    }

    /// Servers that are seen through a key.
    pub(crate) fn servers_of(&self, team: TeamId, id: CredentialId) -> u32 {
        u32::try_from(self.team(team).count_of(id)).unwrap_or(u32::MAX)
    }

    /// Reads one server now and takes it over, within the key's limits.
    pub(crate) async fn read_server(&self, key: &ServerKey) -> Result<Server, ReadProblem> {
        let (provider, credential) = self.open_to_read(key.credential, 1).await?;
        let compute = provider
            .compute()
            .ok_or_else(|| ReadProblem::NoWay("The provider's API offers no servers.".to_owned()))?;
        let started = self.0.parts.clock.now();
        let read = self.in_time(compute.get(&credential, &key.location, &key.id)).await;
        let server = self.took(key.credential, read)?;
        self.apply_server(key, server.clone(), started);
        Ok(server)
    }

    /// Obeys a 429 that came outside the refresher: the key is silent for as long as the provider asked.
    pub(crate) fn heed(&self, credential: CredentialId, error: &ProviderError) {
        if let ProviderError::RateLimited { retry_after, .. } = error
            && let Some(known) = self.state().keys.get_mut(&credential)
        {
            known.limits.pause(*retry_after, Instant::now());
        }
    }

    /// Reads a source with an opened key.
    pub(super) async fn read_source(
        &self,
        job: &Job,
        brand: Brand,
        credential: &Credential,
    ) -> Result<Answer, ProviderError> {
        let provider = self.0.parts.registry.provider(brand);
        let location = &job.source.location;
        match job.source.family {
            Family::Locations => match provider.locations() {
                Some(locations) => self.in_time(locations.list(credential)).await.map(Answer::Locations),
                None => Ok(Answer::Locations(Vec::new())),
            },
            _ => match provider.compute() {
                Some(compute) => self.in_time(compute.list(credential, location)).await.map(Answer::Servers),
                None => Ok(Answer::Servers(Vec::new())),
            },
        }
    }

    /// The client has time limits of its own; this one holds even if a driver makes many calls in a row.
    pub(super) async fn in_time<T>(
        &self,
        call: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, ProviderError> {
        timeout(self.0.config.read_limit, call)
            .await
            .unwrap_or(Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }))
    }
}
