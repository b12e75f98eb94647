//! Tries a stored key now.

use domain::error::{DomainError, ErrorKind};
use domain::ids::CredentialId;
use domain::view::KeyCheck;
use providers::error::Refusal;

use super::probe::summary;
use super::{CredentialManager, Witness};
use crate::error::{BackendError, Result};

impl CredentialManager<'_> {
    /// Tries the stored key by a read call and notes its health.
    ///
    /// # Errors
    /// `NotFound`; `ProviderRefused` or `ProviderUnavailable` with the provider's words.
    pub async fn check(&self, id: CredentialId) -> Result<KeyCheck> {
        let row = self.find(id).await?;
        let credential = self.backend.open_credential(&row).await?;
        let accounts = self.backend.registry().provider(row.brand).account().ok_or_else(|| {
            BackendError::internal(format!("{} has no call that checks a key", row.brand.slug()))
        })?;
        match accounts.account(&credential).await {
            Ok(info) => {
                self.backend.note_health(&row, Ok(()), Witness::Check).await?;
                let seen = self.backend.seen(&credential).await;
                let summary = summary(&credential, &info, seen.as_ref());
                Ok(KeyCheck { credential: id, label: row.label, summary })
            }
            Err(error) => {
                self.backend.note_health(&row, Err(&error), Witness::Check).await?;
                if error.refusal().is_none() {
                    return Err(error.into());
                }
                let (brand, said) = (row.brand.name(), error.public_message());
                let words = if error.refusal() == Some(Refusal::NotAllowed) {
                    format!("{brand} does not allow this key to read whose it is: {said}")
                } else {
                    format!("{brand} refused this key: {said}")
                };
                let mut shown = DomainError::new(ErrorKind::ProviderRefused, words);
                shown.correlation_id = error.correlation_id().map(ToOwned::to_owned);
                Err(shown.into())
            }
        }
    }
}
