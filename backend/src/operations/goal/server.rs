//! Servers: made, changed, switched, deleted.

use domain::change::{ServerChange, ServerOrder};
use domain::ids::ProviderResourceId;
use domain::power::PowerCall;
use domain::server::{Server, ServerState};

use super::made::{Candidate, find};
use super::{Case, Goal, unread};
use crate::operations::sight::{Found, Sight};
use crate::operations::words::size;

/// Where a change of a server stands.
pub(super) fn goal(case: &Case<'_>, change: &ServerChange, sight: &Sight) -> Goal {
    match change {
        ServerChange::Create(new) => {
            created(case, sight, |server| server.name == new.name, "server of this name")
        }
        ServerChange::Clone { name, .. } => {
            created(case, sight, |server| server.name == *name, "server of this name")
        }
        ServerChange::Order(order) => created(case, sight, |server| fits(order, server), "such server"),
        ServerChange::SetPassword { .. } => {
            Goal::Blind { why: "a password cannot be read".to_owned(), rest: true }
        }
        ServerChange::Delete { .. } => match &sight.server {
            Some(Found::Gone) => Goal::reached("the server is gone"),
            Some(Found::There(server)) if server.state == ServerState::Deleted => {
                Goal::reached("the server is deleted")
            }
            Some(Found::There(server)) => {
                Goal::Unmoved(format!("the server is still {}", server.state.word()))
            }
            None => unread(),
        },
        _ => match &sight.server {
            Some(Found::There(server)) => changed(case, change, server),
            Some(Found::Gone) => Goal::Ask("the server does not exist any more".to_owned()),
            None => unread(),
        },
    }
}

/// Where a change of a server that exists stands.
fn changed(case: &Case<'_>, change: &ServerChange, server: &Server) -> Goal {
    let busy = matches!(server.state, ServerState::Busy | ServerState::Provisioning);
    match change {
        ServerChange::Modify { name, vcpus, memory_mib, .. } => {
            modified(case, name.as_deref(), (*vcpus, *memory_mib), server)
        }
        _ if busy => Goal::Elsewhere("the provider is still working on the server".to_owned()),
        ServerChange::Power { call, .. } => power(case, *call, server),
        ServerChange::Resize { plan, grow_disk, .. } => resized(case, (plan, *grow_disk), server),
        // It was started neither way; one that runs may run either system.
        ServerChange::StartRescue { .. }
            if server.state == ServerState::Stopped && case.state_before == Some(&ServerState::Stopped) =>
        {
            Goal::Unmoved("the server is still stopped".to_owned())
        }
        ServerChange::StartRescue { .. } => Goal::Blind {
            why: format!(
                "a server in its rescue system looks like one in its own. It is {} now",
                server.state.word()
            ),
            rest: server.state == ServerState::Running,
        },
        _ => Goal::Blind {
            why: format!("what is on the disk cannot be read. The server is {} now", server.state.word()),
            rest: true,
        },
    }
}

/// Where a move to another plan stands; to the plan that it has, it is the disk that grows.
fn resized(case: &Case<'_>, (plan, grow_disk): (&ProviderResourceId, bool), server: &Server) -> Goal {
    let before = case.before.server.as_deref();
    let Some(now) = &server.details.plan else {
        return Goal::Elsewhere("the provider does not say which plan the server has".to_owned());
    };
    let had = before.and_then(|before| before.details.plan.as_ref());
    let grows = grow_disk && had == Some(plan);
    let disk_before = before.and_then(|before| before.disk_gib);
    if now != plan || (grows && server.disk_gib <= disk_before) {
        return Goal::Unmoved(format!("the server still has {}", size(server)));
    }
    Goal::reached(format!("the server has {}", size(server)))
}

