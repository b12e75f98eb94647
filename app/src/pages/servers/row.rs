//! One server as the list shows it.

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
use crate::ui::{Actions, Button, CopyText, LinkButton, Num, Place, Status, Tone};

/// The row.
#[component]
pub fn Row(
    /// What it shows.
    row: ServerRow,
    /// The list around it.
    query: StoredValue<ServerQuery>,
    /// Where its age comes from.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let key = row.key.clone();
    let taken = Signal::derive(move || {
        list.with(|list| list.as_ref()?.rows.iter().find(|row| row.key == key).and_then(|row| row.taken_at))
    });
    let now = Signal::derive(move || list.with(|list| list.as_ref().map_or(Timestamp(0), |list| list.now)));
    let status = status(&row);
    let actions = actions(&row, query);
    let sub = match &row.plan {
        Some(plan) => format!("{plan} · {}", row.credential_label),
        None => row.credential_label.clone(),
    };
    let more = row.addresses.len().saturating_sub(1);
    let address = row.addresses.first().map(|address| {
        let more = (more > 0).then(|| view! { <span class="dim">" +" {more}</span> });
        view! { <CopyText text=address.ip.to_string() label="address"/> {more} }
    });
    let (memory, memory_unit) = memory(row.memory_mib);
    view! {
        <tr class=row.stale.then_some("dim")>
            <td class="c-name">
                <a href=routes::server(&row.key)>{row.name}</a>
                <span class="sub">{sub}</span>
            </td>
            <td data-label="State">{status}</td>
            <td data-label="Where"><Place slug=row.brand.slug() name=row.brand.name() location=row.location_name/></td>
            <td class="mid" data-label="Addresses">{address}</td>
            <td class="num lo" data-label="vCPU">{row.vcpus}</td>
            <td class="num mid" data-label="RAM"><Num value=memory unit=memory_unit/></td>
            <td class="num lo" data-label="Disk">{row.disk_gib.map(|gib| view! { <Num value=gib.to_string() unit="GiB"/> })}</td>
            <td class="num" data-label="Cost">{cost(row.cost_month)}</td>
            <td class="c-age" data-label="Age"><Age at=taken now/></td>
            <td class="c-acts">{actions}</td>
        </tr>
    }
}

fn status(row: &ServerRow) -> impl IntoView + use<> {
    match &row.pending {
        Some((action, state)) => {
            let (kind, label) = pending_status(*action, *state);
            view! { <Status kind label/> }
        }
        None => view! { <Status kind=state_mark(&row.state) label=sentence(row.state.word())/> },
    }
}

/// The cost of a month, or that nobody knows it.
fn cost(month: Option<String>) -> AnyView {
    match month {
        Some(month) => view! { <Num value=month unit="/mo"/> }.into_any(),
        None => view! { <span class="dim" title="The provider's figures do not tell.">"not priced"</span> }
            .into_any(),
    }
}

/// What can be done to the server at once; forced stop is on its page.
fn actions(row: &ServerRow, query: StoredValue<ServerQuery>) -> AnyView {
    let offered: &[PowerAction] = match row.state {
        ServerState::Stopped => &[PowerAction::Start],
        ServerState::Running => &[PowerAction::Stop, PowerAction::Restart],
        _ => &[PowerAction::Start, PowerAction::Stop],
    };
    let refusal = Known::get()
        .refusal(Verb::Power)
        .or_else(|| row.pending.is_some().then(|| "A change to this server is under way.".to_owned()));
    let one = |action: &PowerAction| {
        let action = *action;
        let label = format!("{} {}", action.verb(), row.name);
        let icon = action_glyph(action);
        match refusal.clone().or_else(|| action.check(&row.state).err()) {
            None => {
                let href = query.with_value(|query| routes::servers_plan(query, Some((action, &row.key))));
                view! { <LinkButton href tone=Tone::Quiet small=true icon label attr:data-noscroll="true"/> }
                    .into_any()
            }
            Some(reason) => {
                view! { <Button tone=Tone::Quiet small=true icon label reason=reason/> }.into_any()
            }
        }
    };
    let buttons = offered.iter().map(one).collect_view();
    view! { <Actions>{buttons}</Actions> }.into_any()
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
