//! One server as the list shows it, written as one text, because no page is asked for as often as this one. Only its age
//! moves.

use domain::Timestamp;
use domain::policy::Verb;
use domain::power::PowerAction;
use domain::query::{Column, ServerQuery};
use domain::server::ServerState;
use domain::view::{Group, ServerList, ServerRow};

use super::address::{narrowed, tag_term, toggled};
use super::columns::class;
use crate::components::{act_glyph, pending_status, sentence, state_mark};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Glyph, Line, Markup};

/// What all rows of a list share.
pub struct Around<'a> {
    /// What the address asks.
    pub query: &'a ServerQuery,
    /// The list.
    pub list: &'a ServerList,
    /// Whether the person chose the columns.
    pub own: bool,
    /// Why the person may not steer power.
    pub refusal: Option<String>,
    /// The page's clock.
    pub now: Timestamp,
}

impl<'a> Around<'a> {
    /// For rows of `list`, which was asked for by `query`.
    pub fn new(query: &'a ServerQuery, list: &'a ServerList, clock: Timestamp) -> Self {
        Self {
            query,
            list,
            own: list.columns != Column::USUAL,
            refusal: Known::get().refusal(Verb::Power),
            now: list.now.max(clock),
        }
    }

    fn has(&self, column: Column) -> bool {
        self.list.columns.contains(&column)
    }

    /// The row.
    pub fn line(&self, row: &ServerRow) -> Line {
        let mut html = Markup::of(1);
        html.raw(if row.stale { r#"<tr class="dim">"# } else { "<tr>" });
        html.raw(r#"<td class="c-check"><input type="checkbox" name="on" value=""#)
            .text(&row.key.to_string());
        html.raw(r#"" aria-label="Select "#).text(&row.name).raw(r#""></td>"#);
        self.name(&mut html, row);
        let mut line = Line::default();
        for column in self.list.columns.iter().copied() {
            html.raw(r#"<td class=""#).raw(class(column, self.own));
            if column == Column::Age {
                html.raw(r#" live"#);
            }
            html.raw(r#"" data-label=""#).raw(column.label()).raw(r#"">"#);
            if column == Column::Age {
                line.before = std::mem::replace(&mut html, Markup::of(1)).into_html();
                line.live = self.age(row.taken_at);
            } else {
                self.cell(&mut html, row, column);
            }
            html.raw("</td>");
        }
        self.actions(&mut html, row);
        html.raw("</tr>");
        line.after = html.into_html();
        line
    }

    fn age(&self, at: Option<Timestamp>) -> String {
        let mut html = Markup::of(1);
        match at {
            Some(at) => self.ago(&mut html, at),
            None => html.raw(r#"<span class="dim">never</span>"#),
        };
        html.into_html()
    }

    fn ago<'h>(&self, html: &'h mut Markup, at: Timestamp) -> &'h mut Markup {
        html.ago(at.0.div_euclid(1000), self.now.0.div_euclid(1000), false)
    }

    fn name(&self, html: &mut Markup, row: &ServerRow) {
        html.raw(r#"<td class="c-name"><a href=""#)
            .text(&routes::server(&row.key))
            .raw(r#"">"#)
            .text(&row.name);
        html.raw("</a>");
        if row.locked {
            html.raw(
                r#"<span class="lock" title="Locked: nothing is changed until the lock is taken off.">"#,
            );
            html.icon(Glyph::Lock).raw(r#"<span class="vh"> locked</span></span>"#);
        }
        html.raw(r#"<span class="sub">"#);
        if let Some(plan) = row.plan.as_ref().filter(|_| !self.has(Column::Plan)) {
            html.text(plan).raw(" · ");
        }
        if !self.has(Column::Key) {
            html.text(&row.credential_label);
        }
        html.raw("</span></td>");
    }

    /// What stands in one cell. What the provider does not tell leaves it empty.
    fn cell(&self, html: &mut Markup, row: &ServerRow, column: Column) {
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

    /// The cell with what can be done to the server at once; forced stop is on its page.
    fn actions(&self, html: &mut Markup, row: &ServerRow) {
        let offered: &[PowerAction] = match row.state {
            ServerState::Stopped => &[PowerAction::Start],
            ServerState::Running => &[PowerAction::Stop, PowerAction::Restart],
            _ => &[PowerAction::Start, PowerAction::Stop],
        };
        let in_the_way = match (row.locked, row.pending.is_some()) {
            (true, _) => Some("It is locked. Nothing is changed until the lock is taken off."),
            (false, true) => Some("A change to this server is under way."),
            _ => None,
        };
        let refusal = self.refusal.clone().or_else(|| in_the_way.map(str::to_owned));
        html.raw(r#"<td class="c-acts"><div class="acts">"#);
        for action in offered.iter().copied() {
            let act = format!("server.{}", action.slug());
            let (icon, label) =
                (act_glyph(&act).unwrap_or(Glyph::Power), format!("{} {}", action.verb(), row.name));
            match refusal.clone().or_else(|| action.check(&row.state).err()) {
                None => {
                    let to = routes::servers_act(self.query, &act, std::slice::from_ref(&row.key));
                    html.icon_link(&to, icon, &label)
                }
                Some(reason) => html.icon_off(icon, &label, &reason),
            };
        }
        html.raw("</div></td>");
    }

    /// The heading of a group of rows: what they have in common, how many there are on all pages, what they cost.
    pub fn heading(&self, group: &Group) -> Line {
        let mut html = Markup::of(1);
        let cells = (self.list.columns.len() + 3).to_string();
        html.raw(r#"<tr class="group"><th scope="rowgroup" colspan=""#).text(&cells).raw(r#"">"#);
        let label = if group.label.is_empty() { "Without a tag" } else { &group.label };
        if group.term.is_empty() {
            html.raw("<b>").text(label).raw("</b>");
        } else {
            let to = ServerQuery {
                group: Default::default(),
                ..narrowed(self.query, group_search(self.query, group))
            };
            html.raw(r#"<a href=""#).text(&routes::servers(&to)).raw(r#"">"#).text(label).raw("</a>");
        }
        html.raw(r#"<span class="sub">"#).text(&super::table::servers(group.count)).raw("</span>");
        for total in &group.totals {
            html.raw(r#"<span class="sub">"#).num(total, "/mo").raw("</span>");
        }
        html.raw("</th></tr>");
        Line { before: html.into_html(), ..Line::default() }
    }
}

/// The search narrowed to a group.
fn group_search(query: &ServerQuery, group: &Group) -> String {
    if super::address::has_term(&query.search, &group.term) {
        return query.search.clone();
    }
    toggled(&query.search, &group.term)
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
pub fn memory(mib: Option<u32>) -> (String, &'static str) {
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
