//! The server list as a file: everything that its address finds, as CSV or JSON.

use std::borrow::Cow;

use axum::extract::{Extension, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use backend::{Actor, BackendError, ExportAs};
use domain::query::ServerQuery;
use domain::{DomainError, ErrorKind};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use url::form_urlencoded;

use crate::reply::{self, Asker};
use crate::shared::Shared;

/// Where each file is, with the parameters of the list's own address.
pub const PATHS: [(&str, ExportAs); 2] =
    [("/servers/export.csv", ExportAs::Csv), ("/servers/export.json", ExportAs::Json)];

/// Answers with the file of this form.
pub fn route(form: ExportAs) -> MethodRouter<Shared> {
    get(move |state, actor, request| export(form, state, actor, request))
}

async fn export(
    form: ExportAs,
    State(shared): State<Shared>,
    actor: Option<Extension<Actor>>,
    request: Request,
) -> Response {
    let asker = Asker::of(&request);
    let Some(Extension(actor)) = actor else {
        let error = DomainError::new(ErrorKind::Unauthenticated, "Your session has ended. Sign in again.");
        return reply::error(&asker, error);
    };
    match file(&shared, &actor, &asked(request.uri().query()), form).await {
        Ok(response) => response,
        Err(error) => reply::error(&asker, error.into_public(&actor.request_id)),
    }
}

async fn file(
    shared: &Shared,
    actor: &Actor,
    query: &ServerQuery,
    form: ExportAs,
) -> Result<Response, BackendError> {
    let (name, body) = shared.backend.access(actor).servers()?.export(query, form).await?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|error| BackendError::internal(format!("the name of an export: {error}")))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(form.content_type())),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}

/// The list's own parameters. The page does not matter: a file has none.
fn asked(query: Option<&str>) -> ServerQuery {
    let query = query.unwrap_or_default().as_bytes();
    let value = |wanted: &str| -> Option<Cow<'_, str>> {
        form_urlencoded::parse(query).find(|(name, _)| name == wanted).map(|(_, value)| value)
    };
    ServerQuery::from_parts(value("q").as_deref(), value("sort").as_deref(), value("group").as_deref(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_lists_own() {
        let query = asked(Some("q=tag%3Aweb+name~x&sort=-cost&group=tag&page=3&q=other"));
        assert_eq!(query, ServerQuery::from_parts(Some("tag:web name~x"), Some("-cost"), Some("tag"), None));
        assert_eq!(asked(None), ServerQuery::from_parts(None, None, None, None));
    }
}
