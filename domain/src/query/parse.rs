//! Reads a search text. Nothing is refused as a whole: what no rule knows is reported and not applied.

use rust_decimal::Decimal;

use super::MAX_SEARCH_CHARS;
use super::term::{Compare, Figure, Is, QueryProblem, Term, Test, Text};
use super::words::{Char, Word, lower, separates, words};

/// How a qualifier is written, and what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Qualifier {
    /// With its separator: `status:`.
    pub text: &'static str,
    /// What it finds.
    pub note: &'static str,
    /// One use of it.
    pub example: &'static str,
}

const fn qualifier(text: &'static str, example: &'static str, note: &'static str) -> Qualifier {
    Qualifier { text, note, example }
}

/// The qualifiers, in the order in which they are offered.
pub const QUALIFIERS: [Qualifier; 16] = [
    qualifier("status:", "status:running,stopped", "What it is doing"),
    qualifier("provider:", "provider:virtua", "Who sells it"),
    qualifier("location:", "location:jkt01", "Where it stands"),
    qualifier("tag:", "tag:web", "Has the tag; tag:env* for all that begin so"),
    qualifier("name~", "name~web", "In its name"),
    qualifier("image:", "image:debian", "In the name of its system or app"),
    qualifier("plan:", "plan:vcs", "In the name of its plan"),
    qualifier("ip:", "ip:10.0", "An address begins so"),
    qualifier("is:", "is:locked", "Locked, stale or pending"),
    qualifier(
        "cost>",
        "cost>5eur",
        "Cost per month, each server in its own currency; cost>5eur looks at euros alone",
    ),
    qualifier("created<", "created<30d", "Made less long ago: hours h, days d, weeks w, years y"),
    qualifier("vcpus>", "vcpus>=4", "Virtual processors"),
    qualifier("ram>", "ram>=8", "Memory in GiB"),
    qualifier("disk>", "disk>100", "All disks together in GiB"),
    qualifier("host:", "host:web", "In the host name inside the server"),
    qualifier("key:", "key:main", "The API key's name begins so"),
];

/// Reads a search text into its terms and what could not be read. What is behind [`MAX_SEARCH_CHARS`] is not looked at,
/// whichever way the text came: every term is held against every server.
#[must_use]
pub fn parse(search: &str) -> (Vec<Term>, Vec<QueryProblem>) {
    let (mut terms, mut problems) = (Vec::new(), Vec::new());
    let end = search.char_indices().nth(MAX_SEARCH_CHARS).map_or(search.len(), |(at, _)| at);
    for word in words(search.get(..end).unwrap_or_default()) {
        match term(&word) {
            Ok(term) => terms.push(term),
            Err(message) => problems.push(QueryProblem { term: word.typed, message }),
        }
    }
    (terms, problems)
}

fn term(word: &Word) -> Result<Term, String> {
    let (without, chars) = match word.chars.split_first() {
        Some((('-', false), rest)) if !rest.is_empty() => (true, rest),
        _ => (false, word.chars.as_slice()),
    };
    test(chars).map(|test| Term { without, test })
}

fn test(chars: &[Char]) -> Result<Test, String> {
    let Some(at) = chars.iter().position(separates) else { return Ok(Test::Word(lower(chars))) };
    let (name, rest) = chars.split_at(at);
    let (name, (sign, values)) = (lower(name), sign(rest));
    let Some(kind) = Kind::of(&name) else {
        let whole = lower(chars);
        // An IPv6 address has colons of its own and is no qualifier.
        return if is_address(&whole) {
            Ok(Test::Text(Text::Ip, vec![whole]))
        } else {
            Err(unknown(&name, sign, &whole))
        };
    };
    let values: Vec<String> =
        values.split(|c| *c == (',', false)).map(lower).filter(|value| !value.trim().is_empty()).collect();
    match kind {
        _ if values.is_empty() => {
            Err(format!("Write what to look for after {name}{sign} – for example {}.", kind.example()))
        }
        Kind::Text(text) => text_test(text, sign, values),
        Kind::Is => is_test(sign, &values),
        Kind::Figure(figure) => figure_test(figure, sign, &values),
    }
}

