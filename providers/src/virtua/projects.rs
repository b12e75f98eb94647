//! Virtua's projects: a call that the first reference lacks and a later one has.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::money::Money;
use domain::project::Project;
use serde::Deserialize;

use super::{Virtua, client, map};
use crate::credential::Credential;
use crate::family::{Projects, Result};
use crate::http::Call;
use crate::wire::{List, Scalar};

/// `GET /project`.
#[derive(Debug, Deserialize)]
struct Answer {
    projects: List<Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    uuid: Scalar,
    name: Scalar,
    description: Scalar,
    environment: Scalar,
    cloud_servers_count: Scalar,
    domains_count: Scalar,
    monthly_cloud_usage: Scalar,
    monthly_cloud_usage_estimate: Scalar,
    created_at: Scalar,
}

#[async_trait]
impl Projects for Virtua {
    async fn list(&self, credential: &Credential) -> Result<Vec<Project>> {
        let reply = client::read(&self.http, credential, &Call::get("projects.list", "project")).await?;
        let rows = reply.object::<Answer>("list of projects")?.projects;
        let projects: Vec<Project> = rows.items.iter().filter_map(project).collect();
        let unread = rows.skipped + rows.items.len() - projects.len();
        if unread > 0 {
            tracing::warn!(credential = %credential.id, unread, "projects without an id were left out");
        }
        Ok(projects)
    }
}

/// `None` without an id.
fn project(row: &Row) -> Option<Project> {
    let money = |scalar: &Scalar| scalar.decimal().map(|amount| Money::new(amount, map::CURRENCY));
    let id = row.uuid.owned()?;
    Some(Project {
        name: row.name.owned().unwrap_or_else(|| id.clone()),
        id: ProviderResourceId(id),
        description: row.description.owned(),
        environment: row.environment.owned(),
        servers: row.cloud_servers_count.whole(),
        domains: row.domains_count.whole(),
        month_so_far: money(&row.monthly_cloud_usage),
        month_estimate: money(&row.monthly_cloud_usage_estimate),
        created_at: row.created_at.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The documents print no body; this one has the fields and the types that the OpenAPI file gives.
    #[test]
    fn a_project_is_read_whatever_its_types() {
        let text = r#"{"success":true,"projects":[{"uuid":"p-1","name":"Shop","description":"","environment":null,
            "cloud_servers_count":"3","domains_count":1,"monthly_cloud_usage":"6.4590",
            "monthly_cloud_usage_estimate":"37.5633","created_at":"2024-05-01 10:00:00"},{"name":"no id"}]}"#;
        let answer: Answer = serde_json::from_str(text).unwrap();
        let project = project(&answer.projects.items[0]).unwrap();
        assert_eq!((project.servers, project.domains, &project.description), (Some(3), Some(1), &None));
        assert_eq!(project.month_so_far.unwrap().amount.to_string(), "6.459");
        assert_eq!(super::project(&answer.projects.items[1]), None);
    }

    proptest! {
        #[test]
        fn no_row_panics(text in crate::wire::json()) {
            if let Ok(answer) = serde_json::from_str::<Answer>(&format!(r#"{{"projects":{text}}}"#)) {
                let _projects: Vec<_> = answer.projects.items.iter().filter_map(project).collect();
            }
        }
    }
}
