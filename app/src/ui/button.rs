//! Buttons, and links that look like them. A verb on each.

use leptos::prelude::*;

use super::{Glyph, Markup, classes, present};

/// How much a button stands out. One primary per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The ordinary button.
    #[default]
    Secondary,
    /// The one action the view is for.
    Primary,
    /// Destroys or interrupts something; filled only where it is confirmed.
    Danger,
    /// Without a border, for rows and toolbars.
    Quiet,
}

impl Tone {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Secondary => "",
            Self::Primary => "primary",
            Self::Danger => "danger",
            Self::Quiet => "quiet",
        }
    }
}

fn button_class(tone: Tone, small: bool, icon_only: bool) -> String {
    let small = if small { "small" } else { "" };
    let icon = if icon_only { "icon" } else { "" };
    classes(&["btn", tone.class(), small, icon])
}

/// A button. With a `reason` it stays reachable by keyboard, does nothing, and says why; `disabled` alone is for the
/// moment a form is on its way.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    tone: Tone,
    /// Something is on its way: shows a turning mark and keeps its label.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it cannot be pressed, in one sentence.
    #[prop(optional, into)]
    reason: MaybeProp<String>,
    /// The HTML `type`.
    #[prop(default = "submit")]
    kind: &'static str,
    /// The form field this button sets.
    #[prop(optional, into)]
    name: String,
    /// The value it sets.
    #[prop(optional, into)]
    value: String,
    /// Shown before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// 28 px high, for rows and notices.
    #[prop(optional)]
    small: bool,
    /// The words of an icon-only button: its name and its tooltip. In phone cards they are shown.
    #[prop(optional, into)]
    label: String,
    /// The words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let face = face(icon, &label);
    let class = button_class(tone, small, children.is_none());
    let tooltip = present(label);
    view! {
        <button
            class=class
            type=move || if reason.get().is_some() { "button" } else { kind }
            name=present(name)
            value=present(value)
            title=tooltip
            disabled=move || disabled.get()
            aria-disabled=move || reason.get().is_some().then_some("true")
            aria-busy=move || busy.get().then_some("true")
        >
            {face}
            {children.map(|children| children())}
            {move || reason.get().map(|reason| view! { <span class="why">{reason}</span> })}
        </button>
    }
}

/// What stands on a button before its words: its icon, and if it has no words the name for those who don't see it.
fn face(icon: Option<Glyph>, label: &str) -> Option<Markup> {
    let elements = usize::from(icon.is_some()) + usize::from(!label.is_empty());
    let mut face = Markup::of(elements);
    if let Some(icon) = icon {
        face.icon(icon);
    }
    if !label.is_empty() {
        face.name(label);
    }
    (elements > 0).then_some(face)
}

impl Markup {
    /// The name of an icon-only control. Phone cards show its first word, the verb: the row says to what.
    fn name(&mut self, label: &str) -> &mut Self {
        let (verb, object) = label.split_at(label.find(' ').unwrap_or(label.len()));
        self.raw("<span>").text(verb).raw(r#"<span class="vh">"#).text(object).raw("</span></span>")
    }

    /// A quiet icon-only link of a row that opens something over the page.
    pub fn icon_link(&mut self, href: &str, icon: Glyph, label: &str) -> &mut Self {
        self.raw(r#"<a class="btn quiet small icon" href=""#).text(href).raw(r#"" title=""#).text(label);
        self.raw(r#"" data-noscroll="true">"#).icon(icon).name(label).raw("</a>")
    }

    /// The same where it cannot be used, and why.
    pub fn icon_off(&mut self, icon: Glyph, label: &str, reason: &str) -> &mut Self {
        self.raw(r#"<button class="btn quiet small icon" type="button" title=""#).text(label);
        self.raw(r#"" aria-disabled="true">"#).icon(icon).name(label);
        self.raw(r#"<span class="why">"#).text(reason).raw("</span></button>")
    }
}

/// A link that looks like a button: for what only leads somewhere.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    tone: Tone,
    /// Shown before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// 28 px high.
    #[prop(optional)]
    small: bool,
    /// The words of an icon-only link.
    #[prop(optional, into)]
    label: String,
    /// The words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let face = face(icon, &label);
    let class = button_class(tone, small, children.is_none());
    let tooltip = present(label);
    view! {
        <a class=class href=href title=tooltip>
            {face}
            {children.map(|children| children())}
        </a>
    }
}

/// Buttons in a row.
#[component]
pub fn Actions(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="acts">{children()}</div> }
}
