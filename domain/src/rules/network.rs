//! Private networks of Warren. Their subnets are assigned, not chosen, so no rule speaks of them.

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::label;

/// Checks a network's name on create and rename. It must be there: without one the create call gives back the
/// default network instead of making another ("Create or get default network").
///
/// # Errors
/// Beside field `name`.
pub fn network_name(text: &str) -> Result<String, DomainError> {
    label::display_name("name", text)
}

/// Checks that a network can go: "if it does not contain any resources and it is not default" ("Delete
/// network"). `resources` counts servers, balancers and services inside.
///
/// # Errors
/// A conflict that names the first reason.
pub fn can_delete(is_default: bool, resources: usize) -> Result<(), DomainError> {
    if is_default {
        return Err(conflict("The default network stays. Make another one the default first."));
    }
    match resources {
        0 => Ok(()),
        1 => Err(conflict("One resource is still in the network. Move or delete it first.")),
        many => {
            Err(conflict(format!("{many} resources are still in the network. Move or delete them first.")))
        }
    }
}

/// Checks that a network can become the default one.
///
/// # Errors
/// A conflict when it is.
pub fn can_become_default(is_default: bool) -> Result<(), DomainError> {
    if is_default { Err(conflict("This network is the default already.")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_empty_networks_that_are_not_default_can_go() {
        assert!(can_delete(false, 0).is_ok());
        for (is_default, resources) in [(true, 0), (false, 1), (true, 1), (false, 2)] {
            assert_eq!(can_delete(is_default, resources).unwrap_err().status(), 409);
        }
        assert!(can_delete(false, 2).unwrap_err().message.starts_with("2 resources"));
        assert!(can_become_default(false).is_ok() && can_become_default(true).is_err());
    }

    #[test]
    fn a_network_has_a_name() {
        assert_eq!(network_name(" My new network name ").unwrap(), "My new network name");
        assert_eq!(network_name(" ").unwrap_err().field.as_deref(), Some("name"));
    }
}
