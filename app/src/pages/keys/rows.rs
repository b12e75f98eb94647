//! One key and one script as their tables show them.

use domain::Timestamp;
use domain::policy::Verb;
use domain::view::{ScriptRow, SshKeyRow};
use leptos::prelude::*;

use crate::components::Age;
use crate::facts::Known;
use crate::routes;
use crate::ui::{Actions, Glyph, Markup};

/// A public key.
pub fn key_row(key: SshKeyRow, now: Signal<Timestamp>) -> impl IntoView {
    let fingerprint = Markup::one(|html| {
        html.raw(r#"<td class="c-long" data-label="Fingerprint">"#)
            .copy_text(&key.fingerprint, "fingerprint")
            .raw("</td>")
    });
    let remove = format!("Remove {}", key.name);
    view! {
        <tr>
            <td class="c-name"><b>{key.name}</b></td>
            <td data-label="Kind"><span class="mono">{key.kind}</span></td>
            {fingerprint}
            <td class="mid" data-label="Added by">{key.added_by}</td>
            <td class="c-age" data-label="Age"><Age at=Some(key.created_at) now/></td>
            <td class="c-acts"><Actions>{act("remove-key", &key.id, Glyph::Trash, &remove)}</Actions></td>
        </tr>
    }
}

/// A script.
pub fn script_row(script: ScriptRow, now: Signal<Timestamp>) -> impl IntoView {
    let (edit, remove) = (format!("Edit {}", script.name), format!("Remove {}", script.name));
    view! {
        <tr>
            <td class="c-name"><b>{script.name}</b></td>
            <td class="num" data-label="Size">{size(script.bytes)}</td>
            <td data-label="Saved by">{script.saved_by}</td>
            <td class="c-age" data-label="Age"><Age at=Some(script.saved_at) now/></td>
            <td class="c-acts">
                <Actions>
                    {act("script", &script.id, Glyph::Edit, &edit)}
                    {act("remove-script", &script.id, Glyph::Trash, &remove)}
                </Actions>
            </td>
        </tr>
    }
}

fn act(sheet: &str, id: &str, icon: Glyph, label: &str) -> Markup {
    Markup::one(|html| match Known::get().refusal(Verb::Change) {
        None => html.icon_link(&routes::keys(sheet, id), icon, label),
        Some(reason) => html.icon_off(icon, label, &reason),
    })
}

/// Below a mebibyte, as scripts all are.
fn size(bytes: u32) -> String {
    if bytes < 1024 { format!("{bytes} B") } else { format!("{} KiB", bytes.div_ceil(1024)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_are_whole() {
        assert_eq!([0, 1023, 1024, 1025].map(super::size), ["0 B", "1023 B", "1 KiB", "2 KiB"]);
    }
}
