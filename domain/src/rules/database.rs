//! Managed service packages, which only IDCloudHost's document has. No call lists what is offered.

use crate::error::DomainError;
use crate::rules::json::Json;
use crate::rules::label;
use crate::rules::size::Sizes;

/// A service and the version that a document or an observer saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownService {
    /// As requests spell it.
    pub service: &'static str,
    /// As requests spell it.
    pub version: &'static str,
    /// Where its clients connect.
    pub port: Option<u16>,
}

/// What the document's samples show ("Create Service Package", "List Service Packages"): a list to offer, not
/// a list to refuse by, since the brands change it.
pub const KNOWN_SERVICES: [KnownService; 2] = [
    KnownService { service: "postgresql", version: "14.0", port: Some(5432) },
    KnownService { service: "mariadb", version: "10.5", port: None },
];

/// Checks a service's name: a word such as `postgresql`.
///
/// # Errors
/// Beside field `service`.
pub fn service(text: &str) -> Result<String, DomainError> {
    let name = text.trim().to_ascii_lowercase();
    let fine = (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    if fine {
        Ok(name)
    } else {
        Err(DomainError::invalid("service", "Choose a service, such as postgresql."))
    }
}

/// Checks a version: numbers with at least one point, since a bare `14` fails where `14.0` works (facts.md,
/// "Limits").
///
/// # Errors
/// Beside field `version`.
pub fn version(text: &str) -> Result<String, DomainError> {
    let text = text.trim();
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts = text.split('.').count();
    if !text.split('.').all(part) || parts > 4 {
        return Err(DomainError::invalid("version", "Enter a version, such as 14.0."));
    }
    if parts == 1 {
        return Err(DomainError::invalid("version", format!("Write the whole version, such as {text}.0.")));
    }
    Ok(text.to_owned())
}

/// Checks a package's name, which is required.
///
/// # Errors
/// Beside field `name`.
pub fn package_name(text: &str) -> Result<String, DomainError> {
    label::display_name("name", text)
}

/// Checks `vm_cpu`, `vm_ram` (MiB) and `vm_disk_gb`. No limits are documented for packages; since they are
/// made of servers, those of servers hold.
///
/// # Errors
/// Beside field `vcpus`, `memory_mib` or `disk_gib`.
pub fn size(sizes: &Sizes, vcpus: u32, memory_mib: u32, disk_gib: u32) -> Result<(), DomainError> {
    sizes.check(vcpus, memory_mib, Some(disk_gib))
}

/// Checks `package_parameters`: a JSON object, such as `{"location":"dc1"}`; `None` when it is empty.
///
/// # Errors
/// Beside field `parameters`.
pub fn parameters(text: &str) -> Result<Option<String>, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match Json::parse(text) {
        Ok(Json::Object(_)) => Ok(Some(text.to_owned())),
        Ok(_) => {
            Err(DomainError::invalid("parameters", "Write one JSON object, such as {\"location\":\"dc1\"}."))
        }
        Err(line) => {
            Err(DomainError::invalid("parameters", format!("This stops being JSON on line {line}.")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::size::sizes;

    #[test]
    fn what_is_known_passes_its_own_rules() {
        for known in KNOWN_SERVICES {
            assert_eq!(service(known.service).unwrap(), known.service);
            assert_eq!(version(known.version).unwrap(), known.version);
        }
    }

    #[test]
    fn services_and_versions() {
        assert_eq!(service(" PostgreSQL ").unwrap(), "postgresql");
        assert!(service("").is_err() && service("a b").is_err() && service(&"a".repeat(65)).is_err());
        assert!(version("10.5.1").is_ok());
        assert_eq!(version("14").unwrap_err().message, "Write the whole version, such as 14.0.");
        for wrong in ["", ".", "14.", "14.x", "v14.0", "1.2.3.4.5", "é"] {
            assert_eq!(version(wrong).unwrap_err().field.as_deref(), Some("version"), "{wrong}");
        }
        assert!(package_name(" ").is_err() && package_name("My Postgre Service 14.0").is_ok());
    }

    #[test]
    fn sizes_and_parameters() {
        let sizes = sizes(None, None, "");
        assert!(size(&sizes, 2, 4096, 40).is_ok());
        assert_eq!(size(&sizes, 2, 4096, 10).unwrap_err().field.as_deref(), Some("disk_gib"));
        assert_eq!(parameters(r#" {"location":"dc1"} "#).unwrap().as_deref(), Some(r#"{"location":"dc1"}"#));
        assert_eq!(parameters(" ").unwrap(), None);
        assert!(parameters("[]").is_err() && parameters("{").is_err());
    }
}
