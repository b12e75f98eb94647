//! A stored API key as the vault opens, seals and re-wraps it: bound to its row, team, brand and address (security.md K3).

use domain::ids::{CredentialId, TeamId};
use domain::provider::Brand;
use providers::credential::{Credential, Endpoint};
use url::Url;

use super::context::Context;
use super::{Vault, VaultError, envelope};
use crate::db::credentials::StoredCredential;

impl Vault {
    /// Opens a stored credential for a call to its provider.
    ///
    /// # Errors
    /// When the row was changed by other hands: key, team, provider or address.
    pub fn open_credential(&self, row: &StoredCredential) -> Result<Credential, VaultError> {
        let (base_url, place) = Place::of(row)?;
        let key = self.open(&place.context(row.brand, row.key_version), &row.sealed_key)?;
        Ok(Credential {
            endpoint: Endpoint { brand: row.brand, base_url, scheme: row.scheme },
            key,
            id: row.id.to_string(),
        })
    }

    /// Seals a key for the row of this id.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal_credential(
        &self,
        id: CredentialId,
        team: TeamId,
        credential: &Credential,
        key_version: i64,
    ) -> Result<Vec<u8>, VaultError> {
        let place = Place::new(id, team, &credential.endpoint.base_url);
        self.seal(&place.context(credential.endpoint.brand, key_version), &credential.key)
    }

    /// The row's envelope under the first master key: another wrapping of the same value key, around the same sealed value.
    pub(crate) fn rewrap_credential(&self, row: &StoredCredential) -> Result<Vec<u8>, VaultError> {
        let (_, place) = Place::of(row)?;
        envelope::rewrap(&self.ring, &place.context(row.brand, row.key_version), &row.sealed_key)
    }
}

/// Where a credential lives and goes, as its context spells it.
struct Place {
    row: String,
    team: String,
    origin: String,
}

impl Place {
    fn new(row: CredentialId, team: TeamId, base_url: &Url) -> Self {
        let origin = base_url.origin().ascii_serialization();
        Self { row: row.to_string(), team: team.to_string(), origin }
    }

    fn of(row: &StoredCredential) -> Result<(Url, Self), VaultError> {
        let base_url: Url = row.base_url.parse().map_err(|_| VaultError::BadUrl)?;
        let place = Self::new(row.id, row.team, &base_url);
        Ok((base_url, place))
    }

    fn context(&self, brand: Brand, key_version: i64) -> Context<'_> {
        Context {
            table: "credentials",
            column: "sealed_key",
            row: &self.row,
            team: &self.team,
            provider: brand.slug(),
            origin: &self.origin,
            key_version,
        }
    }
}
