//! The parts of an HTTP exchange that routes work with, independent of any provider.

mod body;
mod encoding;
mod params;
mod path;
mod reply;
mod route;
mod work;

pub(crate) use body::{OutBody, Tail};
pub(crate) use encoding::{Encoding, Sent};
pub(crate) use params::Params;
pub(crate) use path::captures;
pub(crate) use reply::Reply;
pub(crate) use route::{Call, Check, Handler, Outcome, Route};
pub(crate) use work::{Course, Finish, Work};
