//! What can be ordered on Warren, and where.

use async_trait::async_trait;
use domain::location::Location;
use domain::plan::{Image, ImageKind, Plan};

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
        let mut pools: List<wire::Pool> = reply.json("list of pools")?;
        // Those without a place of their own keep the order of the list, behind the others.
        pools.items.sort_by_key(|pool| pool.ui_position.whole().unwrap_or(u32::MAX));
        Ok(pools.items.iter().filter_map(|pool| map::pool(pool, location)).collect())
    }
}

#[async_trait]
impl Images for Warren {
    async fn list(&self, credential: &Credential, kind: ImageKind) -> Result<Vec<Image>> {
        let reply = client::read(&self.http, credential, &client::images(kind)).await?;
        let mut images: List<wire::Image> = reply.json("list of images")?;
        images.items.sort_by_key(|image| image.ui_position.whole().unwrap_or(u32::MAX));
        Ok(images.items.iter().filter_map(map::image).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_lists() {
        for file in ["warren/images.json", "warren/images/list-plain.json", "warren/images/list-apps.json"] {
            golden::list(file, map::image);
        }
        golden::list("warren/pools.json", |row: &wire::Pool| map::pool(row, "cyc01"));
        golden::list("warren/locations.json", map::location);
    }

    #[test]
    fn only_addresses_of_pictures_are_passed_on() {
        let icon = |icon: &str| {
            let text = format!(r#"{{"os_name":"a","icon":"{icon}"}}"#);
            map::image(&serde_json::from_str(&text).unwrap()).unwrap().icon
        };
        for kept in ["https://img.example/a.svg", "data:image/png;base64,AA=="] {
            assert_eq!(icon(kept).as_deref(), Some(kept));
        }
        for dropped in
            ["...", "javascript:alert(1)", "<svg onload=x>", "http://a.example/b.png", "data:text/html,x"]
        {
            assert_eq!(icon(dropped), None, "{dropped}");
        }
    }

    proptest! {
        #[test]
        fn no_row_panics(value in crate::wire::json(), field in 0_usize..6) {
            let name = ["os_name", "uuid", "versions", "guest_limits", "icon", "ui_position"][field];
            let body = format!(r#"{{"os_name":"a","uuid":"a","{name}":{value}}}"#);
            let _image = serde_json::from_str::<wire::Image>(&body).map(|row| map::image(&row));
            let _pool = serde_json::from_str::<wire::Pool>(&body).map(|row| map::pool(&row, "a"));
        }
    }
}
