//! Everything that a search finds as a file: CSV for spreadsheets, JSON for programs.

mod cells;
mod csv;
mod json;

use domain::DomainError;
use domain::ids::ServerKey;
use domain::query::{self, GroupBy, ServerQuery};

use super::ServerReader;
use crate::error::Result;
use crate::inventory::view::{Present, Wanted};
use crate::services::preferences::columns_of;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportAs {
    /// RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe.
    Csv,
    /// A list of objects. Amounts are texts, so that no reader rounds them.
    Json,
}

impl ExportAs {
    /// The ending of the file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// For `Content-Type`.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }
}

impl ServerReader<'_> {
    /// Every server that meets the search, in its order and with the person's columns: the file's name and its content.
    /// Groups are left out, since a server with two tags would be counted twice.
    ///
    /// # Errors
    /// `Invalid` when a term of the search is none that is known, for the file would hold more than was asked for.
    pub async fn export(&self, wanted: &ServerQuery, form: ExportAs) -> Result<(String, String)> {
        let (terms, problems) = query::parse(&wanted.search);
        if let Some(problem) = problems.into_iter().next() {
            let message = format!("{} Nothing was exported.", problem.message);
            return Err(DomainError::invalid("q", message).into());
        }
        let columns = columns_of(self.backend, self.actor.user()).await?;
        let view = self.backend.inventory().team(self.scope.team());
        let now = self.backend.now();
        let operations = self.backend.operations();
        let pending = |key: &ServerKey| operations.open_on(key).is_some();
        let wanted = Wanted {
            terms: &terms,
            sort: wanted.sort,
            group: GroupBy::Nothing,
            page: 1,
            present: Present { now, pending: &pending },
        };
        let fields = cells::fields(&columns);
        let rows =
            view.every(&wanted).map(|entry| fields.iter().map(|field| (field.value)(&view, entry)).collect());
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let body = match form {
            ExportAs::Csv => csv::write(&names, rows),
            ExportAs::Json => json::write(&names, rows),
        };
        let day = now.rfc3339();
        let day = day.get(..10).unwrap_or_default();
        Ok((format!("servers-{day}.{}", form.ending()), body))
    }
}
