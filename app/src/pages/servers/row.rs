//! One server as the list shows it, written as one text, because no page is asked for as often as this one. Only its age
//! moves.

use domain::Timestamp;
use domain::operation::OperationState;
use domain::policy::Verb;
use domain::power::PowerAction;
use domain::query::{Column, ServerQuery};
use domain::server::ServerState;
use domain::view::{Group, Pending, ServerList, ServerRow};

use super::address::{has_term, narrowed, toggled};
use super::columns::{class, shown};
use crate::components::act_glyph;
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
    /// Where what can be done to a server is asked for; [`routes::act_on`] adds the server.
    asked: Vec<(PowerAction, Glyph, String)>,
}

impl<'a> Around<'a> {
    /// For rows of `list`, which was asked for by `query`.
    pub fn new(query: &'a ServerQuery, list: &'a ServerList, clock: Timestamp) -> Self {
        let asked = |action: PowerAction| {
            let act = format!("server.{}", action.slug());
            (action, act_glyph(&act).unwrap_or(Glyph::Power), routes::servers_ask(query, &act))
        };
        Self {
            query,
            list,
            own: list.columns != Column::USUAL,
            refusal: Known::get().refusal(Verb::Power),
            now: list.now.max(clock),
            asked: [PowerAction::Start, PowerAction::Stop, PowerAction::Restart].map(asked).into(),
        }
    }

    fn has(&self, column: Column) -> bool {
        self.list.columns.contains(&column)
    }

