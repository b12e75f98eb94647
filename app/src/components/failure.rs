//! What a page shows when its data cannot be had, and what a form without script answered.

use leptos::prelude::*;

use crate::error::AppError;
use crate::facts::Known;
use crate::live::leave_for_sign_in;
use crate::ui::{Banner, Hue};

/// Sets the status of the page that is being rendered; nothing in the browser.
pub fn set_status(code: u16) {
    #[cfg(feature = "ssr")]
    crate::ssr::status(code);
    #[cfg(not(feature = "ssr"))]
    let _browser_has_none = code;
}

/// A failure in the page's place, with what finds it in the logs. A session that ended leads to the sign-in page.
#[component]
pub fn Failure(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    if error.is_signed_out() {
        Effect::new(|_| leave_for_sign_in());
    }
    let reference = error.0.correlation_id.clone().unwrap_or_default();
    view! { <Banner tone=Hue::Bad title=error.0.message reference=reference/> }
}

/// What the form `path` answered to a browser without script.
#[component]
pub fn FlashBanner() -> impl IntoView {
    let flash = Known::get().flash;
    move || {
        // What a plan was refused for is said in the plan.
        let flash = flash.get().filter(|flash| flash.form != super::plan::PATH || flash.error.is_none());
        flash.and_then(|flash| match (flash.note, flash.error) {
            (Some(note), _) => Some(view! { <Banner tone=Hue::Ok title=note/> }.into_any()),
            (None, Some(error)) if error.field.is_none() => {
                let reference = error.correlation_id.unwrap_or_default();
                Some(view! { <Banner tone=Hue::Bad title=error.message reference=reference/> }.into_any())
            }
            _ => None,
        })
    }
}
