//! The parts of an HTTP exchange that routes work with, independent of any provider.

mod body;
mod params;
mod path;
mod reply;
mod route;

pub(crate) use body::{OutBody, Tail};
pub(crate) use params::{Encoding, Params};
pub(crate) use path::captures;
pub(crate) use reply::Reply;
pub(crate) use route::{Call, Check, Finish, Handler, Outcome, Route, Work};
