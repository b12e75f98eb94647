//! Putting a new VM into its network, with an address inside it and perhaps one outside.

use crate::http::Reply;
use crate::warren::errors::message;
use crate::warren::state::{Assigned, State, Vm};

/// Adds the VM to the network, or to the default one when that is gone by now, with a free address of it. Answers
/// with the VM.
pub(super) fn settle(state: &mut State, slug: &str, network: &str, mut vm: Vm, public: bool) -> Reply {
    let Some(location) = state.location_mut(slug) else {
        return message(404, "no route and no API found with those values");
    };
    let chosen = location.network(network).or_else(|| location.default_network());
    let found = chosen.map(|network| (network.uuid.clone(), location.free_private_ipv4(network)));
    if let Some((network, address)) = found {
        vm.private_ipv4 = address.unwrap_or_default();
        if let Some(network) = location.network_mut(&network) {
            network.vm_uuids.push(vm.uuid.clone());
        }
    }
    let reply = Reply::ok(&vm.wire());
    let to = public.then(|| Assigned::vm(&vm.uuid, &vm.private_ipv4));
    let (name, payer) = (vm.name.clone(), vm.billing_account);
    location.vms.push(vm);
    if to.is_some() {
        state.reserve_address(slug, name, payer, to);
    }
    reply
}
