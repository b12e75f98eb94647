//! When a server's changes are possible, and what an order must and must not name together.
//!
//! States that no rule knows allow everything, as in [`crate::power`]: the provider decides.

use crate::error::DomainError;
use crate::rules::conflict;
use crate::server::ServerState;

/// Longest offer id: opaque, not a UUID (facts.md, Virtua "Payload oddities").
pub const OFFER_ID_MAX_CHARS: usize = 255;

/// Whether anything can be done to a server in `state` besides looking.
///
/// # Errors
/// A conflict while it is made, worked on, suspended or gone.
pub fn can_change(state: &ServerState) -> Result<(), DomainError> {
    match state {
        ServerState::Deleted => Err(conflict("The server was deleted at the provider.")),
        ServerState::Suspended => {
            Err(conflict("The provider suspended this server. Settle that with the provider first."))
        }
        ServerState::Provisioning | ServerState::Busy => {
            Err(conflict("The provider is still working on this server."))
        }
        _ => Ok(()),
    }
}

/// Whether processors and memory can change ("Modify VM": "only … when the machine is in stopped state").
/// The name can change in any state.
///
/// # Errors
/// A conflict while it runs, besides those of [`can_change`].
pub fn can_resize_warren(state: &ServerState) -> Result<(), DomainError> {
    can_change(state)?;
    match state {
        ServerState::Running => {
            Err(conflict("Processors and memory change only while the server is stopped. Stop it first."))
        }
        _ => Ok(()),
    }
}

/// Whether a user's password can change ("Change Password": "the VM must be running").
///
/// # Errors
/// A conflict while it is stopped, besides those of [`can_change`].
pub fn can_change_password(state: &ServerState) -> Result<(), DomainError> {
    can_change(state)?;
    match state {
        ServerState::Stopped => {
            Err(conflict("A password changes only while the server runs. Start it first."))
        }
        _ => Ok(()),
    }
}

/// Whether the server can start in rescue mode. "Boot VM in rescue mode" names no state; since it "launches
/// the VM", a running one must be stopped first, as for a start.
///
/// # Errors
/// A conflict while it runs, besides those of [`can_change`].
pub fn can_start_rescue(state: &ServerState) -> Result<(), DomainError> {
    can_change(state)?;
    match state {
        ServerState::Running => Err(conflict("Stop the server first. Rescue mode is a way of starting it.")),
        _ => Ok(()),
    }
}

/// Whether the server can be deleted. No document names a state; a suspended one can go as well.
///
/// # Errors
/// A conflict when it is gone already, or while the provider works on it.
pub fn can_delete(state: &ServerState) -> Result<(), DomainError> {
    match state {
        ServerState::Suspended => Ok(()),
        other => can_change(other),
    }
}

/// What a new Warren server's boot disk comes from; empty texts count as not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BootSource<'a> {
    /// `os_name`.
    pub os_name: &'a str,
    /// `os_version`.
    pub os_version: &'a str,
    /// `source_uuid`: the server whose replica is copied.
    pub source_server: &'a str,
    /// `source_replica`: a snapshot or a backup.
    pub source_replica: &'a str,
    /// `disk_uuid`: an unattached disk to boot from.
    pub boot_disk: &'a str,
    /// `disks`: GiB.
    pub disk_gib: Option<u32>,
}

/// Checks that a new server has exactly one source ("Create VM": `source_uuid` and `source_replica` go
/// together; with `disk_uuid` the `disks` parameter "should be left empty").
///
/// # Errors
/// Beside field `image`, `os_version`, `source_server`, `source_replica`, `boot_disk` or `disk_gib`.
pub fn boot_source(source: &BootSource<'_>) -> Result<(), DomainError> {
    let given = |text: &str| !text.trim().is_empty();
    let (image, disk) = (given(source.os_name), given(source.boot_disk));
    let (server, replica) = (given(source.source_server), given(source.source_replica));
    let invalid = |field: &str, why: &str| Err(DomainError::invalid(field, why));
    if disk {
        if server || replica {
            return invalid("boot_disk", "Choose either an existing disk or a snapshot, not both.");
        }
        if source.disk_gib.is_some() {
            return invalid("disk_gib", "An existing disk keeps its size. Leave the size out.");
        }
        return Ok(());
    }
    match (server, replica) {
        (true, false) => return invalid("source_replica", "Choose the snapshot or backup to copy."),
        (false, true) => return invalid("source_server", "Choose the server whose snapshot this is."),
        (true, true) => return Ok(()),
        (false, false) => {}
    }
    if !image {
        return invalid("image", "Choose what to install, a snapshot to copy or a disk to boot from.");
    }
    if !given(source.os_version) {
        return invalid("os_version", "Choose a version.");
    }
    if source.disk_gib.is_none() {
        return invalid("disk_gib", "Choose the size of the disk.");
    }
    Ok(())
}

/// Checks Virtua's `ipv6_block_size`: 128 for one address, 64 for a block, and only with IPv6 switched on
/// (`virtua.md`, "Deploy a new Cloud Server"). `None` is left to the provider.
///
/// # Errors
/// Beside field `ipv6_block_size`.
pub fn virtua_ipv6(enabled: bool, block_size: Option<u32>) -> Result<(), DomainError> {
    match (enabled, block_size) {
        (_, None) | (true, Some(64 | 128)) => Ok(()),
        (true, Some(_)) => {
            Err(DomainError::invalid("ipv6_block_size", "Choose 128 for one address or 64 for a block."))
        }
        (false, Some(_)) => Err(DomainError::invalid("ipv6_block_size", "Switch IPv6 on to choose a block.")),
    }
}