/// The sign at the beginning, and what follows it. `cost:>5` is `cost>5`.
fn sign(rest: &[Char]) -> (&'static str, &[Char]) {
    let plain = |at: usize| rest.get(at).filter(|(_, in_quotes)| !*in_quotes).map(|(c, _)| *c);
    let (sign, length) = match (plain(0), plain(1), plain(2)) {
        (Some(':'), Some('>'), Some('=')) => (">=", 3),
        (Some(':'), Some('<'), Some('=')) => ("<=", 3),
        (Some('>'), Some('='), _) => (">=", 2),
        (Some('<'), Some('='), _) => ("<=", 2),
        (Some(':'), Some('>'), _) => (">", 2),
        (Some(':'), Some('<'), _) => ("<", 2),
        (Some('>'), ..) => (">", 1),
        (Some('<'), ..) => ("<", 1),
        (Some('~'), ..) => ("~", 1),
        _ => (":", 1),
    };
    (sign, rest.get(length..).unwrap_or_default())
}

/// What a qualifier is about.
#[derive(Clone, Copy)]
enum Kind {
    Text(Text),
    Is,
    Figure(Figure),
}

impl Kind {
    /// By its name; other panels' names for the same are understood.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "is" => Self::Is,
            "name" => Self::Text(Text::Name),
            "provider" | "brand" => Self::Text(Text::Provider),
            "location" | "region" => Self::Text(Text::Location),
            "status" | "state" => Self::Text(Text::Status),
            "tag" | "tags" => Self::Text(Text::Tag),
            "image" | "os" => Self::Text(Text::Image),
            "plan" => Self::Text(Text::Plan),
            "ip" | "address" => Self::Text(Text::Ip),
            "host" | "hostname" => Self::Text(Text::Host),
            "key" => Self::Text(Text::Key),
            "cost" | "price" => Self::Figure(Figure::Cost),
            "vcpus" | "vcpu" | "cpu" | "cpus" => Self::Figure(Figure::Vcpus),
            "ram" | "memory" => Self::Figure(Figure::Ram),
            "disk" => Self::Figure(Figure::Disk),
            "created" => Self::Figure(Figure::Created),
            _ => return None,
        })
    }

    fn example(self) -> &'static str {
        let name = match self {
            Self::Text(text) => text.qualifier(),
            Self::Is => "is:",
            Self::Figure(figure) => figure.name(),
        };
        let known = QUALIFIERS.iter().find(|known| known.text.starts_with(name));
        known.map_or("status:running", |known| known.example)
    }
}

fn text_test(text: Text, sign: &str, values: Vec<String>) -> Result<Test, String> {
    if !matches!(sign, ":" | "~") {
        let example = Kind::Text(text).example();
        return Err(format!("{} takes no {sign}. Write for example {example}.", text.qualifier()));
    }
    let wrong = |value: &&String| match text {
        Text::Ip => !is_address(value),
        Text::Tag => {
            let tag = value.strip_suffix('*').unwrap_or(value);
            !tag.is_empty() && crate::rules::tag::tag(tag).is_err()
        }
        _ => false,
    };
    match (text, values.iter().find(wrong)) {
        (_, None) => Ok(Test::Text(text, values)),
        (Text::Tag, Some(value)) => Err(format!(
            "No tag can be “{value}”. Tags have letters, digits and - _ . : – tag:web finds one, tag:env* all that \
             begin so."
        )),
        (_, Some(value)) => {
            Err(format!("“{value}” begins no address. Write its first figures, for example ip:10.0."))
        }
    }
}

/// Whether an address may begin so.
fn is_address(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
}

fn is_test(sign: &str, values: &[String]) -> Result<Test, String> {
    let known = |value: &String| Is::ALL.into_iter().find(|is| is.slug() == value);
    let all: Option<Vec<Is>> = values.iter().map(known).collect();
    match all {
        Some(all) if sign == ":" => Ok(Test::Is(all)),
        _ => Err("Write is:locked, is:stale or is:pending; -is:locked for the others.".to_owned()),
    }
}