    /// The row.
    pub fn line(&self, row: &ServerRow) -> Line {
        let key = row.key.to_string();
        let mut html = Markup::row();
        html.raw(if row.stale { r#"<tr class="dim">"# } else { "<tr>" });
        html.raw(r#"<td class="c-check"><input type="checkbox" name="on" value=""#).text(&key);
        html.raw(r#"" aria-label="Select "#).text(&row.name).raw(r#""></td>"#);
        self.name(&mut html, row, &key);
        let mut line = Line::default();
        for column in shown(self.list) {
            html.raw(r#"<td class=""#).raw(class(column, self.own));
            if column == Column::Age {
                html.raw(r#" live"#);
            }
            html.raw(r#"" data-label=""#).raw(column.label()).raw(r#"">"#);
            if column == Column::Age {
                line.before = std::mem::replace(&mut html, Markup::row()).into_html();
                line.live = self.age(row.taken_at);
            } else {
                self.cell(&mut html, row, column);
            }
            html.raw("</td>");
        }
        self.actions(&mut html, row, &key);
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

    pub(super) fn ago<'h>(&self, html: &'h mut Markup, at: Timestamp) -> &'h mut Markup {
        html.ago(at.0.div_euclid(1000), self.now.0.div_euclid(1000))
    }

    fn name(&self, html: &mut Markup, row: &ServerRow, key: &str) {
        html.raw(r#"<td class="c-name">"#);
        if row.locked {
            // Before the name, which may be cut off.
            html.raw(
                r#"<span class="lock" title="Locked: nothing is changed until the lock is taken off.">"#,
            );
            html.icon(Glyph::Lock).raw(r#"<span class="vh">Locked: </span></span>"#);
        }
        html.raw(r#"<a href=""#).text(&routes::server_named(key)).raw(r#"">"#).text(&row.name).raw("</a>");
        html.raw(r#"<span class="sub">"#);
        let plan = row.plan.as_deref().filter(|_| !self.has(Column::Plan)).unwrap_or_default();
        html.text(plan);
        if row.several_keys && !self.has(Column::Key) {
            html.raw(if plan.is_empty() { "" } else { " · " }).text(&row.credential_label);
        }
        html.raw("</span></td>");
    }

    /// The cell with what can be done to the server at once; forced stop is on its page.
    fn actions(&self, html: &mut Markup, row: &ServerRow, key: &str) {
        let offered: &[PowerAction] = match row.state {
            ServerState::Stopped => &[PowerAction::Start],
            ServerState::Running => &[PowerAction::Stop, PowerAction::Restart],
            _ => &[PowerAction::Start, PowerAction::Stop],
        };
        let in_the_way = match (row.locked, &row.pending) {
            (true, _) => Some("It is locked. Nothing is changed until the lock is taken off."),
            (false, Some(Pending { state: OperationState::Unknown, .. })) => {
                Some("The outcome of the last change is not known. Open the server to settle it.")
            }
            (false, Some(_)) => Some("A change to this server is under way."),
            _ => None,
        };
        let refusal = self.refusal.clone().or_else(|| in_the_way.map(str::to_owned));
        html.raw(r#"<td class="c-acts"><div class="acts">"#);
        for (action, icon, asked) in self.asked.iter().filter(|(action, ..)| offered.contains(action)) {
            let label = format!("{} {}", action.verb(), row.name);
            match refusal.clone().or_else(|| action.check(&row.state).err()) {
                None => html.icon_link(&routes::act_on(asked.clone(), key), *icon, &label),
                Some(reason) => html.icon_off(*icon, &label, &reason),
            };
        }
        html.raw("</div></td>");
    }

    /// The heading of a group of rows: what they have in common, how many there are on all pages, what they cost.
    pub fn heading(&self, group: &Group) -> Line {
        let mut html = Markup::of(1);
        let cells = (shown(self.list).count() + 3).to_string();
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
    if has_term(&query.search, &group.term) {
        return query.search.clone();
    }
    toggled(&query.search, &group.term)
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::super::columns::heads;
    use super::*;
    use crate::json::read;

    const ROW: &str = r#"{"key":"6f9619ff8b86d011b42d00c04fc964ff~jkt01~42","name":"<b>&\"x","state":"running",
        "brand":"elastis","credential_label":"'k","several_keys":true,"location":"jkt01","location_name":"<i>","plan":"<p>","vcpus":2,
        "memory_mib":2048,"disk_gib":20,"addresses":[],"cost_month":null,"taken_at":1000,"stale":false,"pending":null,
        "image":"\"><img src=x>","created_at":null,"cost_hour":null,"backups":true,"hostname":"<h>","tags":["a b","<t>"],
        "note":"<n>","locked":true}"#;

    fn list(columns: &[Column]) -> ServerList {
        let columns: Vec<_> = columns.iter().map(|column| format!("\"{}\"", column.slug())).collect();
        let text = format!(
            r#"{{"rows":[{ROW}],"total":1,"matched":1,"matched_states":[],"page":1,"pages":1,"states":[],"brands":[],"locations":[],"tags":[],
            "groups":[{{"label":"<g>","term":"location:x","first":0,"count":1,"totals":["<€>"]}}],"columns":[{}],"views":[],
            "totals":[],"unpriced":0,"banners":[],"first_reads":0,"problems":[],"has_credentials":true,"now":3000}}"#,
            columns.join(",")
        );
        read(&text).unwrap()
    }

    fn written(columns: &[Column]) -> (ServerList, Line, Line) {
        let list = list(columns);
        let query = ServerQuery::default();
        let (line, heading) = Owner::new().with(|| {
            let around = Around::new(&query, &list, Timestamp(0));
            (around.line(&list.rows[0]), around.heading(&list.groups[0]))
        });
        (list, line, heading)
    }

    #[test]
    fn every_choice_of_columns_gives_a_cell_to_each_heading() {
        for columns in [&Column::ALL[..], &Column::USUAL, &[], &[Column::Age], &[Column::Note, Column::State]]
        {
            let (list, line, heading) = written(columns);
            let html = format!("{}{}{}", line.before, line.live, line.after);
            let heads = heads(&ServerQuery::default(), &list).len();
            assert_eq!(html.matches("<td").count(), heads, "{html}");
            assert_eq!(html.matches("</td>").count(), heads, "{html}");
            assert!(html.starts_with("<tr>") && html.ends_with("</tr>"), "{html}");
            assert!(heading.before.contains(&format!("colspan=\"{heads}\"")), "{}", heading.before);
            let moves = columns.contains(&Column::Age);
            assert_eq!(line.live.contains("2 s ago"), moves, "{}", line.live);
            assert_eq!(html.matches("live\"").count(), usize::from(moves), "{html}");
        }
    }

    #[test]
    fn nothing_that_a_provider_says_becomes_markup() {
        let (_, line, heading) = written(&Column::ALL);
        let html = format!("{}{}{}", line.before, line.after, heading.before);
        for foreign in ["<b>&", "<i>", "<p>", "<h>", "<n>", "<t>", "<img", "<g>", "<€>", "\"'k"] {
            assert!(!html.contains(foreign), "{foreign} in {html}");
        }
        assert!(html.contains("tag:%22a%20b%22"), "{html}");
    }

    #[test]
    fn a_locked_server_says_why_nothing_can_be_done() {
        let list = list(&Column::USUAL);
        let query = ServerQuery::default();
        let mut around = Owner::new().with(|| Around::new(&query, &list, Timestamp(0)));
        around.refusal = None;
        let html = around.line(&list.rows[0]).after;
        assert!(html.contains("It is locked.") && !html.contains("do=server.stop"), "{html}");
        let html = around.line(&ServerRow { locked: false, ..list.rows[0].clone() }).after;
        assert!(html.contains("do=server.stop&amp;on=6f9619ff8b86d011b42d00c04fc964ff~jkt01~42"), "{html}");
    }

    #[test]
    fn an_unknown_outcome_is_not_called_under_way() {
        let list = list(&Column::USUAL);
        let query = ServerQuery::default();
        let mut around = Owner::new().with(|| Around::new(&query, &list, Timestamp(0)));
        around.refusal = None;
        let row = |state| {
            let pending = Some(Pending { doing: "Stopping".into(), state });
            around.line(&ServerRow { locked: false, pending, ..list.rows[0].clone() }).after
        };
        assert!(row(OperationState::Sent).contains("A change to this server is under way."));
        let unknown = row(OperationState::Unknown);
        assert!(
            unknown.contains("is not known. Open the server") && !unknown.contains("under way"),
            "{unknown}"
        );
    }
}
