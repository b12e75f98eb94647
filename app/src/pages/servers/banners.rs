//! What keeps the list from being live or complete, in words.

use domain::Timestamp;
use domain::view::{ServerList, SourceBanner};
use leptos::prelude::*;

use crate::components::Age;
use crate::ui::{Banner, Hue};

/// One banner a failing source.
#[component]
pub fn Banners(
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let banners = Memo::new(move |_| {
        list.with(|list| {
            list.as_ref().map(|list| (list.banners.clone(), list.first_reads, list.rows.is_empty()))
        })
    });
    let now = Signal::derive(move || list.with(|list| list.as_ref().map_or(Timestamp(0), |list| list.now)));
    move || {
        banners.get().map(|(banners, first_reads, empty)| {
            let reading = (first_reads > 0 && !empty).then(|| {
                view! { <Banner title="Some providers are read for the first time: the list may be short."/> }
            });
            view! { {banners.into_iter().map(|banner| source(banner, now)).collect_view()} {reading} }
        })
    }
}

fn source(banner: SourceBanner, now: Signal<Timestamp>) -> impl IntoView {
    let SourceBanner { credential_label, brand, location, taken_at, problem, .. } = banner;
    let place = location.map(|location| format!(", {location}")).unwrap_or_default();
    let title = format!("{} ({credential_label}{place}) cannot be read.", brand.name());
    let status = problem.status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
    let age = match taken_at {
        Some(taken) => {
            view! { "Its servers are shown as they were " <Age at=Some(taken) now/> ". " }.into_any()
        }
        None => "Its servers are not known yet. ".into_any(),
    };
    view! {
        <Banner tone=Hue::Warn title=title reference=problem.correlation_id.unwrap_or_default()>
            {age}
            {format!("{}{status} Skydeck keeps trying.", ended(&problem.message))}
        </Banner>
    }
}

/// A sentence with its full stop.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Search terms that no rule knows.
#[component]
pub fn Problems(
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let problems = Memo::new(move |_| {
        list.with(|list| list.as_ref().map(|list| list.problems.clone()).unwrap_or_default())
    });
    move || {
        let one = |problem: domain::query::QueryProblem| {
            let title = format!("“{}” was left out of the search.", problem.term);
            view! { <Banner tone=Hue::Warn title=title>{ended(&problem.message)}</Banner> }
        };
        problems.get().into_iter().map(one).collect_view()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sentences_end_once() {
        assert_eq!(super::ended("Key was refused "), "Key was refused.");
        assert_eq!(super::ended("Try later."), "Try later.");
    }
}
