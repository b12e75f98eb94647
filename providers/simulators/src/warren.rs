//! Warren: the platform behind IDCloudHost and Elastis, which differ only in their brand's data.

mod addresses;
mod backups;
mod balancers;
mod billing;
mod billing_accounts;
mod billing_resources;
mod boot_images;
mod brand;
mod buckets;
mod cards;
mod credit;
mod disks;
mod errors;
mod fields;
mod firewalls;
mod images;
mod invoices;
mod locations;
mod money;
mod networks;
mod packages;
mod parameters;
mod pools;
mod power;
mod pricing;
mod replicas;
mod seed;
mod ssh_keys;
mod state;
#[cfg(test)]
mod testing;
mod tokens;
mod usage;
mod user;
mod vm;
mod vm_disks;
mod work;

use hyper::header::{HeaderMap, HeaderName};
use rust_decimal::Decimal;
use time::OffsetDateTime;

pub(crate) use self::brand::Brand;
use crate::control::ServerView;
use crate::http::{Reply, Route};
use crate::options::SimOptions;
use crate::platform::{Admission, Platform, Presented, Stock, Target};
use crate::rng::Rng;

/// The platform under one of its brands.
pub(crate) struct Warren(pub(crate) Brand);

impl Platform for Warren {
    type State = state::State;

    const LIMITED: bool = false;

    fn seed(&self, options: &SimOptions, now: OffsetDateTime) -> Self::State {
        seed::state(self.0, options, now)
    }

    fn routes(&self) -> &'static [&'static [Route<Self::State>]] {
        static ROUTES: &[&[Route<state::State>]] = &[
            addresses::ROUTES,
            balancers::ROUTES,
            billing_accounts::ROUTES,
            billing_resources::ROUTES,
            boot_images::ROUTES,
            buckets::ROUTES,
            cards::ROUTES,
            credit::ROUTES,
            disks::ROUTES,
            firewalls::ROUTES,
            images::ROUTES,
            invoices::ROUTES,
            locations::ROUTES,
            networks::ROUTES,
            packages::ROUTES,
            parameters::ROUTES,
            pools::ROUTES,
            power::ROUTES,
            pricing::ROUTES,
            replicas::ROUTES,
            ssh_keys::ROUTES,
            tokens::ROUTES,
            usage::ROUTES,
            user::ROUTES,
            vm::ROUTES,
            vm::change::ROUTES,
            vm::create::ROUTES,
            vm::system::ROUTES,
            vm_disks::ROUTES,
        ];
        ROUTES
    }

    /// A slug may precede every path, also those that act on no location, as the official client sends it.
    fn target<'a>(&self, _options: &SimOptions, path: &'a str) -> Option<Target<'a>> {
        let mut segments: Vec<&str> = path.strip_prefix("/v1/")?.trim_end_matches('/').split('/').collect();
        let known = self.0.locations();
        let named = segments.first().and_then(|first| known.iter().find(|location| location.slug == *first));
        if named.is_some() {
            segments.remove(0);
        }
        if !self.0.offers(&segments) {
            return None;
        }
        let location = named.or_else(|| known.iter().find(|location| location.default))?;
        Some(Target { location: location.slug.to_owned(), segments })
    }

    fn presented<'a>(&self, _options: &SimOptions, headers: &'a HeaderMap) -> Option<Presented<'a>> {
        let key = headers.get("apikey")?.to_str().ok()?;
        Some(Presented { scheme: "apikey", key, accepted: true })
    }

    fn stock(&self, refusal: Stock) -> Reply {
        errors::stock(&refusal)
    }

    fn decorate(&self, sequence: u64, reply: Reply) -> Reply {
        let id = Rng::new(sequence ^ 0x5761_7272_656E).uuid();
        reply.with(HeaderName::from_static("x-warren-correlation-id"), &id.to_string())
    }

    fn admit(state: &Self::State, key: &str, method: &str, segments: &[&str]) -> Result<Admission, Stock> {
        state.admit(key, method, segments)
    }

    fn keys(state: &Self::State) -> Vec<&str> {
        state.tokens.iter().map(|token| token.key.as_str()).collect()
    }

    fn set_key(state: &mut Self::State, key: &str) {
        if let Some(token) = state.tokens.first_mut() {
            key.clone_into(&mut token.key);
        }
    }

    fn settle(state: &mut Self::State, now: OffsetDateTime) {
        state.settle(now);
    }

    fn servers(state: &Self::State) -> Vec<ServerView> {
        let views = |location: &state::Location| {
            let slug = location.slug;
            let view = |vm: &state::Vm| vm.view(slug, state.locks.held(&vm.uuid));
            location.vms.iter().map(view).collect::<Vec<_>>()
        };
        state.locations.iter().flat_map(views).collect()
    }

    fn set_status(state: &mut Self::State, id: &str, status: &str) -> bool {
        let mut vms = state.locations.iter_mut().flat_map(|location| &mut location.vms);
        vms.find(|vm| vm.uuid == id).map(|vm| status.clone_into(&mut vm.status)).is_some()
    }

    fn remove_server(state: &mut Self::State, id: &str) -> bool {
        let now = state.now;
        state.locations.iter_mut().any(|location| location.remove_vm(id, now))
    }

    fn add_disk(state: &mut Self::State, id: &str, size_gb: u32) -> bool {
        let (uuid, now) = (state.rng.uuid().to_string(), state.now);
        let mut vms = state.locations.iter_mut().flat_map(|location| &mut location.vms);
        let Some(vm) = vms.find(|vm| vm.uuid == id) else { return false };
        let owner = state::Owner { user_id: vm.user_id, billing_account: vm.billing_account };
        let disk = state::Storage::new(uuid, size_gb, owner, now).device(&vm.next_device(), false);
        vm.storage.push(disk);
        true
    }

    fn double_prices(state: &mut Self::State) -> bool {
        state.price_times *= Decimal::TWO;
        true
    }
}
