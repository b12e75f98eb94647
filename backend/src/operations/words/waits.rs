//! What is said of a change that waits for its turn. Nothing in these sentences becomes untrue by time going by, so pages
//! need not be told of every second.

use domain::change::Change;
use domain::provider::Brand;
use domain::timestamp::Timestamp;
use providers::limits;

/// As many changes as may be under way with one key are.
pub(in crate::operations) fn in_line(at_once: usize) -> String {
    match at_once {
        1 => "Another change with this key goes first.".to_owned(),
        _ => format!("{at_once} other changes with this key go first."),
    }
}

/// The provider has no room for the request `next` before `until`, or nobody knows when it will have.
pub(in crate::operations) fn no_room(brand: Brand, next: &Change, until: Option<Timestamp>) -> String {
    let why = match limits::of(brand.platform()) {
        Some(limits) => {
            let critical = if limits::is_critical(next) {
                format!(", {} of them like this one", limits.critical)
            } else {
                String::new()
            };
            format!(
                "{} limits what one key sends in a minute to {} changes{critical}.",
                brand.name(),
                limits.writes
            )
        }
        // Where no limit is known only a pause can be the reason.
        None if brand == Brand::Warren => "The provider asked for a pause.".to_owned(),
        None => format!("{} asked for a pause.", brand.name()),
    };
    let until = until.map(Timestamp::exact);
    match until.as_deref().and_then(|exact| exact.split_once(' ')) {
        Some((_, time)) => format!("{why} Goes out not before {time}."),
        None => format!("{why} Goes out as soon as the provider allows."),
    }
}
