//! Load balancers of Warren: TCP ports to servers of one network. No TLS, no health checks (facts.md,
//! "Limits").

use crate::error::DomainError;
use crate::rules::label;

/// The only protocol (facts.md, "Limits": "TCP only").
pub const PROTOCOL: &str = "TCP";
/// The only `target_type` that the documents show.
pub const TARGET_TYPE: &str = "vm";

/// A forwarding rule: from the balancer's port to the targets' port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forwarding {
    /// Where the balancer listens.
    pub source_port: u16,
    /// Where the targets answer.
    pub target_port: u16,
}

/// Checks a balancer's name on create, where it may be left out.
///
/// # Errors
/// Beside field `name`.
pub fn new_balancer_name(text: &str) -> Result<Option<String>, DomainError> {
    label::optional_display_name("name", text)
}

/// Checks a balancer's name on rename, where it is required.
///
/// # Errors
/// Beside field `name`.
pub fn balancer_name(text: &str) -> Result<String, DomainError> {
    label::display_name("name", text)
}

/// Reads a TCP port from 1 to 65535.
///
/// # Errors
/// Beside `field`.
pub fn port(field: &str, text: &str) -> Result<u16, DomainError> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<u16>()
        .ok()
        .filter(|port| digits && *port > 0)
        .ok_or_else(|| DomainError::invalid(field, "Enter a port from 1 to 65535."))
}

/// Checks a protocol.
///
/// # Errors
/// Beside field `protocol`.
pub fn protocol(text: &str) -> Result<(), DomainError> {
    if text.trim().eq_ignore_ascii_case(PROTOCOL) {
        return Ok(());
    }
    Err(DomainError::invalid("protocol", "Load balancers forward TCP only."))
}

/// Checks one more rule against those that a balancer has. Two rules cannot listen on one port; several may
/// share a target port.
///
/// # Errors
/// Beside field `source_port` or `target_port`.
pub fn add_rule(existing: &[Forwarding], rule: Forwarding) -> Result<(), DomainError> {
    if rule.source_port == 0 {
        return Err(DomainError::invalid("source_port", "Enter a port from 1 to 65535."));
    }
    if rule.target_port == 0 {
        return Err(DomainError::invalid("target_port", "Enter a port from 1 to 65535."));
    }
    if existing.iter().any(|other| other.source_port == rule.source_port) {
        let why = format!("Port {} is forwarded already.", rule.source_port);
        return Err(DomainError::invalid("source_port", why));
    }
    Ok(())
}

/// Checks one more target against those that a balancer has, by their ids.
///
/// # Errors
/// Beside field `target`.
pub fn add_target(existing: &[&str], target: &str) -> Result<(), DomainError> {
    let target = target.trim();
    if target.is_empty() {
        return Err(DomainError::invalid("target", "Choose a server."));
    }
    if existing.iter().any(|other| other.eq_ignore_ascii_case(target)) {
        return Err(DomainError::invalid("target", "This server is a target already."));
    }
    Ok(())
}

/// Checks the rules and targets of a new balancer. Both lists may be empty ("Create load balancer" requires
/// neither); an empty one must still be sent, since a create without `targets` fails (facts.md, "Errors").
///
/// # Errors
/// As [`add_rule`] and [`add_target`].
pub fn new_balancer(rules: &[Forwarding], targets: &[&str]) -> Result<(), DomainError> {
    for (n, rule) in rules.iter().enumerate() {
        add_rule(rules.get(..n).unwrap_or_default(), *rule)?;
    }
    for (n, target) in targets.iter().enumerate() {
        add_target(targets.get(..n).unwrap_or_default(), target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        assert_eq!(port("source_port", " 1 ").unwrap(), 1);
        assert_eq!(port("source_port", "65535").unwrap(), 65535);
        for wrong in ["", "0", "65536", "-1", "+80", "80.0", "http", "8 0"] {
            assert_eq!(
                port("source_port", wrong).unwrap_err().field.as_deref(),
                Some("source_port"),
                "{wrong}"
            );
        }
        assert!(protocol("tcp").is_ok() && protocol("UDP").is_err());
    }

    #[test]
    fn rules_listen_on_ports_of_their_own() {
        let rule = |source_port, target_port| Forwarding { source_port, target_port };
        assert!(new_balancer(&[], &[]).is_ok());
        assert!(new_balancer(&[rule(80, 8080), rule(443, 8080)], &["a", "b"]).is_ok());
        for (rules, targets, field) in [
            (vec![rule(80, 80), rule(443, 443), rule(80, 81)], vec!["a"], "source_port"),
            (vec![rule(0, 80)], vec![], "source_port"),
            (vec![rule(80, 0)], vec![], "target_port"),
            (vec![], vec!["a", "b", "A"], "target"),
            (vec![], vec![" "], "target"),
        ] {
            assert_eq!(new_balancer(&rules, &targets).unwrap_err().field.as_deref(), Some(field));
        }
    }

    #[test]
    fn names() {
        assert_eq!(new_balancer_name("").unwrap(), None);
        assert!(balancer_name("").is_err() && balancer_name("my LB").is_ok());
    }
}
