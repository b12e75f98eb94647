//! The panel's primitives. They know neither the router nor the API: addresses come in as text, links are plain
//! `<a href>` and forms plain `<form>`, so that everything also works before hydration and without script.
//!
//! Looks live in `style/`, one file a component; a component only chooses classes.

mod badge;
mod banner;
mod brand;
mod button;
mod dom;
mod empty;
mod field;
mod filter;
mod freshness;
mod history;
mod icon;
mod lines;
mod markup;
mod menu;
mod monogram;
mod number;
mod page;
mod plan;
mod properties;
mod rail;
mod select;
mod sheet;
mod skeleton;
mod table;
mod text;
mod theme;
mod time;
mod toast;

pub use badge::{Badge, Hue, Mark, Status};
pub use banner::Banner;
pub use brand::Brand;
pub use button::{Actions, Button, LinkButton, Tone};
pub use dom::{befell, focus};
pub use empty::{Art, Empty};
pub use field::{Field, FormError, TextArea, TextField};
pub use filter::{FilterBar, Toolbar};
pub use freshness::{Fresh, Freshness};
pub use history::{Event, Step, Steps, Timeline};
pub use icon::{Glyph, Icon};
pub use lines::{Line, Lines};
pub use markup::Markup;
pub use menu::{Menu, MenuButton, MenuHead, MenuLink, MenuSeparator};
pub use monogram::{Monogram, Place};
pub use number::Num;
pub use page::{Detail, PageHeader, Section, Tabs};
pub use plan::Consequence;
pub use properties::{DangerRow, DangerZone, Properties, Property};
pub use rail::RailLink;
pub use select::{Choice, Select};
pub use sheet::Sheet;
pub use skeleton::{SkeletonRows, SkeletonText};
pub use table::{Column, Order, Pager, Table};
pub use text::{CopyText, copy as copied};
pub use theme::{Theme, ThemeSwitch};
pub use time::Ago;
pub use toast::{Toast, ToastRegion, Toasts, provide_toasts, use_toasts};

/// An attribute's value, or no attribute at all where the text is empty.
fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Class names joined by spaces, leaving out the empty ones.
fn classes(names: &[&str]) -> String {
    let mut joined = String::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(name);
    }
    joined
}
