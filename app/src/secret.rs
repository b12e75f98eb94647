//! The one place in which a secret becomes text for a page: a password or a script that a person with the right to it
//! asked to see, once, in the answer to that click.

use secrecy::{ExposeSecret, SecretString};

/// The text. The caller keeps the answer out of caches.
pub fn shown(secret: &SecretString) -> String {
    secret.expose_secret().to_owned()
}
