//! The icon set: one path each on a 16-unit grid, stroked in the text's colour.

use leptos::prelude::*;

use super::Markup;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Servers.
    Servers,
    /// SSH keys.
    Key,
    /// Provider credentials.
    Cloud,
    /// Operations and the audit log.
    Activity,
    /// Members of a team.
    Team,
    /// One person.
    User,
    /// Search.
    Search,
    /// Light theme.
    Sun,
    /// Dark theme.
    Moon,
    /// The system’s theme.
    Auto,
    /// Add or create.
    Plus,
    /// Start.
    Play,
    /// Stop.
    Stop,
    /// Forced stop.
    Power,
    /// Restart, refresh.
    Restart,
    /// Opens below.
    Down,
    /// Leads on; turned around, leads back.
    Right,
    /// Copy to the clipboard.
    Copy,
    /// Chosen, done.
    Check,
    /// Close, remove.
    Close,
    /// Sign out.
    SignOut,
    /// Sort order.
    Sort,
    /// Locked.
    Lock,
    /// Taking a lock off.
    Unlock,
    /// Change a text.
    Edit,
    /// Delete.
    Trash,
}

impl Glyph {
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Servers => {
                "M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.01M5 11.25h.01M7.5 4.75h3.5M7.5 11.25h3.5"
            }
            Self::Key => "M10.5 2a3.5 3.5 0 1 1-3.1 5.1L2 12.5V14h2.5v-1.5H6V11h1.5l1.7-1.7M11 5h.01",
            Self::Cloud => "M4.5 13a3 3 0 0 1-.5-6 4 4 0 0 1 7.7-.5A3.3 3.3 0 0 1 11.5 13z",
            Self::Activity => "M1.5 8.5h3l2-5.5 3.5 10 2-4.5h2.5",
            Self::Team => {
                "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-4.5 9-4.5 9 0M11 3.2a2.5 2.5 0 0 1 0 4.6M12 10.2c1.7.5 2.5 1.6 2.5 3.3"
            }
            Self::User => "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-5 11-5 11 0",
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14",
            Self::Sun => {
                "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1"
            }
            Self::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
            Self::Auto => "M2 3h12v8H2zM6 14h4M8 11v3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Play => "M4.5 2.5l8.5 5.5-8.5 5.5z",
            Self::Stop => "M3.5 3.5h9v9h-9z",
            Self::Power => "M8 1.5v6M4.3 4a5.5 5.5 0 1 0 7.400 0",
            Self::Restart => "M13.5 8A5.5 5.5 0 1 1 11.5 3.8M13.5 1.5v3.5H10",
            Self::Down => "M4 6l4 4 4-4",
            Self::Right => "M6 4l4 4-4 4",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Check => "M3 8.5l3.5 3.5L13 4.5",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::SignOut => "M6 2.5H2.5v11H6M10 5l3 3-3 3M13 8H6",
            Self::Sort => "M8 3v10M4.5 9.5L8 13l3.5-3.5",
            Self::Lock => "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::Unlock => "M3.5 7h9v6.5h-9zM5.5 7V4.5a2.5 2.5 0 0 1 4.9-.7",
            Self::Edit => "M2.5 13.5l.6-3L10.6 3 13 5.4l-7.5 7.5zM9 4.6L11.4 7",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.5 9h7l.5-9M6.7 7v4M9.3 7v4",
        }
    }
}

/// An icon. It only repeats what a word beside it (or the control's label) says, so it is hidden from screen readers.
#[component]
pub fn Icon(
    /// Which icon.
    name: Glyph,
) -> impl IntoView {
    Markup::one(|html| html.icon(name))
}

impl Markup {
    /// An icon.
    pub fn icon(&mut self, name: Glyph) -> &mut Self {
        self.raw(
            r#"<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=""#,
        );
        self.raw(name.path()).raw(r#""></path></svg>"#)
    }
}
