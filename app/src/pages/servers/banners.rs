//! What keeps the list from being live or complete, in words.

use domain::Timestamp;
use domain::freshness::SourceProblem;
use domain::view::{ServerList, SourceBanner};
use leptos::prelude::*;

use crate::components::Age;
use crate::routes;
use crate::ui::{Banner, Hue, Markup};

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
    let outlook = outlook(&problem);
    let title = format!("{} ({credential_label}{place}) cannot be read.", brand.name());
    let age = match taken_at {
        Some(taken) => {
            view! { "Its servers are shown as they were " <Age at=Some(taken) now/> ". " }.into_any()
        }
        None => "Its servers are not known yet. ".into_any(),
    };
    view! {
        <Banner tone=Hue::Warn title=title reference=problem.correlation_id.unwrap_or_default()>
            {age}
            {outlook}
        </Banner>
    }
}

/// What went wrong, and what follows. Skydeck asks again by itself when a next try is due. With none, either the provider
/// answered that the key is bad, and polling has stopped, or no provider was asked: then the words stand by themselves.
pub(super) fn outlook(problem: &SourceProblem) -> AnyView {
    let status = problem.status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
    let said = format!("{}{status}", ended(&problem.message));
    let next = match (problem.next_try, problem.status) {
        (Some(_), _) => return format!("{said} Skydeck keeps trying.").into_any(),
        (None, Some(_)) => "Polling has stopped. Replace the key under ",
        (None, None) => "The key's state is under ",
    };
    view! { {format!("{said} {next}")} <a href=routes::CREDENTIALS>"Credentials"</a> "." }.into_any()
}

/// A sentence with its full stop.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Search terms that no rule knows, right under the search.
#[component]
pub fn Problems(
    /// The list.
    list: Memo<Option<ServerList>>,
) -> impl IntoView {
    let written = move || {
        list.with(|list| {
            let problems = list.as_ref().map(|list| list.problems.as_slice()).unwrap_or_default();
            problems.iter().fold(Markup::of(problems.len()), |mut html, problem| {
                html.raw(r#"<p class="note bad"><span>“"#).text(&problem.term);
                html.raw("” was left out of the search. ").text(&ended(&problem.message)).raw("</span></p>");
                html
            })
        })
    };
    // Always there, so that what appears in it is announced.
    view! { <div class="search-notes" role="status">{move || Some(written()).filter(|html| !html.is_empty())}</div> }
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "ssr")]
    #[test]
    fn only_what_is_tried_again_is_said_to_be() {
        use leptos::prelude::*;

        let said = |message: &str, status, next_try| {
            let (message, since) = (message.to_owned(), domain::Timestamp(0));
            let problem = super::SourceProblem { message, status, correlation_id: None, since, next_try };
            Owner::new().with(|| super::outlook(&problem).to_html()).replace("<!>", "")
        };
        let link = r#"<a href="/team/credentials">Credentials</a>."#;
        let tried = said("It is down", Some(502), Some(domain::Timestamp(1)));
        assert_eq!(tried, "It is down. (HTTP 502) Skydeck keeps trying.");
        let stopped = said("The key was refused.", Some(401), None);
        let words = "The key was refused. (HTTP 401) Polling has stopped. Replace the key under ";
        assert_eq!(stopped, format!("{words}{link}"));
        let gone = said("The provider does not list this location any more.", None, None);
        let words = "The provider does not list this location any more. The key's state is under ";
        assert_eq!(gone, format!("{words}{link}"));
    }

    #[test]
    fn sentences_end_once() {
        assert_eq!(super::ended("Key was refused "), "Key was refused.");
        assert_eq!(super::ended("Try later."), "Try later.");
    }
}
