//! Ticking rows, and what can be done with those that are ticked. The list stands in a form that asks for the act's sheet,
//! so that without script the rows of one page can be acted on; with script, ticks outlive the page that they were made on.

use domain::act::MOST_AT_ONCE;
use domain::ids::ServerKey;
use domain::policy::Verb;
use domain::query::ServerQuery;
use domain::view::ServerList;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlInputElement, MouseEvent, NodeList, SubmitEvent};

use super::over::Nearing;
use super::search::ask_by_search;
use crate::components::Selection;
use crate::facts::Known;
use crate::routes;
use crate::ui::{Markup, befell};

/// What the bar offers: the act, its verb, the right that it takes, whether it destroys.
const ACTS: [(&str, &str, Verb); 7] = [
    ("server.start", "Start", Verb::Power),
    ("server.stop", "Stop", Verb::Power),
    ("server.restart", "Restart", Verb::Power),
    ("server.tag", "Tag", Verb::Mark),
    ("server.lock", "Lock", Verb::Mark),
    ("server.unlock", "Unlock", Verb::Mark),
    ("server.delete", "Delete", Verb::Delete),
];

const BOXES: &str = "tbody input[name=on]";

/// The form around the list, with the bar under it.
#[component]
pub fn Pick(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
    /// The table.
    children: Children,
) -> impl IntoView {
    let Selection(ticked) = Selection::get();
    let navigate = use_navigate();
    let last = StoredValue::new(None::<u32>);
    // Ticked before the page's script took over, or brought back by the browser.
    Effect::new(move |_| {
        let found = keys_of(|tick| tick.checked());
        if !found.is_empty() {
            mark(ticked, &found, true);
        }
    });
    Effect::new(move |_| {
        let on_page = list.with(|list| list.as_ref().map(of_page).unwrap_or_default());
        let count = ticked.with(|ticked| on_page.iter().filter(|key| ticked.contains(key)).count());
        // Once the headings stand as they will.
        request_animation_frame(move || {
            if let Some(all) = first(".c-all") {
                all.set_checked(count > 0 && count == on_page.len());
                all.set_indeterminate(count > 0 && count < on_page.len());
            }
        });
    });
    let nearing = use_context::<Nearing>();
    let near = move || {
        if let Some(Nearing(nearing)) = nearing.filter(|Nearing(nearing)| !nearing.get_untracked()) {
            nearing.set(true);
        }
    };
    let click = move |event: MouseEvent| {
        if befell(&event, ".c-more").is_some() {
            tick_all(ticked, asked.with_untracked(|asked| asked.search.clone()));
            return;
        }
        if befell(&event, ".c-every").is_some() {
            mark(ticked, &keys_of(|_| true), true);
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(tick) = target else { return };
        let on = tick.checked();
        if tick.class_list().contains("c-all") {
            mark(ticked, &keys_of(|_| true), on);
        } else if let Some(at) = place(&tick) {
            let from = last.get_value().filter(|_| event.shift_key()).unwrap_or(at);
            last.set_value(Some(at));
            let mut range = keys_of(|_| true);
            range.truncate(from.max(at) as usize + 1);
            mark(ticked, range.get(from.min(at) as usize..).unwrap_or_default(), on);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
        if let Some(button) = button {
            let to = asked.with_untracked(|asked| {
                ticked.with_untracked(|ticked| routes::servers_act(asked, &button.value(), ticked))
            });
            navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    view! {
        <form
            class="pick"
            class:some=move || ticked.with(|ticked| !ticked.is_empty())
            action=routes::SERVERS
            on:pointerover=move |_| near()
            on:focusin=move |_| near()
            on:click=click
            on:submit=submit
            on:reset=move |_| ticked.set(Vec::new())
        >
            {move || asked.with(kept)}
            {children()}
            <div class="bulk" role="region" aria-label="Selection">
                <b role="status">{move || ticked.with(|ticked| told(ticked.len()))}</b>
                {move || list.with(|list| ticked.with(|ticked| more(list.as_ref()?, ticked)))}
                {buttons()}
            </div>
        </form>
    }
}

/// What the form keeps of the address.
fn kept(query: &ServerQuery) -> Markup {
    let mut html = Markup::of(4);
    html.carried("q", &query.search).carried("sort", &query.sort.slug()).carried("group", query.group.slug());
    html.carried("page", &query.page.to_string());
    html
}

fn told(count: usize) -> String {
    if count == 0 { "Selected".to_owned() } else { format!("{count} selected") }
}

/// Offers the rest of what matches once every row of the page is ticked.
fn more(list: &ServerList, ticked: &[ServerKey]) -> Option<Markup> {
    let most = u32::try_from(MOST_AT_ONCE).unwrap_or(u32::MAX);
    let whole_page = list.rows.iter().all(|row| ticked.contains(&row.key));
    let is_less = ticked.len() < list.matched.min(most) as usize;
    (list.pages > 1 && whole_page && is_less).then(|| {
        Markup::one(|html| {
            html.raw(r#"<button class="btn small js c-more" type="button">Select "#);
            html.raw(if list.matched > most { "the first " } else { "all " });
            html.text(&list.matched.min(most).to_string()).raw(" that match</button>")
        })
    })
}

fn buttons() -> Markup {
    let known = Known::get();
    let mut html = Markup::of(3);
    html.raw(r#"<div class="acts">"#);
    for (act, words, right) in ACTS {
        let tone = if right == Verb::Delete { "danger " } else { "" };
        html.raw(r#"<button class="btn "#).raw(tone).raw(r#"small" name="do" value=""#).raw(act);
        match known.refusal(right) {
            None => html.raw(r#"" type="submit">"#).raw(words),
            Some(why) => {
                html.raw(r#"" type="button" aria-disabled="true">"#).raw(words);
                html.raw(r#"<span class="why">"#).text(&why).raw("</span>")
            }
        };
        html.raw("</button>");
    }
    html.raw("</div>");
    // Where the rows are cards, no heading has a box for all of them.
    html.raw(r#"<button class="btn quiet small js narrow c-every" type="button">Select all</button>"#);
    html.raw(r#"<button class="btn quiet small" type="reset">Clear</button>"#);
    html
}

/// Ticks `keys`, or takes their ticks away.
fn mark(ticked: RwSignal<Vec<ServerKey>>, keys: &[ServerKey], on: bool) {
    ticked.update(|ticked| {
        ticked.retain(|known| !keys.contains(known));
        if on {
            ticked.extend_from_slice(keys);
            ticked.truncate(MOST_AT_ONCE);
        }
    });
}

/// Ticks everything that the search finds, as far as one act can take it.
fn tick_all(ticked: RwSignal<Vec<ServerKey>>, search: String) {
    spawn_local(async move {
        if let Some(keys) = ask_by_search("/api/servers/keys", &search).await {
            let _gone = ticked.try_set(keys);
        }
    });
}

fn of_page(list: &ServerList) -> Vec<ServerKey> {
    list.rows.iter().map(|row| row.key.clone()).collect()
}

fn first(selector: &str) -> Option<HtmlInputElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn boxes() -> impl Iterator<Item = HtmlInputElement> {
    let all: Option<NodeList> = document().query_selector_all(BOXES).ok();
    let at = move |place| all.as_ref()?.item(place)?.dyn_into().ok();
    (0..).map_while(at)
}

/// The keys of the rows whose box is as `wanted`, in their order.
fn keys_of(wanted: impl Fn(&HtmlInputElement) -> bool) -> Vec<ServerKey> {
    boxes().filter(wanted).filter_map(|tick| tick.value().parse().ok()).collect()
}

/// Where a row's box stands among all.
fn place(tick: &HtmlInputElement) -> Option<u32> {
    boxes().zip(0..).find(|(other, _)| other == tick).map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_come_and_go_and_none_counts_twice() {
        Owner::new().with(|| {
            let keys: Vec<ServerKey> = (1..=3)
                .map(|id| format!("6f9619ff8b86d011b42d00c04fc964ff~jkt01~{id}").parse().unwrap())
                .collect();
            let ticked = RwSignal::new(Vec::new());
            mark(ticked, &keys, true);
            mark(ticked, &keys[..2], true);
            assert_eq!(ticked.get_untracked(), [keys[2].clone(), keys[0].clone(), keys[1].clone()]);
            mark(ticked, &keys[2..], false);
            assert_eq!(ticked.get_untracked(), keys[..2]);
        });
    }

    #[test]
    fn the_bar_says_how_many_there_are() {
        assert_eq!([told(0), told(3)], ["Selected", "3 selected"]);
    }
}
