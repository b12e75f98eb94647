//! What calls taught about a key's locations: their names, and which of them answers only without its slug. A cache;
//! losing it costs a read or two.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::location::Location;
use domain::pricing::PriceList;
use tokio::time::Instant;
use url::Url;

use crate::credential::Credential;

/// Price lists change seldom, and every list of servers needs one.
const PRICES_FOR: Duration = Duration::from_secs(600);
/// Keys that are remembered.
const KEYS: usize = 1024;

#[derive(Default)]
pub(super) struct Memory(Mutex<HashMap<Name, Known>>);

/// The key's id and its address. Never the key.
type Name = (String, Url);

#[derive(Default)]
struct Known {
    locations: Option<Vec<Location>>,
    default_only: HashSet<String>,
    prices: Option<(Instant, PriceList)>,
}

impl Memory {
    pub(super) fn locations(&self, credential: &Credential) -> Option<Vec<Location>> {
        self.lock().get(&name(credential))?.locations.clone()
    }

    pub(super) fn set_locations(&self, credential: &Credential, locations: &[Location]) {
        self.change(credential, |known| known.locations = Some(locations.to_vec()));
    }

    pub(super) fn is_default_only(&self, credential: &Credential, slug: &str) -> bool {
        self.lock().get(&name(credential)).is_some_and(|known| known.default_only.contains(slug))
    }

    /// The same for an address, whichever key found out; for plans, which know no key.
    pub(super) fn is_default_only_at(&self, base_url: &Url, slug: &str) -> bool {
        let known = self.lock();
        known.iter().any(|((_, at), known)| at == base_url && known.default_only.contains(slug))
    }

    pub(super) fn set_default_only(&self, credential: &Credential, slug: &str) {
        self.change(credential, |known| {
            known.default_only.insert(slug.to_owned());
        });
    }

    pub(super) fn prices(&self, credential: &Credential) -> Option<PriceList> {
        let known = self.lock();
        let (read_at, prices) = known.get(&name(credential))?.prices.as_ref()?;
        (read_at.elapsed() < PRICES_FOR).then(|| prices.clone())
    }

    pub(super) fn set_prices(&self, credential: &Credential, prices: &PriceList) {
        self.change(credential, |known| known.prices = Some((Instant::now(), prices.clone())));
    }

    fn change(&self, credential: &Credential, change: impl FnOnce(&mut Known)) {
        let name = name(credential);
        let mut known = self.lock();
        if !known.contains_key(&name) && known.len() >= KEYS {
            known.clear();
        }
        change(known.entry(name).or_default());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(credential: &Credential) -> Name {
    (credential.id.clone(), credential.endpoint.base_url.clone())
}
