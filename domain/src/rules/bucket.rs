//! Buckets and the keys of their S3 user.

use std::net::Ipv4Addr;

use crate::error::DomainError;
use crate::rules::conflict;

/// Fewest characters of a bucket's name (S3 naming rules).
pub const BUCKET_NAME_MIN_CHARS: usize = 3;
/// Most characters of a bucket's name (S3 naming rules).
pub const BUCKET_NAME_MAX_CHARS: usize = 63;

/// Beginnings that S3 keeps for itself.
const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
/// Endings that S3 keeps for itself.
const RESERVED_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Checks a bucket's name ("Create Bucket": "must conform to S3 bucket naming rules", "globally unique across
/// all users"). S3's rules are those of its guide for general purpose buckets. That every part between points
/// fits a host name follows from buckets being served under their name in DNS.
///
/// # Errors
/// Beside field `name`.
pub fn bucket_name(text: &str) -> Result<String, DomainError> {
    let name = text.trim();
    let ends_well = |part: &str| {
        let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(edge) && part.ends_with(edge)
    };
    let wrong = if name.is_empty() {
        "Enter a name.".to_owned()
    } else if !(BUCKET_NAME_MIN_CHARS..=BUCKET_NAME_MAX_CHARS).contains(&name.chars().count()) {
        "Use 3 to 63 characters.".to_owned()
    } else if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
    {
        "Use lower-case letters, digits, hyphens and points.".to_owned()
    } else if !name.split('.').all(ends_well) {
        "Begin and end with a letter or a digit, also beside each point.".to_owned()
    } else if name.parse::<Ipv4Addr>().is_ok() || looks_like_address(name) {
        "A name cannot look like an address.".to_owned()
    } else if let Some(prefix) = RESERVED_PREFIXES.iter().find(|prefix| name.starts_with(**prefix)) {
        format!("Names that begin with {prefix} are reserved.")
    } else if let Some(suffix) = RESERVED_SUFFIXES.iter().find(|suffix| name.ends_with(**suffix)) {
        format!("Names that end with {suffix} are reserved.")
    } else {
        return Ok(name.to_owned());
    };
    Err(DomainError::invalid("name", wrong))
}

/// Four numbers between points, also where they are too large for an address.
fn looks_like_address(name: &str) -> bool {
    name.split('.').count() == 4
        && name
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Checks that a bucket can go: "only empty buckets can be deleted via this API" ("Delete Bucket"). `None`
/// when the provider does not say how many objects there are: then it decides.
///
/// # Errors
/// A conflict while it holds something.
pub fn can_delete(objects: Option<u64>) -> Result<(), DomainError> {
    match objects {
        Some(1..) => Err(conflict("The bucket is not empty. Delete what it holds first.")),
        Some(0) | None => Ok(()),
    }
}

/// Checks that the S3 user may have one more bucket ("Get S3 user", `maxBuckets`).
///
/// # Errors
/// A conflict when the limit is reached.
pub fn bucket_quota(used: u64, max_buckets: Option<u64>) -> Result<(), DomainError> {
    match max_buckets {
        // Ceph, which the reply is shaped like, means "no limit" by 0.
        Some(max) if max > 0 && used >= max => {
            Err(conflict(format!("The account has {used} of at most {max} buckets.")))
        }
        _ => Ok(()),
    }
}

/// Checks the access key that names an S3 key pair ("Delete key"). Samples are 20 upper-case letters and
/// digits; nothing says that all are.
///
/// # Errors
/// Beside field `access_key`.
pub fn access_key(text: &str) -> Result<&str, DomainError> {
    let text = text.trim();
    let fine = (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fine { Ok(text) } else { Err(DomainError::invalid("access_key", "Choose a key from the list.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_s3_takes() {
        for right in ["pang1", "my.aws.bucket", "abc", &"a".repeat(63), "1.2.3.4a", "a-b--c", "1000.2.3"] {
            assert_eq!(bucket_name(right).unwrap(), right);
        }
        assert_eq!(bucket_name(" pang1 ").unwrap(), "pang1");
    }

    #[test]
    fn names_that_s3_refuses() {
        for wrong in [
            "",
            "ab",
            &"a".repeat(64),
            "Pang1",
            "pang_1",
            "pan g1",
            "päng1",
            ".pang",
            "pang.",
            "-pang",
            "pang-",
            "pa..ng",
            "pa.-ng",
            "pa-.ng",
            "192.168.5.4",
            "999.1.1.1",
            "xn--pang",
            "sthree-pang",
            "amzn-s3-demo-x",
            "pang-s3alias",
            "pang--ol-s3",
            "pang.mrap",
            "pang--x-s3",
            "pang--table-s3",
        ] {
            assert_eq!(bucket_name(wrong).unwrap_err().field.as_deref(), Some("name"), "{wrong}");
        }
    }

    #[test]
    fn only_empty_buckets_go_and_only_so_many_come() {
        assert!(can_delete(Some(0)).is_ok() && can_delete(None).is_ok());
        assert_eq!(can_delete(Some(1)).unwrap_err().status(), 409);
        assert!(bucket_quota(999, Some(1000)).is_ok() && bucket_quota(5, None).is_ok());
        assert!(bucket_quota(5, Some(0)).is_ok());
        assert_eq!(bucket_quota(1000, Some(1000)).unwrap_err().status(), 409);
    }

    #[test]
    fn access_keys() {
        assert_eq!(access_key(" I16N8YDF6A6FX8ILP30T ").unwrap(), "I16N8YDF6A6FX8ILP30T");
        for wrong in ["", "a b", "é", &"A".repeat(129)] {
            assert_eq!(access_key(wrong).unwrap_err().field.as_deref(), Some("access_key"));
        }
    }
}
