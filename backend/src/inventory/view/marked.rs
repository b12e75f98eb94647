//! What Skydeck keeps beside servers, by the places of one table: made anew when a mark or the table changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::query::Column;
use domain::view::Facet;

use super::names::Names;
use super::order::Order;
use super::table::Table;
use crate::marks::{Mark, TeamMarks};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// What it was made from.
    pub(super) marks: Arc<TeamMarks>,
    /// By place: what is kept.
    by_place: Vec<Option<Row>>,
    /// Every tag of the table.
    pub(super) tags: Names,
    /// Narrowings by tag.
    pub(super) facets: Vec<Facet>,
    by_tags: Order,
    by_note: Order,
}

/// What is kept beside one server.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) mark: Arc<Mark>,
    /// Its tags by their numbers in [`Marked::tags`].
    pub(super) tags: Vec<u32>,
}

impl Marked {
    /// Finds the places of marks. Marks of servers that are not in the table wait until they are.
    pub(super) fn new(table: &Table, marks: Arc<TeamMarks>) -> Self {
        let mut found: Vec<(u32, Arc<Mark>)> = marks
            .iter()
            .filter_map(|(key, mark)| Some((*table.by_key.get(key)?, Arc::clone(mark))))
            .collect();
        // A map has no order of its own, and what is counted here must not depend on one.
        found.sort_unstable_by_key(|(place, _)| *place);
        let (mut tags, mut counts) = (Names::default(), BTreeMap::<String, u32>::new());
        let mut by_place: Vec<Option<Row>> = Vec::new();
        by_place.resize_with(table.rows.len(), || None);
        for (place, mark) in found {
            for tag in &mark.tags {
                *counts.entry(tag.clone()).or_default() += 1;
            }
            let numbers = mark.tags.iter().map(|tag| tags.number(tag)).collect();
            if let Some(row) = by_place.get_mut(place as usize) {
                *row = Some(Row { mark, tags: numbers });
            }
        }
        let value = |row: &Option<Row>, value: fn(&Mark) -> String| {
            row.as_ref().map(|row| value(&row.mark)).filter(|value| !value.is_empty())
        };
        let facet = |(tag, count): (String, u32)| Facet { term: format!("tag:{tag}"), label: tag, count };
        Self {
            by_tags: Order::by(&by_place, |row| value(row, |mark| mark.tags.join(","))),
            by_note: Order::by(&by_place, |row| value(row, |mark| mark.note.to_lowercase())),
            facets: counts.into_iter().map(facet).collect(),
            by_place,
            tags,
            marks,
        }
    }

    /// What is kept beside the server at a place.
    pub(super) fn at(&self, place: u32) -> Option<&Row> {
        self.by_place.get(place as usize).and_then(Option::as_ref)
    }

    /// The order by what is kept; `None` for other columns.
    pub(super) const fn order(&self, column: Column) -> Option<&Order> {
        match column {
            Column::Tags => Some(&self.by_tags),
            Column::Note => Some(&self.by_note),
            _ => None,
        }
    }
}
