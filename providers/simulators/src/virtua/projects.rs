//! `GET /project`: absent from the older document, known from the later ones.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::state::{Server, State, price};
use crate::clock::stamp;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("project", list)];

fn list(_: &Call, state: &State) -> Outcome {
    let projects: Vec<Value> = (0..state.projects.len()).filter_map(|index| wire(state, index)).collect();
    Ok(Reply::ok(&json!({"success": true, "projects": projects})))
}

fn wire(state: &State, index: usize) -> Option<Value> {
    let project = state.projects.get(index)?;
    let servers: Vec<&Server> = state.servers.iter().filter(|server| server.project == index).collect();
    let used: Decimal = servers.iter().map(|server| server.usage()).sum();
    let month: Decimal = servers.iter().map(|server| price(server.plan.price_month)).sum();
    Some(json!({
        "uuid": project.uuid,
        "name": project.name,
        "description": project.description,
        "cloud_servers_count": servers.len().to_string(),
        "monthly_cloud_usage": format!("{used:.4}"),
        "monthly_cloud_usage_estimate": format!("{month:.4}"),
        "domains_count": "0",
        "environment": project.environment,
        "created_at": stamp(project.created_at),
    }))
}
