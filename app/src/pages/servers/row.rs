//! One server as the list shows it. Only its age moves; the rest is written as it stands, because no page is asked for
//! as often as this one.

use domain::Timestamp;
use domain::policy::Verb;
use domain::power::PowerAction;
use domain::query::ServerQuery;
use domain::server::ServerState;
use domain::view::{ServerList, ServerRow};
use leptos::prelude::*;

use crate::components::{Age, action_glyph, pending_status, sentence, state_mark};
use crate::facts::Known;
use crate::routes;
use crate::ui::Markup;

/// What all rows of a list share.
#[derive(Clone, Copy)]
pub struct Around {
    query: StoredValue<ServerQuery>,
    refusal: StoredValue<Option<String>>,
    list: Memo<Option<ServerList>>,
    now: Signal<Timestamp>,
}

impl Around {
    /// For rows of `list`, which was asked for by `query`.
    pub fn new(query: ServerQuery, list: Memo<Option<ServerList>>) -> Self {
        Self {
            query: StoredValue::new(query),
            refusal: StoredValue::new(Known::get().refusal(Verb::Power)),
            list,
            now: Signal::derive(move || {
                list.with(|list| list.as_ref().map_or(Timestamp(0), |list| list.now))
            }),
        }
    }
}

/// The row.
pub fn row(row: ServerRow, around: Around) -> impl IntoView {
    let (facts, actions) = (facts(&row), actions(&row, around));
    let (key, list) = (row.key, around.list);
    let taken = Signal::derive(move || {
        list.with(|list| list.as_ref()?.rows.iter().find(|row| row.key == key).and_then(|row| row.taken_at))
    });
    view! {
        <tr class=row.stale.then_some("dim")>
            {facts}
            <td class="c-age" data-label="Age"><Age at=taken now=around.now/></td>
            {actions}
        </tr>
    }
}

/// The cells before the age.
fn facts(row: &ServerRow) -> Markup {
    let mut html = Markup::of(8);
    html.raw(r#"<td class="c-name"><a href=""#).text(&routes::server(&row.key)).raw(r#"">"#).text(&row.name);
    html.raw(r#"</a><span class="sub">"#);
    if let Some(plan) = &row.plan {
        html.text(plan).raw(" · ");
    }
    html.text(&row.credential_label).raw(r#"</span></td><td data-label="State">"#);
    match &row.pending {
        Some((action, state)) => {
            let (kind, label) = pending_status(*action, *state);
            html.status(kind, label, "")
        }
        None => html.status(state_mark(&row.state), &sentence(row.state.word()), ""),
    };
    html.raw(r#"</td><td data-label="Where">"#).place(row.brand.slug(), row.brand.name(), &row.location_name);
    html.raw(r#"</td><td class="mid" data-label="Addresses">"#);
    if let Some((first, others)) = row.addresses.split_first() {
        html.copy_text(&first.ip.to_string(), "address");
        if !others.is_empty() {
            html.raw(r#"<span class="dim"> +"#).text(&others.len().to_string()).raw("</span>");
        }
    }
    html.raw(r#"</td><td class="num lo" data-label="vCPU">"#);
    if let Some(vcpus) = row.vcpus {
        html.text(&vcpus.to_string());
    }
    let (size, unit) = memory(row.memory_mib);
    html.raw(r#"</td><td class="num mid" data-label="RAM">"#).num(&size, unit);
    html.raw(r#"</td><td class="num lo" data-label="Disk">"#);
    if let Some(gib) = row.disk_gib {
        html.num(&gib.to_string(), "GiB");
    }
    html.raw(r#"</td><td class="num" data-label="Cost">"#);
    match &row.cost_month {
        Some(month) => html.num(month, "/mo"),
        None => {
            html.raw(r#"<span class="dim" title="The provider's figures do not tell.">not priced</span>"#)
        }
    };
    html.raw("</td>");
    html
}

/// The cell with what can be done to the server at once; forced stop is on its page.
fn actions(row: &ServerRow, around: Around) -> Markup {
    let offered: &[PowerAction] = match row.state {
        ServerState::Stopped => &[PowerAction::Start],
        ServerState::Running => &[PowerAction::Stop, PowerAction::Restart],
        _ => &[PowerAction::Start, PowerAction::Stop],
    };
    let under_way = || row.pending.is_some().then(|| "A change to this server is under way.".to_owned());
    let refusal = around.refusal.get_value().or_else(under_way);
    let mut html = Markup::of(1);
    html.raw(r#"<td class="c-acts"><div class="acts">"#);
    for action in offered.iter().copied() {
        let (icon, label) = (action_glyph(action), format!("{} {}", action.verb(), row.name));
        match refusal.clone().or_else(|| action.check(&row.state).err()) {
            None => {
                let to = |query: &ServerQuery| routes::servers_plan(query, Some((action, &row.key)));
                html.icon_link(&around.query.with_value(to), icon, &label)
            }
            Some(reason) => html.icon_off(icon, &label, &reason),
        };
    }
    html.raw("</div></td>");
    html
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
