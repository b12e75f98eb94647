//! The last look before something is destroyed: the server is read anew (`security.md` I7), and nothing is sent when it
//! is no longer what the person saw in the plan.

use domain::change::{AddressChange, Change, DiskChange, ReplicaChange, ServerChange};
use domain::floating_ip::FloatingIp;
use domain::ids::{ProviderResourceId, ServerKey};
use domain::rules::server::can_delete;
use domain::server::Server;
use providers::ProviderError;
use tokio::time::Instant;

use super::Operations;
use super::journal::Again;
use super::sight::{Found, found};
use crate::acts::disk::disk_name;
use crate::db::operations::Operation;
use crate::inventory::ReadProblem;

/// What has to be read before a change is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look<'c> {
    /// The server that loses data.
    Server(&'c ProviderResourceId),
    /// The address that is given back.
    Address(&'c ProviderResourceId),
}

/// What came of the last look.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing speaks against sending it.
    Go,
    /// What it was to bring about has come about without it.
    Achieved,
    /// Why it must not be sent.
    Stop(String),
    /// Skydeck closes before it was read; what was not sent stays written down.
    Closing,
}

/// What `change` destroys; `None` when nothing is lost by it, or nothing but what it names by its own id.
const fn destroyed(change: &Change) -> Option<Look<'_>> {
    match change {
        Change::Server(
            ServerChange::Delete { id }
            | ServerChange::Reinstall { id, .. }
            | ServerChange::Rebuild { id, .. },
        ) => Some(Look::Server(id)),
        Change::Disk(DiskChange::DeleteAttached { server, .. })
        | Change::Replica(ReplicaChange::Rebuild { server, .. }) => Some(Look::Server(server)),
        Change::Address(AddressChange::Delete { id }) => Some(Look::Address(id)),
        _ => None,
    }
}

impl Operations {
    /// Looks whether `change`, the next request of `operation`, may still be sent.
    pub(super) async fn last_look(&self, operation: &Operation, change: &Change) -> Verdict {
        let Some(look) = destroyed(change) else { return Verdict::Go };
        let again = Again::new(self.pace());
        let problem = loop {
            let judged = match look {
                Look::Server(id) => {
                    let key = ServerKey { id: id.clone(), ..operation.server.clone() };
                    let now = found(self.0.inventory.read_server(&key).await);
                    now.map(|now| match about_server(change, operation.before.server.as_deref(), &now) {
                        Some(why) => Verdict::Stop(why),
                        None => Verdict::Go,
                    })
                }
                Look::Address(id) => {
                    let ServerKey { credential, location, .. } = &operation.server;
                    let now = found(self.0.inventory.read_address(*credential, location, id).await);
                    now.map(|now| about_address(&operation.server.id, &now))
                }
            };
            match judged {
                Ok(verdict) => return verdict,
                // The provider asked for a pause: that is no reason to give up at once.
                Err(ReadProblem::Wait(until)) if again.waited() < self.pace().look_within => {
                    if !self.pause(until.saturating_duration_since(Instant::now())).await {
                        return Verdict::Closing;
                    }
                }
                // It asks for one now, which the next reading heeds.
                Err(ReadProblem::Provider(ProviderError::RateLimited { .. }))
                    if again.waited() < self.pace().look_within => {}
                Err(problem) => break problem,
            }
        };
        Verdict::Stop(format!(
            "Before something is destroyed Skydeck reads it once more, and that failed: {} Ask for it again when the \
             provider answers.",
            problem.public_message()
        ))
    }
}

