//! Changing how large a server is: by numbers at Warren, by another offer at Virtua.

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::server::{can_change, can_resize_warren};
use crate::rules::size::Sizes;
use crate::server::ServerState;

/// Checks new processors and memory (MiB) of a Warren server.
///
/// Only while stopped ("Modify VM"); not to the size it has ("Not changing vcpu and memory because values are
/// same.", facts.md, "Errors"); within the pool. A dimension that stays as it is may lie outside, since the
/// pool may have changed since.
///
/// # Errors
/// A conflict by state; else beside field `vcpus` or `memory_mib`.
pub fn warren_resize(
    state: &ServerState,
    current: (u32, u32),
    wanted: (u32, u32),
    sizes: &Sizes,
) -> Result<(), DomainError> {
    can_resize_warren(state)?;
    if current == wanted {
        return Err(DomainError::invalid("vcpus", "The server has this size already."));
    }
    if current.0 != wanted.0 {
        sizes.vcpus.check("vcpus", wanted.0, "vCPU")?;
    }
    if current.1 != wanted.1 {
        sizes.memory_mib.check("memory_mib", wanted.1, "MiB")?;
    }
    Ok(())
}

/// An offer as the resize rule needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// Its id.
    pub id: &'a str,
    /// `root_space` in GiB, where known.
    pub disk_gib: Option<u32>,
}

/// Checks a Virtua server's move to another offer (`virtua.md`, "Resize a Cloud Server": `resize_disk` 1
/// upgrades the disk, 0 leaves it). `current_disk_gib` is the server's own disk. No document asks for a
/// stopped server.
///
/// # Errors
/// A conflict by state; beside field `plan` when nothing would change; beside `resize_disk` when the disk
/// would shrink.
pub fn virtua_resize(
    state: &ServerState,
    current_offer: Option<&str>,
    current_disk_gib: Option<u32>,
    wanted: Offer<'_>,
    resize_disk: bool,
) -> Result<(), DomainError> {
    can_change(state)?;
    let larger = current_disk_gib.zip(wanted.disk_gib).is_some_and(|(now, then)| then > now);
    // The same offer with a larger disk is how a disk that once stayed behind catches up.
    if current_offer == Some(wanted.id) && !(resize_disk && larger) {
        return Err(DomainError::invalid("plan", "The server has this plan already."));
    }
    match current_disk_gib.zip(wanted.disk_gib) {
        Some((now, then)) if resize_disk && then < now => Err(DomainError::invalid(
            "resize_disk",
            format!(
                "Disks only grow: this plan has {then} GiB, and the server has {now} GiB. Keep the disk."
            ),
        )),
        _ => Ok(()),
    }
}

/// Checks that `wanted` is among the offers that are on sale: an order for a sold-out zone fails (facts.md,
/// public catalogue, `zones[].state`).
///
/// # Errors
/// A conflict when the state is `sold_out`. An unknown state is the provider's to judge.
pub fn virtua_zone_open(zone_state: &str) -> Result<(), DomainError> {
    if zone_state.eq_ignore_ascii_case("sold_out") {
        return Err(conflict("This location is sold out. Choose another."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::size::sizes;

    #[test]
    fn warren_resizes_stopped_servers_to_another_size_within_the_pool() {
        let sizes = sizes(None, None, "ubuntu");
        let resize = |state: ServerState, wanted| warren_resize(&state, (2, 2048), wanted, &sizes);
        assert!(resize(ServerState::Stopped, (4, 2048)).is_ok());
        assert!(resize(ServerState::Stopped, (2, 1024)).is_ok(), "memory may shrink");
        assert_eq!(resize(ServerState::Running, (4, 2048)).unwrap_err().status(), 409);
        let error = resize(ServerState::Stopped, (2, 2048)).unwrap_err();
        assert_eq!(error.message, "The server has this size already.");
        assert_eq!(resize(ServerState::Stopped, (17, 2048)).unwrap_err().field.as_deref(), Some("vcpus"));
        assert_eq!(resize(ServerState::Stopped, (2, 256)).unwrap_err().field.as_deref(), Some("memory_mib"));
        let outside = warren_resize(&ServerState::Stopped, (64, 2048), (64, 4096), &sizes);
        assert!(outside.is_ok(), "what stays may be outside");
    }

    #[test]
    fn virtua_resizes_to_another_offer_and_never_shrinks_a_disk() {
        let offer = |id, disk| Offer { id, disk_gib: Some(disk) };
        let resize = |to, disk| virtua_resize(&ServerState::Running, Some("a"), Some(40), to, disk);
        assert!(resize(offer("b", 80), true).is_ok());
        assert!(resize(offer("b", 40), true).is_ok());
        assert!(resize(offer("b", 20), false).is_ok(), "the disk stays");
        assert_eq!(resize(offer("b", 20), true).unwrap_err().field.as_deref(), Some("resize_disk"));
        assert_eq!(resize(offer("a", 40), true).unwrap_err().field.as_deref(), Some("plan"));
        assert_eq!(resize(offer("a", 80), false).unwrap_err().field.as_deref(), Some("plan"));
        assert!(resize(offer("a", 80), true).is_ok());
        assert!(resize(Offer { id: "b", disk_gib: None }, true).is_ok());
        let busy = virtua_resize(&ServerState::Busy, None, None, offer("b", 80), true);
        assert_eq!(busy.unwrap_err().status(), 409);
    }

    #[test]
    fn sold_out_is_said_before_the_order() {
        assert!(virtua_zone_open("available").is_ok() && virtua_zone_open("soon").is_ok());
        assert_eq!(virtua_zone_open("sold_out").unwrap_err().status(), 409);
    }
}
