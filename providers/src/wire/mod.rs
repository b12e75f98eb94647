//! Values as providers really send them: scalars of any JSON type, objects that are sometimes something else, times
//! in several forms. Nothing here fails because one field is odd.

mod address;
mod decimal;
mod lenient;
mod scalar;
mod time;

pub(crate) use address::{address, sort_public_first};
pub(crate) use lenient::{Lenient, List, loosely};
pub(crate) use scalar::Scalar;
