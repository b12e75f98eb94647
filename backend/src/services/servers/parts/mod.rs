//! The sections of one server's page: disks, snapshots, backups, addresses, network, costs.

mod addresses;
pub(super) mod costs;
mod disks;
mod network;
mod replicas;

use domain::Timestamp;
use domain::capability::Family;
use domain::freshness::SourceProblem;
use domain::view::{Cell, Part, PartColumn, PartRow};

use super::offers::Offers;
use crate::acts::on::On;
use crate::inventory::Held;

/// What stands around a server and is shown with it.
const SHOWN: &[Family] = &[
    Family::Disks,
    Family::Addresses,
    Family::Networks,
    Family::Pricing,
    Family::Billing,
    Family::Usage,
    Family::Plans,
];

/// All of them; what is old is asked for.
pub(super) fn parts(offers: Offers<'_>) -> Vec<Part> {
    let fetching = offers.on.want(SHOWN);
    let mut parts = vec![disks::part(offers)];
    parts.extend(replicas::parts(offers));
    parts.push(addresses::part(offers, fetching));
    parts.push(network::part(offers, fetching));
    parts.push(costs::part(offers, fetching));
    gathered(parts)
}

/// With what there is nothing to show of in one section at the end, a line each: several headings with nothing under them
/// would hide what there is.
fn gathered(parts: Vec<Part>) -> Vec<Part> {
    let (closed, mut open): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.refusal.is_some());
    if let [_, _, ..] = closed.as_slice() {
        let row = |part: Part| PartRow {
            cells: vec![Cell::text(part.title), Cell::text(part.refusal.unwrap_or_default())],
            id: part.id,
            acts: Vec::new(),
        };
        let rows = closed.into_iter().map(row).collect();
        open.push(Part { rows, ..part("not-here", "Not available", &["What", "Why"]) });
    } else {
        open.extend(closed);
    }
    open
}

/// An empty part with its columns; a numeric one is marked by a leading `#`.
fn part(id: &str, title: &str, columns: &[&str]) -> Part {
    let column = |label: &&str| PartColumn {
        label: label.trim_start_matches('#').to_owned(),
        numeric: label.starts_with('#'),
    };
    Part {
        id: id.to_owned(),
        title: title.to_owned(),
        columns: columns.iter().map(column).collect(),
        ..Part::default()
    }
}

/// Why there is nothing to show of a family; `None` when it is offered.
fn lacking(on: &On<'_>, family: Family) -> Option<String> {
    on.has(family).err()
}

/// Says of a part how fresh it is.
fn freshness<T>(mut part: Part, held: Option<&Held<T>>, fetching: bool, now: Timestamp) -> Part {
    let known = held.is_some_and(|held| held.value.is_some());
    let problem = held.and_then(|held| held.problem.as_ref());
    part.problem =
        problem.map(|problem| stale(problem, held.and_then(|held| held.taken_at), now)).unwrap_or_default();
    part.fetching = !known && problem.is_none() && fetching;
    part
}

fn stale(problem: &SourceProblem, taken_at: Option<Timestamp>, now: Timestamp) -> String {
    match taken_at {
        Some(at) => format!("{} What is shown was read {}.", problem.message, at.ago(now)),
        None => format!("{} It was never read.", problem.message),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn several_closed_parts_are_one_and_a_single_one_stays() {
        let closed = |id: &str| Part { refusal: Some(format!("No {id}.")), ..part(id, id, &[]) };
        let ids = |parts: &[Part]| parts.iter().map(|part| part.id.clone()).collect::<Vec<_>>();
        let open = part("disks", "Disks", &[]);
        let all = gathered(vec![closed("snapshots"), open.clone(), closed("backups")]);
        assert_eq!(ids(&all), ["disks", "not-here"]);
        let rows: Vec<_> = all[1].rows.iter().map(|row| row.cells[1].text.as_str()).collect();
        assert_eq!(rows, ["No snapshots.", "No backups."]);
        assert_eq!(ids(&gathered(vec![closed("costs"), open])), ["disks", "costs"]);
    }

    #[test]
    fn what_could_not_be_read_says_why_and_how_old_it_is() {
        let problem = SourceProblem {
            message: "Out of order.".to_owned(),
            status: None,
            correlation_id: None,
            since: Timestamp(0),
            next_try: None,
        };
        let now = Timestamp(600_000);
        let read =
            Held { value: Some(Arc::new(())), taken_at: Some(Timestamp(0)), problem: Some(problem.clone()) };
        let shown = freshness(Part::default(), Some(&read), true, now);
        assert_eq!(shown.problem, "Out of order. What is shown was read 10 min ago.");
        assert!(!shown.fetching);
        let never = Held::<()> { value: None, taken_at: None, problem: Some(problem) };
        assert_eq!(
            freshness(Part::default(), Some(&never), true, now).problem,
            "Out of order. It was never read."
        );
        let first = freshness(Part::default(), Some(&Held::<()>::default()), true, now);
        assert!(first.fetching && first.problem.is_empty());
    }
}
