//! What can be ordered on Warren, and where.

use async_trait::async_trait;
use domain::location::Location;
use domain::plan::{Image, Plan};

use super::{Warren, client, map, wire};
use crate::credential::Credential;
use crate::family::{Images, Locations, Plans, Result};
use crate::wire::List;

#[async_trait]
impl Locations for Warren {
    async fn list(&self, credential: &Credential) -> Result<Vec<Location>> {
        self.read_locations(credential).await
    }
}

#[async_trait]
impl Plans for Warren {
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Plan>> {
        let reply = self.read_at(credential, location, client::pools()).await?;
        let pools: List<wire::Pool> = reply.json("list of pools")?;
        Ok(pools.items.iter().filter_map(|pool| map::pool(pool, location)).collect())
    }
}

#[async_trait]
impl Images for Warren {
    async fn list(&self, credential: &Credential) -> Result<Vec<Image>> {
        let reply = client::read(&self.http, credential, &client::images()).await?;
        let images: List<wire::Image> = reply.json("list of images")?;
        Ok(images.items.iter().filter_map(map::image).collect())
    }
}
