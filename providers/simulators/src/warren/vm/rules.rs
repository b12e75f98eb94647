//! What a new or changed VM must be like, and the refusals when it is not. Statuses and words that nobody has printed
//! are guesses; the README lists them.

use crate::http::{Call, Reply};
use crate::warren::errors::error;
use crate::warren::fields::required;
use crate::warren::images::IMAGES;
use crate::warren::state::{Location, Pool};

/// Least and most of each size; live services name them in the pools.
pub(super) const MIN_CPU: u64 = 2;
pub(super) const MIN_RAM_MB: u64 = 2_048;
const DISK_GB: (u64, u64) = (20, 1_000);

/// The image that a call names. An unknown version's refusal lists those that there are: seen on a live service.
pub(super) fn image(os_name: &str, os_version: &str) -> Result<(), Reply> {
    let Some(image) = IMAGES.iter().find(|image| image.os_name == os_name) else {
        let known: Vec<&str> = IMAGES.iter().map(|image| image.os_name).collect();
        let words = format!("Value '{os_name}' is not allowed. Allowed values: {}", known.join(", "));
        return Err(error(400, "os_name", &words));
    };
    let known: Vec<&str> = image.versions.iter().map(|(id, ..)| *id).collect();
    if known.contains(&os_version) {
        return Ok(());
    }
    let known = known.join(", ");
    let words =
        format!("Value '{os_version}' is not allowed. Allowed values for os_name '{os_name}': {known}");
    Err(error(400, "os_version", &words))
}

/// As a form that names both sends it.
pub(super) fn named_image(call: &Call) -> Result<(String, String), Reply> {
    let (name, version) = (required(call, "os_name")?, required(call, "os_version")?);
    image(name, version)?;
    Ok((name.to_owned(), version.to_owned()))
}

/// `^(?=.{1,30}$)[a-zA-Z_][0-9a-zA-Z_-]*$`, and not `root`.
pub(super) fn username(name: &str) -> Result<(), Reply> {
    if name == "root" {
        return Err(error(400, "username", "Username 'root' is not allowed."));
    }
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if begins && plain && name.len() <= 30 {
        return Ok(());
    }
    Err(error(400, "username", "Value does not match ^(?=.{1,30}$)[a-zA-Z_][0-9a-zA-Z_-]*$"))
}

/// `^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$`, where a dot is anything but the end of a line.
pub(super) fn password(text: &str) -> Result<(), Reply> {
    let has = |kind: fn(char) -> bool| text.chars().any(kind);
    let each =
        has(|c| c.is_ascii_lowercase()) && has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_digit());
    if each && text.chars().count() >= 8 && !text.contains('\n') {
        return Ok(());
    }
    Err(error(400, "password", r"Value does not match ^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$"))
}

/// One line that begins like an OpenSSH key. What follows is not looked at: forms of several clients arrive with
/// pluses where spaces should be.
pub(super) fn public_key(name: &str, line: &str) -> Result<(), Reply> {
    let known = ["ssh-rsa", "ssh-ed25519", "ssh-dss", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];
    let line = line.trim_end_matches(['\r', '\n']);
    if known.iter().any(|kind| line.starts_with(kind)) && !line.contains('\n') {
        return Ok(());
    }
    Err(error(400, name, "Invalid SSH public key"))
}

/// The pool that a call names, or the location's default one.
pub(super) fn pool<'a>(call: &Call, location: &'a Location) -> Result<&'a Pool, Reply> {
    let found = match call.param("designated_pool_uuid").filter(|uuid| !uuid.is_empty()) {
        Some(uuid) => location.pools.iter().find(|pool| pool.uuid == uuid),
        None => location.pools.iter().find(|pool| pool.default),
    };
    found.ok_or_else(|| error(400, "designated_pool_uuid", "Designated pool does not exist."))
}

/// Windows needs more than others wherever it runs; every pool here gives it that much anyway.
pub(super) fn cpu(vcpu: u64, pool: &Pool, os_name: &str) -> Result<u32, Reply> {
    let least = if os_name == "windows" { MIN_CPU.max(2) } else { MIN_CPU };
    within("vcpu", vcpu, (least, u64::from(pool.max_cpu)))
}

/// As [`cpu`].
pub(super) fn ram(ram_mb: u64, pool: &Pool, os_name: &str) -> Result<u32, Reply> {
    let least = if os_name == "windows" { MIN_RAM_MB.max(1_024) } else { MIN_RAM_MB };
    within("ram", ram_mb, (least, u64::from(pool.max_ram_mb)))
}

pub(super) fn disk(size_gb: u64) -> Result<u32, Reply> {
    within("disks", size_gb, DISK_GB)
}

fn within(name: &str, value: u64, (least, most): (u64, u64)) -> Result<u32, Reply> {
    let fits = u32::try_from(value).ok().filter(|_| (least..=most).contains(&value));
    fits.ok_or_else(|| error(400, name, &format!("Value must be between {least} and {most}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warren::testing::body_of;

    #[test]
    fn a_version_that_is_not_there_is_refused_with_those_that_are() {
        assert!(image("ubuntu", "24.04-lts").is_ok());
        let refusal = image("ubuntu", "24.04").unwrap_err();
        let words = body_of(&refusal)["errors"]["os_version"].as_str().unwrap().to_owned();
        assert!(refusal.status == 400 && words.contains("22.04-lts, 24.04-lts"), "{words}");
        assert!(body_of(&image("plan9", "4").unwrap_err())["errors"]["os_name"].is_string());
    }

    #[test]
    fn names_and_passwords_obey_their_patterns() {
        for name in ["ops", "_a", "a-b_c9", "administrator"] {
            assert!(username(name).is_ok(), "{name}");
        }
        for name in ["", "root", "9a", "-a", "a b", "é", "a.b", &"a".repeat(31)] {
            assert!(username(name).is_err(), "{name}");
        }
        for good in ["Passw0rd", "aB3 éé§§"] {
            assert!(password(good).is_ok(), "{good}");
        }
        for bad in ["", "Passw0r", "password1", "PASSWORD1", "Password", "Pass\nw0rdd"] {
            assert!(password(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_is_one_line_of_a_known_kind() {
        assert!(public_key("public_key", "ssh-ed25519 AAAA me@here\n").is_ok());
        assert!(public_key("public_key", "ssh-ed25519+AAAA").is_ok());
        for bad in ["", "AAAA", "ssh-ed25519 AAAA\nssh-rsa BBBB", "-----BEGIN OPENSSH PRIVATE KEY-----"] {
            assert!(public_key("public_key", bad).is_err(), "{bad}");
        }
    }
}
