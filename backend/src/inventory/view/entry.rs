//! One server of the table with what searching, sorting and showing it need, worked out beforehand.

use std::fmt::Write as _;
use std::sync::Arc;

use domain::Timestamp;
use domain::ids::ServerKey;
use domain::provider::Brand;
use domain::server::Server;

use super::names::Names;

/// Words that many rows share, by kind.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) states: Names,
    pub(super) locations: Names,
    pub(super) images: Names,
    pub(super) plans: Names,
    pub(super) currencies: Names,
    pub(super) hosts: Names,
}

/// Separates a location's slug from its name in [`Shared::locations`]; no provider prints it.
pub(super) const PARTS: char = '\u{1f}';

/// One server.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its identity.
    pub(crate) key: ServerKey,
    /// What the provider says of it.
    pub(crate) server: Arc<Server>,
    /// Who sells it.
    pub(crate) brand: Brand,
    /// Place of its source in [`super::TeamServers::sources`].
    pub(crate) source: u32,
    /// When it was read by itself, if that is later than its source's list.
    pub(crate) read_at: Option<Timestamp>,
    /// Cost per month for people.
    pub(crate) cost_month: Option<String>,
    /// Lower-case text in which words are looked for; begins with the name.
    pub(super) haystack: String,
    /// Length of the name at the beginning of `haystack`.
    pub(super) name_len: usize,
    /// Its addresses, a space before each.
    pub(super) ips: String,
    pub(super) state: u32,
    pub(super) location: u32,
    pub(super) image: Option<u32>,
    pub(super) plan: Option<u32>,
    pub(super) currency: Option<u32>,
    pub(super) host: Option<u32>,
}

impl Entry {
    /// Works out what searching and showing need.
    pub(super) fn new(
        key: ServerKey,
        server: Arc<Server>,
        read_at: Option<Timestamp>,
        source: u32,
        (brand, label): (Brand, &str),
        shared: &mut Shared,
    ) -> Self {
        let name = server.name.to_lowercase();
        let name_len = name.len();
        let mut ips = String::new();
        for address in &server.addresses {
            // Writing to a String cannot fail.
            let _infallible = write!(ips, " {}", address.ip);
        }
        let plan = server.plan.as_deref().map(str::to_lowercase);
        let host = server.hostname.as_deref().map(str::to_lowercase);
        let image = server.image.as_deref().map(str::to_lowercase);
        let (slug, place) = (server.location.slug.to_lowercase(), server.location.name.to_lowercase());
        let mut haystack = name;
        let others = [
            ips.as_str(),
            host.as_deref().unwrap_or_default(),
            plan.as_deref().unwrap_or_default(),
            &slug,
            &place,
            brand.slug(),
            &brand.name().to_lowercase(),
            &brand.monogram().to_lowercase(),
            &label.to_lowercase(),
        ];
        for part in others {
            haystack.push('\n');
            haystack.push_str(part);
        }
        Self {
            state: shared.states.number(server.state.word()),
            location: shared.locations.number(&format!("{slug}{PARTS}{place}")),
            image: image.map(|image| shared.images.number(&image)),
            plan: plan.map(|plan| shared.plans.number(&plan)),
            currency: server.price.as_ref().map(|price| shared.currencies.number(&price.month.currency)),
            host: host.map(|host| shared.hosts.number(&host)),
            cost_month: server.price.as_ref().map(|price| price.month.to_string()),
            key,
            server,
            brand,
            source,
            read_at,
            haystack,
            name_len,
            ips,
        }
    }

    /// Its name in lower case.
    pub(super) fn name(&self) -> &str {
        self.haystack.get(..self.name_len).unwrap_or_default()
    }
}
