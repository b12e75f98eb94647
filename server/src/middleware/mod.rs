//! What every request passes on its way in and every answer on its way out, one layer a file.
//!
//! The router puts them in order; each works and is tested alone.

pub mod actor;
pub mod api_errors;
pub mod body;
pub mod client_ip;
pub mod content_type;
pub mod cookie;
pub mod guard;
pub mod headers;
pub mod host;
pub mod kept;
pub mod panic;
pub mod permission;
pub mod rate;
pub mod referer;
pub mod refusal;
pub mod request_id;
pub mod same_origin;
pub mod timeout;