/// Checks that Virtua's account may have one more server (`GET /cloud/limits`, `cloud_servers`).
///
/// # Errors
/// A conflict when the limit is reached.
pub fn virtua_server_quota(used: u32, limit: Option<u32>) -> Result<(), DomainError> {
    match limit {
        Some(limit) if used >= limit => Err(conflict(format!(
            "The account has {used} of at most {limit} servers. Ask the provider for a higher limit."
        ))),
        _ => Ok(()),
    }
}

/// Checks the shape of an offer or system id, which is the provider's and never a UUID by rule.
///
/// # Errors
/// Beside `field`: empty, too long, or not printable ASCII without spaces.
pub fn virtua_id<'a>(field: &str, text: &'a str) -> Result<&'a str, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DomainError::invalid(field, "Choose one from the list."));
    }
    if text.len() > OFFER_ID_MAX_CHARS || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(DomainError::invalid(
            field,
            "This is not an id of the provider's. Choose from the list.",
        ));
    }
    Ok(text)
}

/// Checks that two things that are to be joined stand in one location: an address, disk, network or pool "in
/// one location is useless in another" (facts.md, "Locations").
///
/// # Errors
/// Beside `field`.
pub fn same_location(field: &str, server: &str, other: &str) -> Result<(), DomainError> {
    if server == other {
        return Ok(());
    }
    Err(DomainError::invalid(field, format!("This one is in {other}, and the server is in {server}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ServerState::{Busy, Deleted, Error, Provisioning, Running, Stopped, Suspended};

    /// The whole table as text: a change of a rule is a change of this test.
    #[test]
    fn the_table_of_states_and_changes() {
        type Rule = fn(&ServerState) -> Result<(), DomainError>;
        let rules: [(&str, Rule); 5] = [
            ("change", can_change),
            ("resize", can_resize_warren),
            ("password", can_change_password),
            ("rescue", can_start_rescue),
            ("delete", can_delete),
        ];
        let other = ServerState::Other("rescue".into());
        let table: Vec<String> = [Running, Stopped, Busy, Provisioning, Suspended, Error, Deleted, other]
            .iter()
            .map(|state| {
                let allowed: Vec<_> =
                    rules.iter().filter(|(_, rule)| rule(state).is_ok()).map(|(name, _)| *name).collect();
                format!("{}: {}", state.word(), allowed.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "running: change password delete",
                "stopped: change resize rescue delete",
                "busy: ",
                "provisioning: ",
                "suspended: delete",
                "error: change resize password rescue delete",
                "deleted: ",
                "rescue: change resize password rescue delete",
            ]
        );
        assert_eq!(can_resize_warren(&Running).unwrap_err().status(), 409);
    }

    #[test]
    fn a_server_has_one_source() {
        let image =
            BootSource { os_name: "ubuntu", os_version: "22.04", disk_gib: Some(20), ..<_>::default() };
        let replica = BootSource { source_server: "a", source_replica: "b", ..<_>::default() };
        let disk = BootSource { boot_disk: "c", ..<_>::default() };
        for right in [image, replica, disk, BootSource { os_name: "ubuntu", ..disk }] {
            assert!(boot_source(&right).is_ok(), "{right:?}");
        }
        for (wrong, field) in [
            (BootSource::default(), "image"),
            (BootSource { os_version: " ", ..image }, "os_version"),
            (BootSource { disk_gib: None, ..image }, "disk_gib"),
            (BootSource { source_replica: "", ..replica }, "source_replica"),
            (BootSource { source_server: "", ..replica }, "source_server"),
            (BootSource { boot_disk: "c", ..replica }, "boot_disk"),
            (BootSource { disk_gib: Some(20), ..disk }, "disk_gib"),
        ] {
            assert_eq!(boot_source(&wrong).unwrap_err().field.as_deref(), Some(field), "{wrong:?}");
        }
    }

    #[test]
    fn virtua_orders() {
        assert!(virtua_ipv6(true, Some(64)).is_ok() && virtua_ipv6(true, Some(128)).is_ok());
        assert!(virtua_ipv6(false, None).is_ok() && virtua_ipv6(true, None).is_ok());
        assert!(virtua_ipv6(true, Some(56)).is_err() && virtua_ipv6(false, Some(64)).is_err());
        assert!(virtua_server_quota(7, Some(8)).is_ok() && virtua_server_quota(9, None).is_ok());
        assert!(virtua_server_quota(8, Some(8)).is_err() && virtua_server_quota(9, Some(8)).is_err());
        assert_eq!(virtua_id("plan", " vcs-2-intel.par01fr ").unwrap(), "vcs-2-intel.par01fr");
        assert!(virtua_id("plan", &"x".repeat(255)).is_ok());
        for wrong in ["", "a b", "é", &"x".repeat(256)] {
            assert!(virtua_id("plan", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn things_meet_in_one_location() {
        assert!(same_location("network", "jkt01", "jkt01").is_ok());
        assert_eq!(same_location("network", "jkt01", "sgp01").unwrap_err().field.as_deref(), Some("network"));
    }
}