/// What speaks against a change that destroys data of a server, which was `before` when the plan was made.
fn about_server(change: &Change, before: Option<&Server>, now: &Found<Server>) -> Option<String> {
    let now = match now {
        Found::There(now) => now,
        Found::Gone => return Some("The provider has no such server any more.".to_owned()),
    };
    let before = before?;
    if now.name != before.name {
        return Some(format!(
            "The server is called “{}” by now, not “{}” as in the plan. Look at it again before you confirm anew.",
            now.name, before.name
        ));
    }
    if !matches!(change, Change::Server(ServerChange::Delete { .. })) {
        return None;
    }
    if let Err(error) = can_delete(&now.state) {
        return Some(error.message);
    }
    // A disk that came since would be lost unseen.
    let (known, disks) = (before.details.disks.as_ref()?, now.details.disks.as_ref()?);
    let new = disks.iter().find(|disk| known.iter().all(|known| known.id != disk.id))?;
    Some(format!(
        "The disk {} was attached to the server since the plan was made, and would be lost with it. Look at the plan \
         again before you confirm anew.",
        disk_name(new)
    ))
}

/// Whether an address that led to the server `subject` may be given back. One that the server took along when it was
/// deleted is given back already, and costs nothing more.
fn about_address(subject: &ProviderResourceId, now: &Found<FloatingIp>) -> Verdict {
    let Found::There(address) = now else { return Verdict::Achieved };
    match &address.assigned {
        _ if address.deleted => Verdict::Achieved,
        Some(to) if to.resource != *subject => Verdict::Stop(format!(
            "The address leads to something else by now ({}), which would lose it.",
            to.resource
        )),
        _ => Verdict::Go,
    }
}

#[cfg(test)]
mod tests {
    use domain::server::ServerState;

    use super::*;
    use crate::operations::goal::tests::{address, attached, id, vm};

    fn deletion() -> Change {
        Change::Server(ServerChange::Delete { id: id("vm") })
    }

    fn with_disks(names: &[&str]) -> Server {
        let mut server = vm(ServerState::Running);
        server.details.disks = Some(names.iter().map(|name| attached(name, 20, &[])).collect());
        server
    }

    #[test]
    fn what_is_as_it_was_may_go() {
        let before = with_disks(&["a", "b"]);
        let mut now = with_disks(&["b"]);
        now.state = ServerState::Stopped;
        assert_eq!(about_server(&deletion(), Some(&before), &Found::There(now)), None);
        assert_eq!(about_server(&deletion(), None, &Found::There(before)), None, "an older journal");
    }

    #[test]
    fn another_name_another_disk_a_busy_server_and_none_at_all_speak_against_it() {
        let before = with_disks(&["a"]);
        let mut renamed = before.clone();
        renamed.name = "db-1".to_owned();
        let mut busy = before.clone();
        busy.state = ServerState::Provisioning;
        for (now, words) in [
            (Found::There(renamed), "called “db-1” by now"),
            (Found::There(with_disks(&["a", "c"])), "disk c was attached"),
            (Found::There(busy), "working"),
            (Found::Gone, "no such server"),
        ] {
            let objection = about_server(&deletion(), Some(&before), &now).unwrap();
            assert!(objection.contains(words), "{objection}");
        }
    }

    #[test]
    fn an_address_goes_only_while_it_leads_nowhere_else_and_need_not_go_twice() {
        let address = |to, deleted| Found::There(FloatingIp { deleted, ..address("203.0.113.1", to, None) });
        let verdict = |now: &Found<FloatingIp>| about_address(&id("vm"), now);
        assert_eq!(verdict(&address(None, false)), Verdict::Go);
        assert_eq!(verdict(&address(Some("vm"), false)), Verdict::Go);
        assert!(
            matches!(verdict(&address(Some("other"), false)), Verdict::Stop(why) if why.contains("other"))
        );
        assert_eq!(verdict(&address(None, true)), Verdict::Achieved);
        assert_eq!(verdict(&Found::Gone), Verdict::Achieved);
    }

    #[test]
    fn what_loses_data_is_looked_at_and_nothing_else_is() {
        let stop = ServerChange::Power { id: id("vm"), call: domain::power::PowerCall::Stop };
        let address = Change::Address(AddressChange::Delete { id: id("203.0.113.1") });
        assert_eq!(destroyed(&deletion()), Some(Look::Server(&id("vm"))));
        assert_eq!(destroyed(&address), Some(Look::Address(&id("203.0.113.1"))));
        assert_eq!(destroyed(&Change::Server(stop)), None);
    }
}
