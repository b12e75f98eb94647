//! One function a call of Warren's API. Where a location applies, `at` puts its slug before the path.

use domain::plan::ImageKind;

use super::refusal;
use crate::credential::Credential;
use crate::error::ProviderError;
use crate::http::{Call, Http, Reply};

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

pub(super) fn images(kind: ImageKind) -> Call {
    match kind {
        ImageKind::All => Call::get("images.list", "config/vm_images"),
        ImageKind::Plain => Call::get("images.list_plain", "config/vm_images/plain_os"),
        ImageKind::App => Call::get("images.list_apps", "config/vm_images/app_catalog"),
    }
}

/// Sends a read and tells refusals from answers.
pub(super) async fn read(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::check(http.read(credential, call).await?, call)
}

/// Sends a write, once, and tells refusals from answers.
pub(super) async fn write(http: &Http, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
    refusal::done(refusal::check(http.write(credential, call).await?, call)?)
}
