//! What is done to machines that exist, as requests, and what the answers tell.

use domain::change::{ImageChoice, ServerChange};
use domain::location::Location;
use domain::power::PowerCall;
use domain::server::Server;

use super::create;
use crate::family::{Applied, Secrets};
use crate::http::{Call, Pace, Reply};
use crate::warren::map::{self, Around};
use crate::warren::wire;
use crate::wire::object;

pub(super) const VM: &str = "user-resource/vm";

/// The request that makes the change; `None` where Warren has none.
pub(in crate::warren) fn call(change: &ServerChange, secrets: &Secrets) -> Option<Call> {
    let call = match change {
        ServerChange::Create(new) => return Some(create::call(new, secrets)),
        ServerChange::Order(_) | ServerChange::Resize { .. } | ServerChange::Rebuild { .. } => return None,
        ServerChange::Power { id, call } => power(&id.0, *call)?,
        ServerChange::Modify { id, name, vcpus, memory_mib } => Call::patch("compute.modify", VM)
            .field("uuid", &id.0)
            .maybe("name", name.as_ref())
            .maybe("vcpu", *vcpus)
            .maybe("ram", *memory_mib)
            .pace(Pace::Power),
        ServerChange::StartRescue { id } => {
            Call::post("compute.start_rescue", "user-resource/vm/rescue_start")
                .field("uuid", &id.0)
                .pace(Pace::Power)
        }
        ServerChange::Reinstall { id, image } => reinstall(&id.0, image.as_ref()),
        ServerChange::Clone { id, name } => Call::post("compute.clone", "user-resource/vm/clone")
            .field("uuid", &id.0)
            .field("name", name)
            .pace(Pace::Slow),
        ServerChange::SetPassword { id, username } => {
            Call::patch("compute.set_password", "user-resource/vm/user")
                .field("uuid", &id.0)
                .field("username", username)
                .field("password", &secrets.password)
                .pace(Pace::Power)
        }
        // With a form, unlike most APIs' DELETE.
        ServerChange::Delete { id } => {
            Call::delete("compute.delete", VM).field("uuid", &id.0).pace(Pace::Power)
        }
    };
    Some(if names_another(change) { call.located() } else { call.exact().located() })
}

/// Whether "does not exist" may be about something else than the machine: the user inside it, or the image.
const fn names_another(change: &ServerChange) -> bool {
    matches!(change, ServerChange::SetPassword { .. } | ServerChange::Reinstall { image: Some(_), .. })
}

/// `None` for the restart, which Warren has not.
fn power(id: &str, call: PowerCall) -> Option<Call> {
    let call = match call {
        PowerCall::Start => Call::post("compute.start", "user-resource/vm/start").field("uuid", id),
        PowerCall::Stop => Call::post("compute.stop", "user-resource/vm/stop").field("uuid", id),
        PowerCall::ForceStop => {
            Call::post("compute.force_stop", "user-resource/vm/stop").field("uuid", id).field("force", true)
        }
        PowerCall::Restart => return None,
    };
    Some(call.pace(Pace::Power))
}

fn reinstall(id: &str, image: Option<&ImageChoice>) -> Call {
    Call::post("compute.reinstall", "user-resource/vm/reinstall")
        .field("uuid", id)
        .maybe("os_name", image.map(|image| &image.name))
        .maybe("os_version", image.and_then(|image| image.version.as_ref()))
        .pace(Pace::Slow)
}

/// Warren is done when it answers. A create and a clone answer with what they made.
pub(in crate::warren) fn applied(change: &ServerChange, reply: &Reply) -> Applied {
    match change {
        ServerChange::Create(_) | ServerChange::Clone { .. } => {
            Applied::made(vm(reply).and_then(|vm| vm.uuid.owned()))
        }
        _ => Applied::done(),
    }
}

/// The machine as the answer shows it, without what other calls add. A deleted one is not shown, and the answer to a
/// change of a password is about that alone.
pub(in crate::warren) fn shown(
    change: &ServerChange,
    reply: &Reply,
    location: &Location,
) -> Option<Box<Server>> {
    if matches!(change, ServerChange::Delete { .. } | ServerChange::SetPassword { .. }) {
        return None;
    }
    map::server(&vm(reply)?, location, &Around::default()).map(Box::new)
}

/// Any answer counts as a yes, so one without a machine is no error.
fn vm(reply: &Reply) -> Option<wire::Vm> {
    object(std::str::from_utf8(&reply.body).ok()?.trim())
}
