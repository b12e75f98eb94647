//! One function a call of Virtua's API.

use crate::credential::Credential;
use crate::error::ProviderError;
use crate::family::PowerCall;
use crate::http::{Call, Http, Pace, Reply};

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

/// `None` where the API has no such call.
pub(super) fn power(id: &str, call: PowerCall) -> Option<Call> {
    let (operation, verb) = match call {
        PowerCall::Start => ("compute.start", "start"),
        PowerCall::Stop => ("compute.stop", "stop"),
        PowerCall::Restart => ("compute.restart", "restart"),
        PowerCall::ForceStop => return None,
    };
    Some(Call::post(operation, "cloud-server").part(id).part(verb).exact().pace(Pace::Power))
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
