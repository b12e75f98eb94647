//! What can be ordered at Virtua, and where.

use async_trait::async_trait;
use domain::location::{GLOBAL, Location};
use domain::plan::{Image, ImageKind, Plan};

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::family::{Images, Locations, Plans, Result};

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
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Plan>> {
        let offers = self.offers(credential).await?;
        let here =
            |plan: &Plan| location == GLOBAL || plan.location.as_deref().is_none_or(|slug| slug == location);
        Ok(offers.iter().filter_map(map::plan).filter(here).collect())
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
