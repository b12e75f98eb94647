//! Reading what the server says. Serde's reader is made anew for every type, which took a tenth of all that a browser
//! loads first; this one exists once, and a type adds a line or two. The server writes with serde, and the tests hold
//! both against each other.

#[cfg(test)]
mod arbitrary;
mod parse;
mod resource;
#[cfg(test)]
mod tests;
mod types;

use std::mem;

pub use resource::{Codec, Resource, blocking, live};

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`; also every number that is no whole one: nothing of ours has any.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json<'a>>),
    /// An object's fields in order, their names as written.
    Object(Vec<(&'a str, Json<'a>)>),
}

impl Json<'_> {
    /// Reads a field, which is `null` when it is missing. A field is there for one reader.
    pub fn field<T: FromJson>(&mut self, name: &str) -> Option<T> {
        T::from_json(self.take(name))
    }

    fn take(&mut self, name: &str) -> Self {
        let Self::Object(fields) = self else { return Json::Null };
        let found = fields.iter_mut().find(|(field, _)| *field == name);
        found.map_or(Json::Null, |(_, value)| mem::replace(value, Json::Null))
    }

    /// The one field of an object, which names a variant; of a text, that name alone.
    fn variant(self) -> Option<(String, Self)> {
        match self {
            Self::Text(name) => Some((name, Json::Null)),
            Self::Object(fields) => fields.into_iter().next().map(|(name, value)| (name.to_owned(), value)),
            _ => None,
        }
    }
}

/// What can be read in the browser.
pub trait FromJson: Sized {
    /// The value, as serde writes it; `None` when it is another one.
    fn from_json(json: Json<'_>) -> Option<Self>;
}

/// Reads a whole text.
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(parse::value(text)?)
}

/// Structs by their fields.
macro_rules! object {
    ($($name:ty { $($field:ident),* $(,)? })*) => {
        $(impl $crate::json::FromJson for $name {
            fn from_json(mut json: $crate::json::Json<'_>) -> Option<Self> {
                Some(Self { $($field: json.field(stringify!($field))?),* })
            }
        })*
    };
}
pub(crate) use object;

impl FromJson for String {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if let Json::Text(text) = json { Some(text) } else { None }
    }
}

impl FromJson for bool {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if let Json::Bool(is) = json { Some(is) } else { None }
    }
}

impl FromJson for i64 {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if let Json::Number(number) = json { Some(number) } else { None }
    }
}

impl FromJson for u32 {
    fn from_json(json: Json<'_>) -> Option<Self> {
        i64::from_json(json)?.try_into().ok()
    }
}

impl FromJson for u16 {
    fn from_json(json: Json<'_>) -> Option<Self> {
        i64::from_json(json)?.try_into().ok()
    }
}

impl FromJson for () {
    fn from_json(json: Json<'_>) -> Option<Self> {
        (json == Json::Null).then_some(())
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if json == Json::Null { Some(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let Json::List(items) = json else { return None };
        items.into_iter().map(T::from_json).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let Json::List(items) = json else { return None };
        let [first, second]: [Json<'_>; 2] = items.try_into().ok()?;
        Some((A::from_json(first)?, B::from_json(second)?))
    }
}

impl<T: FromJson, E: FromJson> FromJson for Result<T, E> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (name, value) = json.variant()?;
        if name == "Ok" { T::from_json(value).map(Ok) } else { E::from_json(value).map(Err) }
    }
}
