//! What can be ordered at Virtua, and where.

use std::collections::HashSet;

use async_trait::async_trait;
use domain::catalogue::Catalogue;
use domain::location::{GLOBAL, Location};
use domain::plan::{Image, ImageKind, Plan};

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::family::{Catalogues, Images, Locations, Plans, Result};

impl Virtua {
    async fn offers(&self, credential: &Credential) -> Result<Vec<wire::Offer>> {
        let reply = client::read(&self.http, credential, &client::offers()).await?;
        Ok(reply.object::<wire::Offers>("list of offers")?.offers.items)
    }
}

#[async_trait]
impl Locations for Virtua {
    /// The zones of the offers: no call lists locations by themselves.
    async fn list(&self, credential: &Credential) -> Result<Vec<Location>> {
        Ok(map::locations(&self.offers(credential).await?))
    }
}

#[async_trait]
impl Plans for Virtua {
    /// Its own list does not tell what is sold out; the public one does, and is asked at the same time. Without its answer
    /// nothing counts as sold out: the order is refused then.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Plan>> {
        let (offers, public) = tokio::join!(self.offers(credential), self.read(&credential.endpoint));
        let here =
            |plan: &Plan| location == GLOBAL || plan.location.as_deref().is_none_or(|slug| slug == location);
        let mut plans: Vec<Plan> = offers?.iter().filter_map(map::plan).filter(here).collect();
        match public {
            Ok(public) => mark_sold_out(&mut plans, &public),
            Err(error) => tracing::debug!(%error, "what is sold out is not known"),
        }
        Ok(plans)
    }
}

fn mark_sold_out(plans: &mut [Plan], public: &Catalogue) {
    let gone = |plan: &&Plan| plan.extras.as_ref().is_some_and(|extras| extras.is_sold_out);
    let gone: HashSet<&str> = public.plans.iter().filter(gone).map(|plan| plan.id.as_str()).collect();
    for plan in plans.iter_mut().filter(|plan| gone.contains(plan.id.as_str())) {
        plan.extras.get_or_insert_default().is_sold_out = true;
    }
}

#[async_trait]
impl Images for Virtua {
    async fn list(&self, credential: &Credential, kind: ImageKind) -> Result<Vec<Image>> {
        let reply = client::read(&self.http, credential, &client::systems()).await?;
        let systems = reply.object::<wire::Systems>("list of systems")?.systems.items;
        Ok(systems.iter().filter_map(map::image).filter(|image| map::is_of(image, kind)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_lists() {
        let offers = golden::reply("virtua/offers.json");
        let offers = offers.object::<wire::Offers>("offers").unwrap().offers.items;
        golden::check("virtua/offers.json", &offers.iter().map(map::plan).collect::<Vec<_>>());
        let systems = golden::reply("virtua/systems.json");
        let systems = systems.object::<wire::Systems>("systems").unwrap().systems.items;
        golden::check("virtua/systems.json", &systems.iter().map(map::image).collect::<Vec<_>>());
    }
}
