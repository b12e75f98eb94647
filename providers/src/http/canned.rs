//! One answer for every call, for property tests and fuzzing.

use bytes::Bytes;
use reqwest::Response;

/// What a provider might answer.
#[derive(Clone, Debug)]
pub(crate) struct Canned {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

impl Canned {
    /// As it would come from the network.
    pub(super) fn response(&self) -> Response {
        let mut response = http::Response::new(self.body.clone());
        *response.status_mut() = http::StatusCode::from_u16(self.status).unwrap_or_default();
        Response::from(response)
    }
}
