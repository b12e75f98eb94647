//! The page for what is refused before any page or server function is reached. It stands alone: nothing of the app runs
//! in it, and it is true whoever asks.

use domain::{DomainError, ErrorKind};
use leptos::prelude::*;

use crate::routes;
use crate::ui::{Actions, Brand, LinkButton, Theme, Tone};

/// The whole document: what happened, whether anything changed, what to do. `css` is the style sheet's address, `theme`
/// the value of the theme's cookie, and `again` the address that was asked for where it may be asked for again.
#[must_use]
pub fn refusal_page(error: &DomainError, css: &str, theme: &str, again: Option<&str>) -> String {
    let (title, message) = (title(error.kind), error.message.clone());
    let theme =
        Theme::parse(theme).as_attr().map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    let (href, words) = way_on(error.kind, again);
    let reference = error.correlation_id.clone();
    let body = move || {
        view! {
            <main class="gate">
                <div class="gate-card">
                    <Brand/>
                    <h1>{title}</h1>
                    <p>{message}</p>
                    <div class="form">
                        <Actions><LinkButton href tone=Tone::Primary>{words}</LinkButton></Actions>
                        {reference.map(|id| view! { <p class="note">"Reference " {id}</p> })}
                    </div>
                </div>
            </main>
        }
    };
    let body = Owner::new().with(|| body().to_html());
    // The renderer would put a comment into the title, where it is text.
    format!(
        "<!DOCTYPE html><html lang=\"en\"{theme}><head><meta charset=\"utf-8\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
         <meta name=\"color-scheme\" content=\"light dark\"/><title>{title} · Skydeck</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"/><link rel=\"stylesheet\" href=\"{css}\"/>\
         </head><body>{body}</body></html>"
    )
}

const fn title(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthenticated => "Sign in first",
        ErrorKind::Forbidden => "Not allowed",
        ErrorKind::NotFound => "Nothing is here",
        ErrorKind::Invalid | ErrorKind::Conflict => "That did not work",
        ErrorKind::TooLarge | ErrorKind::RateLimited => "That was too much",
        ErrorKind::Unavailable | ErrorKind::ProviderRefused | ErrorKind::ProviderUnavailable => "Not now",
        ErrorKind::Network => "The request did not arrive",
        ErrorKind::Internal => "Skydeck failed",
    }
}

/// One button. Where the same address may work later, it is that one.
fn way_on(kind: ErrorKind, again: Option<&str>) -> (String, &'static str) {
    let again = again.filter(|_| !matches!(kind, ErrorKind::Forbidden | ErrorKind::NotFound));
    let (to, words) = match (kind, again) {
        (ErrorKind::Unauthenticated, _) => (routes::SIGN_IN, "Sign in"),
        (_, Some(address)) => (address, "Try again"),
        (_, None) => (routes::HOME, "Go to servers"),
    };
    (to.to_owned(), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_happened_and_leads_on() {
        let page = |kind, again| {
            let mut error = DomainError::new(kind, "Said <b>so</b>.");
            error.correlation_id = Some("4711".to_owned());
            refusal_page(&error, "/pkg/x/skydeck.css", "dark", again)
        };
        let refused = page(ErrorKind::Forbidden, Some("/servers"));
        assert!(
            !refused.contains("<b>")
                && refused.starts_with(r#"<!DOCTYPE html><html lang="en" data-theme="dark">"#),
            "{refused}"
        );
        for part in
            ["<title>Not allowed · Skydeck</title>", "Said &lt;b", "4711", r#"href="/pkg/x/skydeck.css""#]
        {
            assert!(refused.contains(part), "{part}: {refused}");
        }
        let leads = |page: String, to: &str| page.contains(&format!(r#"href="{to}""#));
        assert!(leads(refused, "/"));
        assert!(leads(page(ErrorKind::Unavailable, Some("/servers?q=a")), "/servers?q=a"));
        assert!(leads(page(ErrorKind::Unauthenticated, None), "/sign-in"));
    }
}
