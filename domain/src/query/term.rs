//! What a search consists of: conditions, all of which a row has to meet.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::partial::quoted;

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Written with a `-` before it: rows that do *not* meet the test.
    pub without: bool,
    /// What is looked at.
    pub test: Test,
}

/// What a row is held against. Texts are lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A bare word: in the name, the host name, an address, the plan, the location, the provider, the key's label or a tag.
    Word(String),
    /// `status:running,stopped`: one of the values fits.
    Text(Text, Vec<String>),
    /// `is:locked,stale`: one of these is so.
    Is(Vec<Is>),
    /// `ram>=8`: a figure. Rows whose figure is not known do not meet it.
    Figure {
        /// Which.
        figure: Figure,
        /// How it is compared.
        compare: Compare,
        /// With what, in the figure's unit.
        value: Decimal,
        /// Of a cost: prices in this currency alone, by ISO 4217 code. `None` compares within each row's own currency.
        currency: Option<String>,
    },
}

/// A text of a row, and how a value fits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// `name~web`: in the name.
    Name,
    /// `provider:idcloudhost`: the brand's slug, monogram, name or the name's capitals (`idch`) begin so.
    Provider,
    /// `location:jkt01`: the location's slug or name begins so.
    Location,
    /// `status:running`: the state's word begins so.
    Status,
    /// `tag:web`: is one of the tags; with `*` at the end, one of the tags begins so.
    Tag,
    /// `image:debian`: in the image's name.
    Image,
    /// `plan:vcs`: in the plan's name.
    Plan,
    /// `ip:10.0`: an address begins so.
    Ip,
    /// `host:web`: in the host name inside the guest.
    Host,
    /// `key:main`: the API key's label begins so.
    Key,
}

impl Text {
    /// Every text.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Provider,
        Self::Location,
        Self::Status,
        Self::Tag,
        Self::Image,
        Self::Plan,
        Self::Ip,
        Self::Host,
        Self::Key,
    ];

    /// As written, with what follows it.
    #[must_use]
    pub const fn qualifier(self) -> &'static str {
        match self {
            Self::Name => "name~",
            Self::Provider => "provider:",
            Self::Location => "location:",
            Self::Status => "status:",
            Self::Tag => "tag:",
            Self::Image => "image:",
            Self::Plan => "plan:",
            Self::Ip => "ip:",
            Self::Host => "host:",
            Self::Key => "key:",
        }
    }
}

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Is {
    /// Locked in Skydeck.
    Locked,
    /// Read long ago, or reading it anew fails.
    Stale,
    /// A change of it is under way, or nobody knows how one ended.
    Pending,
}

impl Is {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Locked, Self::Stale, Self::Pending];

    /// As written behind `is:`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Stale => "stale",
            Self::Pending => "pending",
        }
    }
}

/// A number of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Cost per month, in units of its currency.
    Cost,
    /// Virtual processors.
    Vcpus,
    /// Memory in GiB.
    Ram,
    /// All disks in GiB.
    Disk,
    /// How long ago it was made, in hours.
    Created,
}

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 5] = [Self::Cost, Self::Vcpus, Self::Ram, Self::Disk, Self::Created];

    /// As written, before the comparison.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Vcpus => "vcpus",
            Self::Ram => "ram",
            Self::Disk => "disk",
            Self::Created => "created",
        }
    }
}

/// How a figure is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `:`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Compare {
    /// Every comparison.
    pub const ALL: [Self; 5] = [Self::Less, Self::AtMost, Self::Equal, Self::AtLeast, Self::More];

    /// As written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => ":",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }

    /// Whether `figure` stands so to `value`.
    pub fn holds<T: PartialOrd>(self, figure: &T, value: &T) -> bool {
        match self {
            Self::Less => figure < value,
            Self::AtMost => figure <= value,
            Self::Equal => figure == value,
            Self::AtLeast => figure >= value,
            Self::More => figure > value,
        }
    }
}

/// A term that no rule knows, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryProblem {
    /// The term as typed.
    pub term: String,
    /// What to write instead.
    pub message: String,
}

/// As [`super::parse`] reads it.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.without {
            f.write_str("-")?;
        }
        match &self.test {
            Test::Word(word) if word.contains([':', '~', '<', '>']) => write!(f, "\"{word}\""),
            Test::Word(word) => f.write_str(&quoted(word)),
            Test::Text(text, values) => {
                let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
                write!(f, "{}{}", text.qualifier(), values.join(","))
            }
            Test::Is(values) => {
                let values: Vec<_> = values.iter().map(|is| is.slug()).collect();
                write!(f, "is:{}", values.join(","))
            }
            Test::Figure { figure, compare, value, currency } => {
                let unit = match figure {
                    Figure::Created => "h".to_owned(),
                    _ => currency.as_deref().unwrap_or_default().to_lowercase(),
                };
                write!(f, "{}{}{}{unit}", figure.name(), compare.sign(), value.normalize())
            }
        }
    }
}
