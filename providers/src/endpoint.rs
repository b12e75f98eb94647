//! Where calls go: a brand's own address, and the check of an address that a person typed.

use domain::credential::AuthScheme;
use domain::error::DomainError;
use domain::provider::{Brand, Platform};
use url::Url;

use crate::credential::Endpoint;
use crate::guard;
use crate::options::Options;

/// The endpoint of a brand before its key was probed; `None` where a person must give the address.
#[must_use]
pub fn default_endpoint(brand: Brand, options: &Options) -> Option<Endpoint> {
    let base_url = match options.base_urls.get(&brand) {
        Some(url) => url.clone(),
        None => Url::parse(brand.base_url()?).ok()?,
    };
    Some(Endpoint { brand, base_url, scheme: first_scheme(brand) })
}

/// The authentication scheme that is tried first.
#[must_use]
pub const fn first_scheme(brand: Brand) -> AuthScheme {
    match brand.platform() {
        Platform::Virtua => AuthScheme::Bearer,
        Platform::Warren => AuthScheme::ApiKey,
    }
}

/// Checks an address that a person typed and gives its canonical form (security.md F1, F2, F5). Names are checked
/// again on every connection, because what they resolve to can change.
///
/// # Errors
/// Beside field `base_url`, saying what is wrong.
pub fn check_base_url(brand: Brand, text: &str, options: &Options) -> Result<Url, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return default_endpoint(brand, options)
            .map(|endpoint| endpoint.base_url)
            .ok_or_else(|| DomainError::invalid("base_url", "Enter the address of the brand's API."));
    }
    guard::check_base_url(text, &options.allowed_private)
        .map_err(|problem| DomainError::invalid("base_url", problem.public_message()))
}
