//! Every read of a provider, for tests of what must hold for all of them and for fuzzing.

mod reads;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;
use domain::credential::AuthScheme;
use domain::provider::Brand;
use url::Url;

use crate::http::{Canned, Http};
use crate::options::{AllowedTarget, Options, ReadRetries};
use crate::registry::Registry;
use crate::{Credential, Endpoint, Provider};
use reads::reads;

/// Hands one made-up answer to every read of a brand. Whatever it is, nothing may panic.
pub fn answer(brand: Brand, status: u16, body: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (Ok(runtime), Some(url)) = (runtime, address(1)) else { return };
    let canned = Canned { status, body: Bytes::copy_from_slice(body) };
    let Some(provider) = provider(brand, &url, |http| http.with(canned)) else { return };
    let credential = credential(brand, url);
    runtime.block_on(async {
        for read in reads(&*provider, &credential) {
            let _whatever = read.outcome.await;
        }
    });
}

/// A provider at `url` that tries every read once.
fn provider(brand: Brand, url: &Url, adapt: impl FnOnce(Http) -> Http) -> Option<Arc<dyn Provider>> {
    let once = ReadRetries { most: 0, ..ReadRetries::default() };
    let limit = std::time::Duration::from_millis(300);
    let options = Arc::new(Options {
        read_retries: once,
        read_timeout: limit,
        probe_timeout: limit,
        allowed_private: AllowedTarget::of(url).into_iter().collect(),
        ..Options::default()
    });
    let http = Http::new(options.clone()).ok()?;
    Some(Registry::over(options, adapt(http)).shared(brand).clone())
}

fn address(port: u16) -> Option<Url> {
    format!("http://127.0.0.1:{port}/v1").parse().ok()
}

fn credential(brand: Brand, base_url: Url) -> Credential {
    let scheme = if brand == Brand::Virtua { AuthScheme::Bearer } else { AuthScheme::ApiKey };
    Credential {
        endpoint: Endpoint { brand, base_url, scheme },
        key: "canary-key".into(),
        id: "everything".into(),
    }
}
