//! Forms, plans, confirmations and results of acts. Three lines each: the actor, one use case, our error.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::act::{Ask, BatchView, Begun, Sheet};
use domain::ids::OperationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::{routes, ssr};

/// The form of an act, or its plan.
///
/// # Errors
/// Signed out, no such act, or no such server.
#[server(endpoint = "acts/ask", prefix = "/api", input = Json)]
pub async fn ask_act(ask: Ask) -> Result<Sheet, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let acts = backend.access(&actor).acts().map_err(ssr::fail)?;
    acts.ask(&ask).await.map_err(ssr::fail)
}

/// Confirms a plan. The same operation twice is one operation. `on` are the servers, joined by commas; `fields` stand as in
/// an address; `back` is the page under the plan.
///
/// # Errors
/// Signed out, no right, no such server, beside a field what is wrong with it, or not possible now.
#[server(endpoint = "acts/run", prefix = "/api")]
pub async fn run_act(
    operation: OperationId,
    act: String,
    #[server(default)] on: String,
    #[server(default)] fields: String,
    #[server(default)] typed: String,
    #[server(default)] password: String,
    #[server(default)] back: String,
) -> Result<Begun, AppError> {
    let fields = domain::act::Fields(routes::pairs(&fields));
    let on = routes::on_all(&on);
    // What is refused is said in the plan, which the address asks for again; or in the form, where no address may say all.
    let in_list = back.starts_with(&format!("{}?", routes::SERVERS)) || back == routes::SERVERS;
    let shown = on.as_deref().filter(|_| in_list).unwrap_or_default();
    let said = backend::addressable(&act, &fields);
    ssr::form("/api/acts/run", &routes::act(&back, &act, shown, &said, true), &[]);
    // One that cannot be read is not left out: what is done is what was confirmed.
    let on = on.ok_or_else(|| ssr::fail(domain::DomainError::not_found("server")))?;
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let acts = backend.access(&actor).acts().map_err(ssr::fail)?;
    let password = (!password.is_empty()).then(|| password.into());
    let confirmed = backend::Confirmed { operation, act, on, fields, typed, password };
    let begun = acts.run(confirmed).await.map_err(ssr::fail)?;
    let batch = [("batch".to_owned(), begun.id.to_string())];
    let to = if begun.batch { routes::with(&back, &batch) } else { back };
    let note = format!("{}.", begun.text);
    if begun.done {
        ssr::done(&to, Some(note))
    } else {
        ssr::begun(&to, note)
    }
    Ok(begun)
}

/// How a batch fares.
///
/// # Errors
/// Signed out, or no such batch.
#[server(endpoint = "acts/batch", prefix = "/api", input = Json)]
pub async fn get_batch(operation: OperationId) -> Result<BatchView, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let acts = backend.access(&actor).acts().map_err(ssr::fail)?;
    acts.batch(operation).await.map_err(ssr::fail)
}
