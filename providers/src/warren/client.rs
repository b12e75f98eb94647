//! One function a call of Warren's API. Where a location applies, `at` puts its slug before the path.

use super::refusal;
use crate::credential::Credential;
use crate::error::ProviderError;
use crate::family::PowerCall;
use crate::http::{Call, Http, Pace, Reply};

pub(super) fn locations() -> Call {
    Call::get("locations.list", "config/locations")
}

pub(super) fn user() -> Call {
    Call::get("account.get", "user-resource/user")
}

pub(super) fn vms() -> Call {
    Call::get("compute.list", "user-resource/vm/list").located()
}

pub(super) fn vm(id: &str) -> Call {
    Call::get("compute.get", "user-resource/vm").query("uuid", id).exact().located()
}

/// `None` where the API has no such call.
pub(super) fn power(id: &str, call: PowerCall) -> Option<Call> {
    let call = match call {
        PowerCall::Start => Call::post("compute.start", "user-resource/vm/start").form(&[("uuid", id)]),
        PowerCall::Stop => Call::post("compute.stop", "user-resource/vm/stop").form(&[("uuid", id)]),
        PowerCall::ForceStop => {
            Call::post("compute.force_stop", "user-resource/vm/stop").form(&[("uuid", id), ("force", "true")])
        }
        PowerCall::Restart => return None,
    };
    Some(call.exact().located().pace(Pace::Power))
}

pub(super) fn addresses() -> Call {
    Call::get("addresses.list", "network/ip_addresses").located()
}

pub(super) fn addresses_of(vm: &str) -> Call {
    addresses().query("vm_uuid", vm)
}

pub(super) fn pricing() -> Call {
    Call::get("pricing.get", "pricing/policy")
}

pub(super) fn pools() -> Call {
    Call::get("plans.list", "user-resource/host_pool/list").located()
}

pub(super) fn images() -> Call {
    Call::get("images.list", "config/vm_images")
}

/// Sends a read and tells refusals from answers.
pub(super) async fn read(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::check(http.read(credential, call).await?, call)
}

/// Sends a write, once, and tells refusals from answers.
pub(super) async fn write(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::check(http.write(credential, call).await?, call)
}
