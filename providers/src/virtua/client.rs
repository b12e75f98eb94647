//! One function a call of Virtua's API.

use crate::credential::Credential;
use crate::error::ProviderError;
use crate::http::{Call, Http, Reply};

use super::refusal;

pub(super) fn account() -> Call {
    Call::get("account.get", "account")
}

pub(super) fn servers() -> Call {
    Call::get("compute.list", "cloud-server")
}

pub(super) fn server(id: &str) -> Call {
    Call::get("compute.get", "cloud-server").part(id).exact()
}

pub(super) fn offers() -> Call {
    Call::get("plans.list", "cloud/offers")
}

pub(super) fn systems() -> Call {
    Call::get("images.list", "cloud/systems")
}

/// Sends a read and tells refusals from answers.
pub(super) async fn read(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::check(http.read(credential, call).await?, call)
}

/// Sends a write, once, and tells refusals from answers.
pub(super) async fn write(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::check(http.write(credential, call).await?, call)
}
