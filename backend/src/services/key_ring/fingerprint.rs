//! The fingerprint of a public key as `ssh-keygen -l` prints it, so that people can hold one against the other.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// `SHA256:` and the hash of the key's body without padding; `None` when the body is not base64.
pub(super) fn of(public_key: &str) -> Option<String> {
    let body = public_key.split_whitespace().nth(1)?;
    let bytes = STANDARD.decode(body).or_else(|_| STANDARD_NO_PAD.decode(body)).ok()?;
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GitHub's Ed25519 host key, with the fingerprint that its documentation gives.
    #[test]
    fn it_is_what_ssh_keygen_prints() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl host";
        assert_eq!(of(key).unwrap(), "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
        assert_eq!(of("ssh-ed25519"), None);
        assert_eq!(of("ssh-ed25519 !"), None);
    }
}
