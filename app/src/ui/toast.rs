//! Short notices in the corner: what was just begun or done, with the way to follow it.

use std::time::Duration;

use leptos::prelude::*;

use super::{Glyph, Icon, Mark};

/// Long enough to read two lines; a failure stays until it is put away.
const SHOWN: Duration = Duration::from_secs(8);

/// One notice.
#[derive(Clone, Debug)]
pub struct Toast {
    mark: Mark,
    text: String,
    link: Option<(String, String)>,
    /// What it is about; empty for what nothing else will tell of.
    about: String,
}

impl Toast {
    /// A notice reading `text`.
    pub fn new(mark: Mark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into(), link: None, about: String::new() }
    }

    /// Adds where to follow it.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.link = Some((href.into(), label.into()));
        self
    }

    /// Names what it is about: a later notice of the same takes its place, so that nothing is said to be under way below the
    /// notice of its end.
    #[must_use]
    pub fn about(mut self, what: impl Into<String>) -> Self {
        self.about = what.into();
        self
    }
}

/// The notices on screen. Copies share them.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    last: StoredValue<u32>,
}

impl Toasts {
    fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// Shows a notice. In the browser only: on the server nobody would see it.
    pub fn push(self, toast: Toast) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        let stays = toast.mark == Mark::Failed;
        self.shown.update(|shown| {
            shown.retain(|(_, old)| old.about.is_empty() || old.about != toast.about);
            shown.push((id, toast));
        });
        if !stays {
            set_timeout(move || self.remove(id), SHOWN);
        }
    }

    fn remove(self, id: u32) {
        // The page may be gone by the time a notice runs out.
        self.shown.try_update(|shown| shown.retain(|(shown, _)| *shown != id));
    }
}

/// Makes the notices available below; once, in the app's root.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts::new();
    provide_context(toasts);
    toasts
}

/// The notices of the app around; without one, notices that nobody sees.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::new)
}

/// Where notices appear; once, after the frame. Screen readers announce each.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let show = move |(id, toast): (u32, Toast)| {
        view! {
            <div class="toast">
                {toast.mark.shape()}
                <div>
                    <p>{toast.text}</p>
                    {toast.link.map(|(href, label)| view! { <a href=href>{label}</a> })}
                </div>
                <button class="btn quiet icon small" type="button" title="Dismiss" on:click=move |_| toasts.remove(id)>
                    <Icon name=Glyph::Close/>
                    <span>"Dismiss"</span>
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|(id, _)| *id children=show/>
        </div>
    }
}
