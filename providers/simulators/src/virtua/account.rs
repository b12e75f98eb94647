//! `GET /account`: balance and usage; without `success`, as in the documented sample.

use rust_decimal::Decimal;
use serde_json::json;

use super::state::{Server, State, price};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("account", show)];

fn show(_: &Call, state: &State) -> Outcome {
    let total = |each: fn(&Server) -> Decimal| state.servers.iter().map(each).sum::<Decimal>();
    let used = total(Server::usage);
    let month = total(|server| price(server.plan.price_month));
    let day = total(|server| price(server.plan.price_hour) * Decimal::from(server.hours.min(24)));
    Ok(Reply::ok(&json!({
        "balance": state.balance,
        "currency": "EUR",
        "monthly_cloud_usage": format!("{used:.4}"),
        "monthly_cloud_usage_estimate": format!("{month:.4}"),
        "timezone": "Europe/Paris",
        "today_cloud_usage": format!("{day:.4}"),
        "cloud_servers_limit": state.server_limit.to_string(),
    })))
}
