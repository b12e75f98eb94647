//! Reading an answer's body up to the limit, counted after unpacking, so that a small bomb stays small.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use crate::options::MAX_BODY;

/// Why a body could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyFailure {
    Timeout,
    CutShort,
    TooLarge,
    Encoding,
}

pub(super) async fn read(mut response: Response) -> Result<Bytes, BodyFailure> {
    if response.content_length().is_some_and(|length| length > MAX_BODY as u64) {
        return Err(BodyFailure::TooLarge);
    }
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_BODY => return Err(BodyFailure::TooLarge),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(error) if error.is_timeout() => return Err(BodyFailure::Timeout),
            Err(error) if super::send::caused_by_io_data(&error) => return Err(BodyFailure::Encoding),
            Err(_) => return Err(BodyFailure::CutShort),
        }
    }
}