fn figure_test(figure: Figure, sign: &str, values: &[String]) -> Result<Test, String> {
    let read = || {
        let compare = Compare::ALL.into_iter().find(|compare| compare.sign() == sign)?;
        let [value] = values else { return None };
        let (value, currency) = match figure {
            Figure::Cost => cost(value)?,
            Figure::Vcpus => (number(value)?, None),
            Figure::Ram | Figure::Disk => (size(value)?, None),
            // Nothing is made to the millisecond thirty days ago.
            Figure::Created if compare == Compare::Equal => return None,
            Figure::Created => (age(value)?, None),
        };
        Some(Test::Figure { figure, compare, value, currency })
    };
    read().ok_or_else(|| match figure {
        Figure::Cost => {
            "cost needs one number without separators and may name a currency: cost>500000 is compared \
                         within each server's own currency, cost>5eur with prices in euros alone."
                .to_owned()
        }
        Figure::Vcpus => "vcpus needs a number: vcpus>=4, vcpus<2 or vcpus:1.".to_owned(),
        Figure::Ram => "ram needs a number of GiB: ram>=8, ram<2 or ram:512mb.".to_owned(),
        Figure::Disk => "disk needs a number of GiB: disk>=100 or disk<20.".to_owned(),
        Figure::Created => {
            "created needs an age in hours, days, weeks or years: created<30d for what was made in the \
                            last 30 days, created>1y for what is older than a year."
                .to_owned()
        }
    })
}

fn number(text: &str) -> Option<Decimal> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain.then(|| text.parse().ok()).flatten()
}

/// The number and the letters behind it.
fn with_unit(text: &str) -> Option<(Decimal, &str)> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(at);
    Some((number(digits)?, unit))
}

/// An amount with or without its currency before or behind it.
fn cost(text: &str) -> Option<(Decimal, Option<String>)> {
    let first = text.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let (before, rest) = text.split_at(first);
    let (value, behind) = with_unit(rest)?;
    let currency = match (before.trim(), behind.trim()) {
        ("", "") => return Some((value, None)),
        (name, "") | ("", name) => name,
        _ => return None,
    };
    let code = match currency {
        "€" => "EUR".to_owned(),
        "$" => "USD".to_owned(),
        "rp" => "IDR".to_owned(),
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => code.to_ascii_uppercase(),
        _ => return None,
    };
    Some((value, Some(code)))
}

/// Hours in each unit of an age; a year has 365 days.
const HOURS: [(&str, u32); 4] = [("h", 1), ("d", 24), ("w", 168), ("y", 8760)];

/// Hours.
fn age(text: &str) -> Option<Decimal> {
    let (value, unit) = with_unit(text)?;
    let (_, hours) = HOURS.iter().find(|(name, _)| *name == unit)?;
    value.checked_mul(Decimal::from(*hours))
}

/// GiB.
fn size(text: &str) -> Option<Decimal> {
    let (value, unit) = with_unit(text)?;
    match unit.trim() {
        "" | "g" | "gb" | "gib" => Some(value),
        "m" | "mb" | "mib" => value.checked_div(Decimal::from(1024)),
        "t" | "tb" | "tib" => value.checked_mul(Decimal::from(1024)),
        _ => None,
    }
}

fn unknown(name: &str, sign: &str, whole: &str) -> String {
    let known: Vec<_> = QUALIFIERS.iter().map(|known| known.text).collect();
    let tag = match crate::rules::tag::tag(whole) {
        Ok(tag) if !name.is_empty() => format!(" If it is a tag, write tag:{tag}."),
        _ => String::new(),
    };
    format!(
        "There is no qualifier “{name}{sign}”. Known ones: {}.{tag} To look for the text itself, put it in quotes.",
        known.join(" ")
    )
}

#[cfg(test)]
mod tests;
