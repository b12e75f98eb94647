//! The three ways of presenting a key that Virtua has documented.

use hyper::header::{AUTHORIZATION, HeaderMap};

use crate::options::VirtuaScheme;
use crate::platform::Presented;

/// The first header that presents a key, whether or not its scheme is accepted. `Basic` takes the key raw.
pub(super) fn presented<'a>(accepted: &[VirtuaScheme], headers: &'a HeaderMap) -> Option<Presented<'a>> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = header(AUTHORIZATION.as_str());
    let after = |scheme: &str| {
        let (word, key) = authorization?.split_once(' ')?;
        word.eq_ignore_ascii_case(scheme).then(|| key.trim())
    };
    let candidates = [
        ("bearer", VirtuaScheme::Bearer, after("bearer")),
        ("x-api-key", VirtuaScheme::XApiKey, header("x-api-key")),
        ("basic", VirtuaScheme::Basic, after("basic")),
    ];
    let given = candidates.into_iter().filter_map(|(name, scheme, key)| {
        Some(Presented { scheme: name, key: key?, accepted: accepted.contains(&scheme) })
    });
    // An accepted scheme wins when a client sends several.
    let (mut taken, ignored): (Vec<_>, Vec<_>) = given.partition(|given| given.accepted);
    taken.extend(ignored);
    taken.into_iter().next()
}
