//! What stands in each column of a row.

use domain::query::Column;
use domain::view::ServerRow;

use super::address::{narrowed, tag_term, toggled};
use super::row::Around;
use crate::components::{pending_status, sentence, state_mark};
use crate::routes;
use crate::ui::Markup;

impl Around<'_> {
    /// What stands in one cell. What the provider does not tell leaves it empty.
    pub(super) fn cell(&self, html: &mut Markup, row: &ServerRow, column: Column) {
        match column {
            Column::State => match &row.pending {
                Some(pending) => {
                    let (kind, label) = pending_status(pending);
                    html.status(kind, label, "")
                }
                None => html.status(state_mark(&row.state), &sentence(row.state.word()), ""),
            },
            Column::Provider => html.place(row.brand.slug(), row.brand.name(), &row.location_name),
            Column::Tags => row.tags.iter().fold(html, |html, tag| {
                let to = narrowed(self.query, toggled(&self.query.search, &tag_term(tag)));
                html.raw(r#"<a class="badge" href=""#).text(&routes::servers(&to));
                html.raw(r#"">"#).text(tag).raw("</a>")
            }),
            Column::Addresses => match row.addresses.split_first() {
                Some((first, others)) => {
                    html.copy_text(&first.ip.to_string(), "address");
                    match others.len() {
                        0 => html,
                        more => html.raw(r#"<span class="dim"> +"#).text(&more.to_string()).raw("</span>"),
                    }
                }
                None => html,
            },
            Column::Hostname => cut(html, row.hostname.as_deref()),
            Column::Image => cut(html, row.image.as_deref()),
            Column::Plan => cut(html, row.plan.as_deref()),
            Column::Key => cut(html, Some(&row.credential_label)),
            Column::Note => cut(html, Some(&row.note)),
            Column::Vcpus => number(html, row.vcpus, ""),
            Column::Memory => {
                let (size, unit) = memory(row.memory_mib);
                html.num(&size, unit)
            }
            Column::Disk => number(html, row.disk_gib, "GiB"),
            Column::Backups => match row.backups {
                Some(true) => html.raw("On"),
                Some(false) => html.raw("Off"),
                None => html,
            },
            Column::Created => match row.created_at {
                Some(at) => self.ago(html, at),
                None => html,
            },
            Column::CostHour => cost(html, row.cost_hour.as_deref(), "/h"),
            Column::Cost => cost(html, row.cost_month.as_deref(), "/mo"),
            // Stands apart: it moves.
            Column::Age => html,
        };
    }
}

/// A text of any length, cut off at the width of its column and whole on hover.
fn cut<'h>(html: &'h mut Markup, text: Option<&str>) -> &'h mut Markup {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => html.raw(r#"<span title=""#).text(text).raw(r#"">"#).text(text).raw("</span>"),
        None => html,
    }
}

fn number<'h>(html: &'h mut Markup, number: Option<u32>, unit: &str) -> &'h mut Markup {
    match number {
        Some(number) => html.num(&number.to_string(), unit),
        None => html,
    }
}

fn cost<'h>(html: &'h mut Markup, cost: Option<&str>, per: &str) -> &'h mut Markup {
    match cost {
        Some(cost) => html.num(cost, per),
        None => {
            html.raw(r#"<span class="dim" title="The provider's figures do not tell.">not priced</span>"#)
        }
    }
}

/// Memory in the unit that reads best.
fn memory(mib: Option<u32>) -> (String, &'static str) {
    match mib {
        None => (String::new(), ""),
        Some(mib) if mib < 1024 => (mib.to_string(), "MiB"),
        Some(mib) if mib % 1024 == 0 => ((mib / 1024).to_string(), "GiB"),
        Some(mib) => (format!("{}.{}", mib / 1024, mib % 1024 * 10 / 1024), "GiB"),
    }
}

#[cfg(test)]
mod tests {
    use super::memory;

    #[test]
    fn memory_reads_in_its_own_unit() {
        assert_eq!(memory(Some(512)), ("512".into(), "MiB"));
        assert_eq!(memory(Some(4096)), ("4".into(), "GiB"));
        assert_eq!(memory(Some(1536)), ("1.5".into(), "GiB"));
        assert_eq!(memory(None), (String::new(), ""));
    }
}
