//! What stands in an export: fields by the columns that a person sees, each with its exact value.

use domain::Timestamp;
use domain::query::Column;
use rust_decimal::Decimal;

use crate::inventory::view::{Entry, TeamServers};

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// The provider does not tell.
    Unknown,
    /// Someone's words.
    Text(String),
    /// Several of them.
    List(Vec<String>),
    /// A whole number.
    Whole(u32),
    /// An amount with every decimal that the provider gave.
    Amount(Decimal),
    /// Yes or no.
    Truth(bool),
}

impl Value {
    fn told(text: Option<&str>) -> Self {
        text.map_or(Self::Unknown, |text| Self::Text(text.to_owned()))
    }

    fn whole(number: Option<u32>) -> Self {
        number.map_or(Self::Unknown, Self::Whole)
    }

    fn at(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Unknown, |at| Self::Text(at.rfc3339()))
    }
}

/// One field of every row.
pub(super) struct Field {
    /// In the first line, or as the name of a JSON member.
    pub(super) name: &'static str,
    /// What it is for a server.
    pub(super) value: fn(&TeamServers, &Entry) -> Value,
}

const fn field(name: &'static str, value: fn(&TeamServers, &Entry) -> Value) -> Field {
    Field { name, value }
}

/// What tells servers apart, and then what the columns show.
pub(super) fn fields(columns: &[Column]) -> Vec<Field> {
    let mut fields = vec![
        field("id", |_, entry| Value::Text(entry.key.id.0.clone())),
        field("name", |_, entry| Value::Text(entry.server.name.clone())),
        field("provider", |_, entry| Value::Text(entry.brand.slug().to_owned())),
        field("location", |_, entry| Value::Text(entry.server.location.slug.clone())),
    ];
    for column in columns {
        fields.push(of_column(*column));
    }
    if columns.iter().any(|column| matches!(column, Column::Cost | Column::CostHour)) {
        fields.push(field("currency", |_, entry| {
            let price = entry.server.price.as_ref().filter(|price| price.month.has_currency());
            Value::told(price.map(|price| price.month.currency.as_str()))
        }));
    }
    fields
}

fn of_column(column: Column) -> Field {
    match column {
        Column::State => field("state", |_, entry| Value::Text(entry.server.state.word().to_owned())),
        Column::Provider => {
            field("location_name", |_, entry| Value::Text(entry.server.location.name.clone()))
        }
        Column::Addresses => field("addresses", |_, entry| {
            Value::List(entry.server.addresses.iter().map(|address| address.ip.to_string()).collect())
        }),
        Column::Vcpus => field("vcpus", |_, entry| Value::whole(entry.server.vcpus)),
        Column::Memory => field("memory_mib", |_, entry| Value::whole(entry.server.memory_mib)),
        Column::Disk => field("disk_gib", |_, entry| Value::whole(entry.server.disk_gib)),
        Column::Cost => field("cost_month", |_, entry| {
            entry.server.price.as_ref().map_or(Value::Unknown, |price| Value::Amount(price.month.amount))
        }),
        Column::CostHour => field("cost_hour", |_, entry| {
            entry.server.price.as_ref().map_or(Value::Unknown, |price| Value::Amount(price.hour.amount))
        }),
        Column::Age => field("read_at", |view, entry| Value::at(view.taken_at(entry))),
        Column::Tags => field("tags", |view, entry| {
            Value::List(view.mark(entry).map(|mark| mark.tags.clone()).unwrap_or_default())
        }),
        Column::Note => field("note", |view, entry| {
            Value::Text(view.mark(entry).map(|mark| mark.note.clone()).unwrap_or_default())
        }),
        Column::Image => field("image", |_, entry| Value::told(entry.server.image.as_deref())),
        Column::Plan => field("plan", |_, entry| Value::told(entry.server.plan.as_deref())),
        Column::Created => field("created_at", |_, entry| Value::at(entry.server.created_at)),
        Column::Backups => {
            field("backups", |_, entry| entry.server.backups.map_or(Value::Unknown, Value::Truth))
        }
        Column::Hostname => field("hostname", |_, entry| Value::told(entry.server.hostname.as_deref())),
        Column::Key => field("api_key", |view, entry| {
            Value::told(view.source(entry).map(|source| source.label.as_str()))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_field_of_its_own() {
        let names: Vec<_> = fields(&Column::ALL).iter().map(|field| field.name).collect();
        assert_eq!(names.len(), Column::ALL.len() + 5);
        assert_eq!(names.iter().filter(|name| **name == "currency").count(), 1);
        for name in &names {
            assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert_eq!(fields(&[]).len(), 4, "without a cost no currency");
    }
}
