//! A key together with where it may go. Never stored in a client, never printed.

use domain::credential::AuthScheme;
use domain::provider::Brand;
use secrecy::SecretString;
use url::Url;

/// Where calls go and how the key is put into them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Whose API.
    pub brand: Brand,
    /// The API's base, version included, without a trailing slash in its text form.
    pub base_url: Url,
    /// How the key is put into requests.
    pub scheme: AuthScheme,
}

/// An API key and its endpoint. `Debug` redacts the key; there is no `Serialize`.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Where the key may go, and nowhere else.
    pub endpoint: Endpoint,
    /// The key.
    pub key: SecretString,
    /// Label for logs and for the limits that are counted per key; an id, not a secret.
    pub id: String,
}
