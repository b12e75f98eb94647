//! Floating IPs of Warren. The address itself is their key.

use std::net::Ipv4Addr;

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::label;

/// Checks a floating IP's name, which may be left out.
///
/// # Errors
/// Beside field `name`.
pub fn address_name(text: &str) -> Result<Option<String>, DomainError> {
    label::optional_display_name("name", text)
}

/// Checks the address that names a floating IP in paths (`{public_ipv4_address}`).
///
/// # Errors
/// Beside field `address`.
pub fn floating_ip(text: &str) -> Result<Ipv4Addr, DomainError> {
    text.trim()
        .parse()
        .map_err(|_| DomainError::invalid("address", "Enter an IPv4 address, such as 203.0.113.7."))
}

/// Checks that a floating IP can be assigned. `assigned_to` names what has it now; no document says what
/// assigning it again would do, so it must be free. `enabled` is the provider's own field.
///
/// # Errors
/// A conflict.
pub fn can_assign(assigned_to: Option<&str>, enabled: Option<bool>) -> Result<(), DomainError> {
    if let Some(other) = assigned_to {
        return Err(conflict(format!("The address belongs to {other}. Unassign it there first.")));
    }
    if enabled == Some(false) {
        return Err(conflict("The provider disabled this address. Settle that with the provider first."));
    }
    Ok(())
}

/// Checks that a floating IP can be unassigned.
///
/// # Errors
/// A conflict when nothing has it.
pub fn can_unassign(assigned_to: Option<&str>) -> Result<(), DomainError> {
    match assigned_to {
        Some(_) => Ok(()),
        None => Err(conflict("The address is not assigned to anything.")),
    }
}

/// Whether releasing `address` together with its server takes only what belonged to that server (facts.md:
/// one tool deletes every unassigned address in the location). `server_addresses` are those that were
/// assigned to it.
#[must_use]
pub fn goes_with_server(address: Ipv4Addr, server_addresses: &[Ipv4Addr]) -> bool {
    server_addresses.contains(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(floating_ip(" 1.1.1.1 ").unwrap(), Ipv4Addr::new(1, 1, 1, 1));
        for wrong in ["", "1.1.1", "1.1.1.1/32", "::1", "01.1.1.1", "1.1.1.256"] {
            assert_eq!(floating_ip(wrong).unwrap_err().field.as_deref(), Some("address"), "{wrong}");
        }
        assert_eq!(address_name("").unwrap(), None);
    }

    #[test]
    fn one_owner_at_a_time() {
        assert!(can_assign(None, None).is_ok() && can_assign(None, Some(true)).is_ok());
        assert!(can_assign(Some("web1"), Some(true)).unwrap_err().message.contains("web1"));
        assert_eq!(can_assign(None, Some(false)).unwrap_err().status(), 409);
        assert!(can_unassign(Some("web1")).is_ok() && can_unassign(None).is_err());
    }

    #[test]
    fn a_server_takes_only_its_own_addresses_along() {
        let own = [Ipv4Addr::new(1, 1, 1, 1)];
        assert!(goes_with_server(Ipv4Addr::new(1, 1, 1, 1), &own));
        assert!(!goes_with_server(Ipv4Addr::new(1, 1, 1, 2), &own));
    }
}