fn modified(
    case: &Case<'_>,
    name: Option<&str>,
    (vcpus, memory_mib): (Option<u32>, Option<u32>),
    server: &Server,
) -> Goal {
    let named = name.is_none_or(|name| *name == server.name);
    let sized = vcpus.is_none_or(|vcpus| server.vcpus == Some(vcpus))
        && memory_mib.is_none_or(|memory| server.memory_mib == Some(memory));
    let of_size = vcpus.is_some() || memory_mib.is_some();
    let now = |still: &str| {
        if of_size {
            format!("the server {still}has {}", size(server))
        } else {
            format!("the server is {still}called {}", server.name)
        }
    };
    if named && sized {
        return Goal::reached(now(""));
    }
    let before = case.before.server.as_deref();
    let as_before = before.is_some_and(|before| {
        (before.vcpus, before.memory_mib) == (server.vcpus, server.memory_mib) && before.name == server.name
    });
    if as_before { Goal::Unmoved(now("still ")) } else { Goal::Elsewhere(now("")) }
}

fn power(case: &Case<'_>, call: PowerCall, server: &Server) -> Goal {
    let (state, word) = (&server.state, server.state.word());
    let goal = match call {
        // Before and after look the same, whether it happened or not.
        PowerCall::Restart => {
            return Goal::Blind {
                why: format!("a server that was restarted looks like one that was not. It is {word} now"),
                rest: *state == ServerState::Running,
            };
        }
        PowerCall::Start => ServerState::Running,
        PowerCall::Stop | PowerCall::ForceStop => ServerState::Stopped,
    };
    if *state == goal {
        return Goal::reached(format!("the server is {word}"));
    }
    if Some(state) == case.state_before {
        return Goal::Unmoved(format!("the server is still {word}"));
    }
    Goal::Elsewhere(format!("the server is {word} now"))
}

/// A server that was to be made: by its id where the answer named it, else as the one new server that fits.
fn created(case: &Case<'_>, sight: &Sight, fits: impl Fn(&Server) -> bool, what: &str) -> Goal {
    let server = match (&sight.server, &sight.servers) {
        (Some(Found::There(server)), _) => server,
        // A list or a read may be older than the server.
        (Some(Found::Gone), _) => return Goal::Elsewhere("the new server cannot be found yet".to_owned()),
        (None, Some(servers)) => {
            let there = |server: &&Server| server.state != ServerState::Deleted && fits(server);
            let candidates = servers.iter().filter(there);
            let found = find(
                case,
                sight,
                candidates.map(|server| Candidate { id: &server.id, created_at: server.created_at }),
                what,
            );
            match found.map(|id| servers.iter().find(|server| server.id == *id)) {
                Ok(Some(server)) => server,
                Ok(None) => return unread(),
                Err(goal) => return goal,
            }
        }
        (None, None) => return unread(),
    };
    match server.state {
        ServerState::Busy | ServerState::Provisioning => {
            Goal::Elsewhere("the provider is still making the server".to_owned())
        }
        ServerState::Error | ServerState::Deleted => {
            Goal::Elsewhere(format!("the new server is {} now", server.state.word()))
        }
        _ => Goal::Reached {
            now: format!("{} is there and {}", server.name, server.state.word()),
            made: Some(server.id.clone()),
        },
    }
}

/// Whether a server can be the one that was ordered.
fn fits(order: &ServerOrder, server: &Server) -> bool {
    let named = order.hostname.as_ref().is_none_or(|wanted| {
        server.hostname.as_ref().is_none_or(|name| name == wanted) || server.name == *wanted
    });
    named && server.details.plan.as_ref().is_none_or(|plan| *plan == order.plan)
}

/// Where a change of who pays for a server stands.
pub(super) fn payer(account: &ProviderResourceId, sight: &Sight) -> Goal {
    match &sight.server {
        Some(Found::There(server)) => match server.details.billing_account {
            Some(now) if now.to_string() == account.0 => {
                Goal::reached(format!("account {now} pays for the server"))
            }
            Some(now) => Goal::Unmoved(format!("account {now} still pays for the server")),
            None => Goal::Elsewhere("the provider does not say who pays for the server".to_owned()),
        },
        Some(Found::Gone) => Goal::Ask("the server does not exist any more".to_owned()),
        None => Goal::Blind { why: "who pays for this cannot be read here".to_owned(), rest: true },
    }
}
