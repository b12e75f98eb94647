//! State as a shape and a word, and small word tags. Colour only ever repeats what the word says.

use leptos::prelude::*;

use super::{Markup, classes};

/// The shape of a state. Each differs in outline, so that none depends on seeing its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Filled circle: it runs.
    Running,
    /// Filled square: it stands still.
    Stopped,
    /// Half-filled circle that turns: something moves right now.
    Busy,
    /// Hollow circle: its turn has not come.
    Waiting,
    /// Red triangle: it failed.
    Failed,
    /// Amber triangle: it needs attention.
    Warning,
    /// Hatched diamond: nobody knows.
    Unknown,
    /// Tick: done.
    Ok,
}

impl Mark {
    const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Busy => "busy",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Ok => "ok",
        }
    }

    /// The shape alone, for places where the word stands elsewhere.
    pub(super) fn shape(self) -> impl IntoView {
        Markup::one(|html| html.mark(self))
    }
}

/// What a tag or a notice is about; the words must say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hue {
    /// Says nothing about health.
    #[default]
    Neutral,
    /// Good.
    Ok,
    /// In progress.
    Busy,
    /// Needs attention.
    Warn,
    /// Failed or dangerous.
    Bad,
}

impl Hue {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Ok => "t-ok",
            Self::Busy => "t-busy",
            Self::Warn => "t-warn",
            Self::Bad => "t-bad",
        }
    }
}

/// A state: shape, word, and (dimmed) since when or why.
#[component]
pub fn Status(
    /// The shape.
    kind: Mark,
    /// The word, in sentence case.
    #[prop(into)]
    label: String,
    /// What follows the word, dimmed.
    #[prop(optional, into)]
    detail: String,
) -> impl IntoView {
    Markup::one(|html| html.status(kind, &label, &detail))
}

impl Markup {
    /// The shape of a state.
    pub fn mark(&mut self, mark: Mark) -> &mut Self {
        self.raw(r#"<i class="mark m-"#).raw(mark.name()).raw(r#"" aria-hidden="true"></i>"#)
    }

    /// A state: shape, word, and dimmed what follows the word, if anything.
    pub fn status(&mut self, kind: Mark, label: &str, detail: &str) -> &mut Self {
        self.raw(r#"<span class="status s-"#).raw(kind.name()).raw(r#"">"#).mark(kind);
        self.raw(r#"<span class="word">"#).text(label).raw("</span>");
        if !detail.is_empty() {
            self.raw(r#"<span class="dim">"#).text(detail).raw("</span>");
        }
        self.raw("</span>")
    }
}

/// A small word tag.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: String,
    /// What it is about.
    #[prop(optional)]
    tone: Hue,
) -> impl IntoView {
    view! { <span class=classes(&["badge", tone.class()])>{label}</span> }
}
