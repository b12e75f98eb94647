//! Changes at Virtua. It answers before it works, so what a change did is for later reads to say.

use async_trait::async_trait;
use domain::change::{Change, ServerChange};
use domain::power::PowerCall;

use super::{Virtua, client, order, wire};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Progress, Result, Secrets};
use crate::http::{Call, Pace, Reply};
use crate::wire::object;

/// The request that makes the change; `None` where the API has none.
fn call(change: &Change) -> Option<Call> {
    match change {
        Change::Server(change) => server(change),
        _ => None,
    }
}

fn server(change: &ServerChange) -> Option<Call> {
    let call = match change {
        ServerChange::Order(new) => return Some(order::order(new)),
        ServerChange::Resize { id, plan, grow_disk } => order::resize(&id.0, &plan.0, *grow_disk),
        ServerChange::Rebuild { id, from } => order::rebuild(&id.0, from),
        ServerChange::Power { id, call } => power(&id.0, *call)?,
        ServerChange::Delete { id } => Call::delete("compute.delete", "cloud-server").part(&id.0),
        ServerChange::Create(_)
        | ServerChange::Modify { .. }
        | ServerChange::StartRescue { .. }
        | ServerChange::Reinstall { .. }
        | ServerChange::Clone { .. }
        | ServerChange::SetPassword { .. } => return None,
    };
    Some(call.exact())
}

/// `None` for the forced stop, which Virtua has not.
fn power(id: &str, call: PowerCall) -> Option<Call> {
    let (operation, verb) = match call {
        PowerCall::Start => ("compute.start", "start"),
        PowerCall::Stop => ("compute.stop", "stop"),
        PowerCall::Restart => ("compute.restart", "restart"),
        PowerCall::ForceStop => return None,
    };
    Some(Call::post(operation, "cloud-server").part(id).part(verb).pace(Pace::Power))
}

/// A delete is done when it is answered ("Server destroyed."); everything else has begun.
fn applied(change: &Change, reply: &Reply) -> Applied {
    let begun = Applied { progress: Progress::Working, ..Applied::done() };
    match change {
        Change::Server(ServerChange::Delete { .. }) => Applied::done(),
        Change::Server(ServerChange::Order(_)) => {
            let made = std::str::from_utf8(&reply.body).ok().and_then(object::<wire::Made>);
            let made = Applied::made(made.and_then(|made| made.uuid.owned()));
            Applied { progress: Progress::Working, ..made }
        }
        _ => begun,
    }
}

#[async_trait]
impl Changes for Virtua {
    fn describe(&self, endpoint: &Endpoint, _location: &str, change: &Change) -> Result<String> {
        Ok(call(change).ok_or(UNSUPPORTED)?.describe(&endpoint.base_url))
    }

    async fn apply(
        &self,
        credential: &Credential,
        _location: &str,
        change: &Change,
        _secrets: &Secrets,
    ) -> Result<Applied> {
        let call = call(change).ok_or(UNSUPPORTED)?;
        let reply = client::write(&self.http, credential, &call).await?;
        // Any body will do, but it must be whole: half an answer says nothing about the other half.
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        Ok(applied(change, &reply))
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };

#[cfg(test)]
mod tests {
    use domain::change::{RebuildFrom, ServerOrder};
    use domain::ids::ProviderResourceId;

    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_answers() {
        let id = || ProviderResourceId("a".to_owned());
        let order = ServerOrder { project: id(), plan: id(), system: id(), ipv6: None, hostname: None };
        let power = |call| ServerChange::Power { id: id(), call };
        for (file, change) in [
            ("virtua/order.json", ServerChange::Order(order)),
            ("virtua/resize.json", ServerChange::Resize { id: id(), plan: id(), grow_disk: true }),
            ("virtua/rebuild.json", ServerChange::Rebuild { id: id(), from: RebuildFrom::System(id()) }),
            ("virtua/start.json", power(PowerCall::Start)),
            ("virtua/stop.json", power(PowerCall::Stop)),
            ("virtua/restart.json", power(PowerCall::Restart)),
            ("virtua/destroy.json", ServerChange::Delete { id: id() }),
        ] {
            golden::check(file, &applied(&Change::Server(change), &golden::reply(file)));
        }
    }
}
